"""mute, unmute, useful, useless: what a reader thinks of a story. Everyone in the channel may."""

from bot.commands.asking import Reply
from bot.commands.changing import line
from bot.commands.desk import Call, Desk
from bot.commands.replies import no_story, reply, shown, wrong_use
from bot.commands.replies_story import buttons
from bot.store.records import StoryRow
from bot.types import Button, Para

MUTED = 10
"""Muted stories that are listed. Chosen."""


def mute(desk: Desk, call: Call) -> Reply:
    """Tell this channel nothing more of a story; without one, which are muted."""
    if not call.args:
        return _list(desk, call)
    story = desk.store.story(call.args)
    if story is None:
        return no_story(call)
    was = _was(desk, call, story)
    if was != "muted":
        desk.store.mute(call.asker.channel, story.id)
        desk.store.note(line(call, story.id, was, "muted"))
    return reply(
        call,
        f"Muted here: {story.headline}",
        (
            Para("This channel is told nothing more of it for 30 days. Everyone here may undo that."),
            Button("Unmute", f"unmute {story.id}"),
        ),
        is_private=False,
    )


def unmute(desk: Desk, call: Call) -> Reply:
    """Tell this channel of a story again; without one, of the only one that is muted."""
    muted = sorted(desk.store.muted(call.asker.channel))
    given = call.args or (muted[0] if len(muted) == 1 else "")
    if not given:
        return _list(desk, call)
    story = desk.store.story(given)
    if story is None:
        return no_story(call)
    if story.id not in muted:
        return reply(call, f"Not muted here: {story.headline}", buttons(story.id)[:2])
    desk.store.mute(call.asker.channel, story.id, is_muted=False)
    desk.store.note(line(call, story.id, "muted", "told"))
    return reply(
        call, f"Told here again: {story.headline}", (Button("More", f"more {story.id}"),), is_private=False
    )


def useful(desk: Desk, call: Call) -> Reply:
    """The story was worth telling."""
    return _rate(desk, call, is_useful=True)


def useless(desk: Desk, call: Call) -> Reply:
    """The story was not worth telling."""
    return _rate(desk, call, is_useful=False)


def _rate(desk: Desk, call: Call, *, is_useful: bool) -> Reply:
    if not call.args:
        return wrong_use(call, "say which story; the buttons below a story do.")
    story = desk.store.story(call.args)
    if story is None:
        return no_story(call)
    desk.store.rate(call.asker.channel, story.id, call.asker.user, is_useful=is_useful)
    then = (
        (Para("Noted for this channel. Your last word counts."),)
        if is_useful
        else (
            Para("Noted for this channel. Your last word counts."),
            Button("Mute story", f"mute {story.id}"),
        )
    )
    return reply(call, f"{'Useful' if is_useful else 'Not useful'}: {story.headline}", then)


def _was(desk: Desk, call: Call, story: StoryRow) -> str:
    return "muted" if story.id in desk.store.muted(call.asker.channel) else "told"


def _list(desk: Desk, call: Call) -> Reply:
    muted = sorted(desk.store.muted(call.asker.channel))
    if not muted:
        return reply(
            call,
            "No story is muted here",
            (
                Para("The button Mute story below a story mutes it for this channel."),
                Button("Latest", "latest"),
            ),
        )
    stories = [story for story_id in muted[:MUTED] if (story := desk.store.story(story_id))]
    offered = [Button(shown(f"Unmute: {story.headline}"), f"unmute {story.id}") for story in stories]
    more = [Para(f"and {len(muted) - MUTED} more")] if len(muted) > MUTED else []
    return reply(call, f"{len(muted)} muted here", (*offered, *more))
