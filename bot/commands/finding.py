"""Commands that find stories: by words, by actor, between two parties."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.brief.briefing import of_story
from bot.commands.asking import Reply
from bot.commands.desk import Call, Desk
from bot.commands.replies import reply, shown, wrong_use
from bot.commands.replies_story import LISTED, hit, sentences, short
from bot.outgoing.library import Library
from bot.store.articles import pair_of
from bot.store.delivery_records import FlagRow
from bot.store.records import Hit, StoryRow
from bot.types import Block, Button, Direction, Dossier, Para, Severity

RECENT = timedelta(days=14)
"""How far back actors and pairs of parties are looked up first: the time that the chart of a digest shows."""

_WAYS = {Direction.UP: "escalating", Direction.DOWN: "de-escalating"}


def search(desk: Desk, call: Call) -> Reply:
    """Stories that hold every word. A search is harmless: it is also what free words mean."""
    if not call.args:
        return wrong_use(call, "say which words to search for.")
    hits = _each_story(desk.store.search(call.args, limit=4 * LISTED))
    if not hits:
        return _nothing_found(call)
    blocks: list[Block] = [block for one in hits[:LISTED] for block in hit(one)]
    if len(hits) > LISTED:
        blocks.append(Para("There are more. Add a word to find fewer."))
    if call.near and " " not in call.args:  # of several words that find something no slip is thought
        blocks += _meant(call)
    return reply(call, f"Stories about {shown(call.args)}", blocks)


def actor(desk: Desk, call: Call) -> Reply:
    """Stories that name someone."""
    if not call.args:
        return wrong_use(call, "say whom.")
    known = desk.parties.entry(call.args)
    name = known.key if known else call.args
    rows = desk.store.stories(call.now - RECENT, actor=name, limit=LISTED + 1)
    is_recent = bool(rows)
    rows = rows or desk.store.stories(actor=name, limit=LISTED + 1)
    title = known.name if known else shown(call.args)
    if not rows:
        near = () if known else desk.parties.near(call.args)
        return reply(
            call,
            f"No story names {title}",
            (
                Para("Give the name as newspapers write it, or part of it; or search for words."),
                *(Button(f"Did you mean {each}?", f"actor {each}") for each in near),
                Button("Search for these words", f"search {call.args}"),
            ),
        )
    about = "of the last 14 days, gravest first" if is_recent else "older than 14 days, gravest first"
    return reply(call, f"{title}: stories {about}", _listed(desk, rows))


def dyad(desk: Desk, call: Call) -> Reply:
    """What two parties did to each other of late."""
    names = desk.parties.pair(call.args)
    if names is None:
        return wrong_use(call, "give two parties with a slash between them.")
    unknown = [name for name in names if not desk.parties.entry(name)]
    entries = [desk.parties.entry(name) for name in names]
    one, other = (entry.party if entry else name for entry, name in zip(entries, names, strict=True))
    if one == other:
        return wrong_use(call, f"both are {desk.parties.name(one)}; give two parties.")
    title = f"{desk.parties.name(one)} / {desk.parties.name(other)}"
    flags = desk.store.flags([pair_of(one, other)], call.now - RECENT)
    if not flags:
        near = [(name, each) for name in unknown for each in desk.parties.near(name)]
        return reply(
            call,
            f"{shown(title)}: nothing of note in the last 14 days",
            (
                Para(
                    "No article told a grave act, threat or accord between the two. A search may find lesser news."
                ),
                *(Button(f"Did you mean {e}?", f"dyad {call.args.replace(n, e)}") for n, e in near),
                Button("Search for both", f"search {names[0]} {names[1]}"),
            ),
        )
    return reply(call, f"{shown(title)}: the last 14 days", _between(desk, flags))


def _between(desk: Desk, flags: Sequence[FlagRow]) -> Iterator[Block]:
    """Counts, then the latest stories with the gravest sentence between the two in each."""
    ways = [f"{sum(f.direction is way for f in flags)} {word}" for way, word in _WAYS.items()]
    gravest = max((flag.severity for flag in flags), key=list(Severity).index)
    yield Para(f"{len(flags)} reported: {', '.join(ways)}; the gravest {gravest}. The latest first:")
    stories = list(dict.fromkeys(flag.story_id for flag in reversed(flags) if flag.story_id))
    library = Library(desk.store)
    for story_id in stories[:LISTED]:
        if dossier := library.dossier(story_id):
            yield from short(dossier)
            yield from _told_of(dossier, flags[0].pair)
    if len(stories) > LISTED:
        yield Para(f"and {len(stories) - LISTED} more stories")


def _told_of(dossier: Dossier, pair: str) -> Iterator[Block]:
    if not dossier.briefings:
        return
    briefing = of_story(dossier)
    between = [
        event
        for event in briefing.escalation.events
        if any(pair_of(a, b) == pair for a in event.sources for b in event.targets)
    ]
    gravest = sorted(between, key=lambda event: -list(Severity).index(event.severity))
    yield from sentences(briefing, gravest[:1])


def _listed(desk: Desk, rows: Sequence[StoryRow]) -> Iterator[Block]:
    library = Library(desk.store)
    for row in rows[:LISTED]:
        if dossier := library.dossier(row.id):
            yield from short(dossier)
    if len(rows) > LISTED:
        yield Para("There are more. Search for words to find fewer.")


def _each_story(hits: Sequence[Hit]) -> list[Hit]:
    """The best hit of each story; those of no story yet each for itself."""
    firsts: dict[str, Hit] = {}
    for one in hits:
        firsts.setdefault(one.story_id or f"document {one.document_id}", one)
    return list(firsts.values())


def _nothing_found(call: Call) -> Reply:
    return reply(
        call,
        f"Nothing found for {shown(call.args)}",
        (
            *_meant(call),
            Para("No article that is kept holds all of these words. Try fewer words, or a name: actor NAME."),
            Button("Latest", "latest"),
            Button("Help", "help"),
        ),
    )


def _meant(call: Call) -> list[Block]:
    if not call.near:
        return []
    return [Para(f"Did you mean {call.near.partition(' ')[0]}?"), Button(shown(call.near), call.near)]
