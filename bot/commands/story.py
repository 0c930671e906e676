"""Commands behind a story's buttons: more, its sources, its sentences."""

from bot.commands.asking import Reply
from bot.commands.desk import Call, Desk
from bot.commands.replies import no_story, reply, wrong_use
from bot.commands.replies_sources import of_feeds
from bot.commands.replies_story import GONE, all_sources, evidence, full
from bot.outgoing.library import Library
from bot.types import Dossier, Message, Para


def more(desk: Desk, call: Call) -> Reply:
    """A story in full, and what is new since this channel was told of it."""
    if not call.args:
        return wrong_use(call, "say which story; the button More does.")
    library = Library(desk.store)
    dossier = library.dossier(call.args)
    if dossier is None:
        return no_story(call)
    if not dossier.briefings:
        return _gone(call, dossier)
    told = desk.store.told(call.asker.channel, [dossier.id]).get(dossier.id)
    changes = library.changes_since(dossier, told) if told else ()
    return Reply(Message(call.key, tuple(full(dossier, changes)), f"Story: {dossier.headline}"))


def sources(desk: Desk, call: Call) -> Reply:
    """Who tells a story; without one, the feeds."""
    if not call.args:
        return reply(call, "Sources", of_feeds(desk.store.feeds(), call.now))
    dossier = Library(desk.store).dossier(call.args)
    if dossier is None:
        return no_story(call)
    if not dossier.briefings:
        return _gone(call, dossier)
    return reply(call, f"Sources: {dossier.headline}", all_sources(dossier))


def show_sentence(desk: Desk, call: Call) -> Reply:
    """The sentences that a story's labels rest on."""
    if not call.args:
        return wrong_use(call, "say which story; the button Show sentence does.")
    dossier = Library(desk.store).dossier(call.args)
    if dossier is None:
        return no_story(call)
    if not dossier.briefings:
        return _gone(call, dossier)
    return reply(call, f"Sentences: {dossier.headline}", evidence(dossier))


def _gone(call: Call, dossier: Dossier) -> Reply:
    return reply(call, dossier.headline or "Story", (Para(GONE),))
