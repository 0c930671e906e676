"""Which key actors no earlier article names, under whatever form of the name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from bot.brief.changes.reports import Report
from bot.brief.mention import best
from bot.types import Actor, ActorKind, Change, ChangeKind

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_POSSESSIVE = re.compile(r"['’]s$")
_TITLES = frozenset("mr mrs ms dr sir the a an of and al el de bin ibn van von".split())  # noqa: SIM905


def new(old: Sequence[Report], fresh: Sequence[Report], key_actors: int) -> Iterator[Change]:
    """The new key actors, article by article, the most salient first.

    Args:
        old: Earlier reports.
        fresh: Later ones.
        key_actors: So many of an article's actors are key.
    """
    known = [actor for report in old for actor in report.briefing.actors]
    texts = [_spaced(_words(report.article.headline + "\n" + report.article.body)) for report in old]
    for report in fresh:
        for actor in report.briefing.actors[:key_actors]:
            if not any(is_same(actor, other) for other in known) and not _stands_in(texts, actor):
                known.append(actor)
                yield Change(ChangeKind.ACTOR, actor.name, (), (best(report.article, actor),))


def is_same(one: Actor, other: Actor) -> bool:
    """Whether two articles mean one actor: by key, by a form of the name, or by part of a person's."""
    if one.key == other.key:
        return True
    some, others = _forms(one), _forms(other)
    if some & others:
        return True
    if ActorKind.PERSON not in {one.kind, other.kind}:
        return False
    return any(a and b and (a <= b or b <= a) for a in map(_core, some) for b in map(_core, others))


def _forms(actor: Actor) -> set[tuple[str, ...]]:
    return {tuple(_words(form)) for form in (actor.name, *actor.aliases)} - {()}


def _core(form: Sequence[str]) -> frozenset[str]:
    """The words of a name that tell it: "Mr. Putin" and "Vladimir Putin" share one; initials and titles are none."""
    return frozenset(word for word in form if len(word) > 1 and word not in _TITLES)


def _stands_in(texts: Sequence[str], actor: Actor) -> bool:
    """Whether an earlier text holds the name or a word that stood for the actor, though nobody was found there.

    A person's surname alone is not enough: a street or another person may bear it.
    """
    forms = _forms(actor) | {tuple(_words(mention.text)) for mention in actor.mentions}
    least = 2 if actor.kind is ActorKind.PERSON else 1
    return any(_spaced(form) in text for form in forms if len(form) >= least for text in texts)


def _spaced(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def _words(text: str) -> list[str]:
    """Words without case, accents and possessive endings."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return [_POSSESSIVE.sub("", word).casefold() for word in _WORD.findall(plain)]
