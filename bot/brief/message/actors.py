"""How actors read: the name, the words that present it best, and for whom they speak."""

from dataclasses import replace

from bot.brief.mention import best
from bot.types import Actor, ActorKind, Article, Basis, Fact


def key_row(article: Article, actor: Actor, names: dict[str, str]) -> Fact:
    """An actor with the words that present it best; a role that stands elsewhere is backed below."""
    return Fact(actor.name, best(article, actor), _note(actor, names), _actor_basis(actor))


def short_row(article: Article, actor: Actor, names: dict[str, str]) -> Fact:
    """An actor in a digest: without a quotation that only repeats the name, or that is long for an inferred affiliation."""
    bare = replace(actor, affiliation_span=None) if actor.affiliation_inferred else actor
    claim = best(article, bare)
    note = "state" if actor.kind is ActorKind.STATE else _note(actor, names)
    return Fact(actor.name, claim if claim.text != actor.name else None, note, _actor_basis(actor))


def actor_row(actor: Actor, names: dict[str, str]) -> Fact:
    """An actor with the words of the role, if the text states one."""
    return Fact(actor.name, actor.role_span, _note(actor, names), _actor_basis(actor))


def _note(actor: Actor, names: dict[str, str]) -> str:
    """A label in our words: for whom they speak, or what they are."""
    if actor.kind == "state":
        return actor.affiliation or ""
    if actor.affiliation and actor.affiliation != actor.name:
        inferred = " (inferred)" if actor.affiliation_inferred else ""
        return names.get(actor.affiliation, actor.affiliation) + inferred
    return "" if actor.kind == "person" else actor.kind.replace("_", " ")


def _actor_basis(actor: Actor) -> tuple[Basis, ...]:
    rests = [("named", actor.mentions[0]), ("role", actor.role_span), ("affiliation", actor.affiliation_span)]
    return tuple(Basis(label, span) for label, span in rests if span)
