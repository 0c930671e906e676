"""How many publishers stand behind a story: a copy of an agency's text is no second source."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """An article of a story.

    Attributes:
        doc: Its number.
        family: Publisher group.
        copy_of: The article whose text it repeats, in this story or not; ``None`` if the text is its own.
    """

    doc: int
    family: str
    copy_of: int | None = None


def families(members: Iterable[Told]) -> tuple[str, ...]:
    """The publisher groups that tell a story independently of each other, in order of their articles' numbers.

    All copies of one text count once: for the group of the article that they repeat, else for that of the first copy.
    """
    known = {one.doc: one for one in sorted(members, key=lambda one: one.doc)}
    voices: dict[int, str] = {}
    for one in known.values():
        source = _source(one, known)
        origin = known.get(source)
        voices.setdefault(source, origin.family if origin else one.family)
    return tuple(dict.fromkeys(voices.values()))


def _source(one: Told, known: dict[int, Told]) -> int:
    """The article that a copy goes back to; copies of copies are followed, circles are not."""
    met = {one.doc}
    while one.copy_of is not None and one.copy_of not in met:
        if one.copy_of not in known:
            return one.copy_of
        one = known[one.copy_of]
        met.add(one.doc)
    return min(met) if one.copy_of is not None else one.doc
