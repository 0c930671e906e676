"""How well a ranking of names agrees with how much each name matters: nDCG, with loosely equal names."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TOP = 10
"""Places of a ranking that count."""

_SMALL = frozenset(["the", "a", "an", "of", "and"])


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody of a labelled text: all names, and how much they matter (0 and up)."""

    names: tuple[str, ...]
    worth: int


def words(name: str) -> tuple[str, ...]:
    """The words of a name without accents, case, possessives, dots and small words."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'")).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"(?<=\b\w)\.|'s\b", "", plain)
    return tuple(word for word in re.findall(r"[a-z0-9]+", plain) if word not in _SMALL)


def same(one: str, other: str) -> bool:
    """Equal, or the words of one are among those of the other, with its last word."""
    a, b = sorted((words(one), words(other)), key=len)
    if not a:
        return False
    return a == b or (set(a) <= set(b) and (a[-1] == b[-1] or (b[-1] in a and len(b) > 1) or len(a) > 1))


def matches(names: Iterable[str], wanted: Sequence[Wanted]) -> tuple[list[int], list[int]]:
    """Who is wanted under exactly one of the names, and who under a loosely equal one."""
    mine = list(dict.fromkeys(names))
    keys = {words(name) for name in mine}
    exact = [at for at, one in enumerate(wanted) if any(words(name) in keys for name in one.names)]
    loose = [
        at for at, one in enumerate(wanted) if any(same(name, other) for name in mine for other in one.names)
    ]
    return exact, loose


def ndcg(ranked: Sequence[tuple[Sequence[int], Sequence[int]]], wanted: Sequence[Wanted]) -> float | None:
    """The nDCG of the first ``TOP``, 0…1; ``None`` where nobody matters.

    Args:
        ranked: The ``matches`` of everybody that was ranked, the foremost first; each of the wanted counts once.
        wanted: Who was to be ranked.
    """
    met: set[int] = set()
    gains = []
    for exact, loose in ranked:
        free = [at for at in exact if at not in met] or [at for at in loose if at not in met]
        best = max(free, key=lambda at: wanted[at].worth, default=None)
        gains.append(0 if best is None else wanted[best].worth)
        met.update(() if best is None else (best,))
    ideal = _discounted(sorted((one.worth for one in wanted), reverse=True))
    return _discounted(gains) / ideal if ideal else None


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(list(gains)[:TOP]))
