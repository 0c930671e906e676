"""What is wrong with something that somebody wrote, in words that say what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

NEAR = 70
"""Likeness, 0…100 (share of characters that two words have in common), from which one may be meant for the other. One slip
in a word of four letters leaves 75 ("hihg", "weds"); unrelated names of zones and countries stay below 65."""


@dataclass(frozen=True, slots=True)
class Problem:
    """``what`` is wrong and how to put it right: one line that follows "KEY: " in a file, and stands alone in a chat."""

    what: str


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that is meant, perhaps; of equals the first by the alphabet."""
    found = process.extractOne(word, sorted(known), scorer=fuzz.ratio, processor=_plain, score_cutoff=NEAR)
    return found[0] if found else None


def unknown(kind: str, word: str, known: Iterable[str], remedy: str = "") -> Problem:
    """``unknown topic 'grain-coridor'. Did you mean grain-corridor?``; without a near miss it says ``remedy``."""
    meant = near(word, known)
    return Problem(f"unknown {kind} {word!r}. {f'Did you mean {meant}?' if meant else remedy}".rstrip())


def _plain(word: str) -> str:
    return word.casefold().replace("_", " ").replace("-", " ")
