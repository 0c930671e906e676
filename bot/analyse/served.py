"""Who held office for whom: a ground for whom somebody speaks for, never a claim."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from bot.analyse.spelling import unaccented

_MARKS = re.compile(r"[-.]")


class Served:
    """People by the state or the body that they served.

    The names stay in one string, which takes a tenth of the room of a dictionary.

    Args:
        names: Party → its people, parted by semicolons.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        rows = [f";{_spelled(text.replace('; ', ';'))};" for text in names.values()]
        self._parties = tuple(names)
        self._starts = [0]
        for row in rows[:-1]:
            self._starts.append(self._starts[-1] + len(row))
        self._text = "".join(rows)

    def party(self, words: Sequence[str]) -> str | None:
        """Whom somebody of this full name served; ``None`` if the tables know nobody of it."""
        at = self._text.find(f";{_spelled(' '.join(words))};") if len(words) > 1 else -1
        return self._parties[bisect_right(self._starts, at) - 1] if at >= 0 else None


def _spelled(text: str) -> str:
    """Without accents, case, hyphens and dots."""
    return _MARKS.sub(" ", unaccented(text)).casefold().replace("  ", " ")
