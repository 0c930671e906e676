"""The words that signal events, indexed by the first of them; what no text has used is not compiled."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.analyse.inflect import Form, plural, verb
from bot.types import Direction, Modality, Root, Severity

GAP = "~"
CLASS = "@"
PEOPLE = "%"


class Frame(StrEnum):
    """Who is who around a trigger."""

    ACT = "act"  # the subject does it to the object
    SAY = "say"  # the object may be anyone named in what is said
    WITH = "with"  # peers: both sides do it
    SAID = "said"  # a verdict: who says it does it to whom it is said of
    SUFFER = "suffer"  # the subject undergoes it: "died in an ambush"


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """What a group of triggers means; one object per group, compared by identity.

    Attributes:
        root: PLOVER root.
        mode: PLOVER mode, or ``None``.
        frame: Who is who.
        modality: Of a live event where the root fixes it (a threat is always ``threatened``).
        direction: Of a live event, before the circumstances are weighed.
        severity: Likewise.
        weak: The words mean something else as often, so the surroundings must confirm them.
    """

    root: Root
    mode: str | None
    frame: Frame
    modality: Modality | None
    direction: Direction
    severity: Severity
    weak: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A run of words. ``rest`` follows the anchor: sets of words, ``None`` for a gap.

    Attributes:
        sense: What it signals; ``None`` for an idiom that signals nothing.
        rest: What must follow the first word.
        form: Which form of the verb the first word is; ``None`` for a noun.
        size: Words without gaps; larger wins.
        needed: Of ``rest``, what some word of the sentence must be in.
    """

    sense: Sense | None
    rest: tuple[frozenset[str] | None, ...]
    form: Form | None
    size: int
    needed: tuple[frozenset[str], ...] = ()

    def may_stand_in(self, words: set[str]) -> bool:
        """Whether a sentence of these words holds every word that the pattern needs."""
        for part in self.needed:  # noqa: SIM110 - a generator costs twice this, and it is asked hundreds of times a sentence
            if part.isdisjoint(words):
                return False
        return True


_Listed = tuple[Sense | None, str]
"""A phrase of the table as it stands, and what it signals."""


class Patterns:
    """First word, lower case → patterns that begin with it, largest first; compiled when first asked for."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        """``classes``: name → words, for "@name" within a phrase."""
        self._classes = {CLASS + name: words.split() for name, words in classes.items()}
        self._verbs: dict[str, list[_Listed]] = {}
        self._bases: dict[str, list[tuple[str, Form]]] = {}
        self._others: dict[str, list[_Listed]] = {}
        self._compiled: dict[str, tuple[Pattern, ...]] = {}

    def __iter__(self) -> Iterator[str]:
        """Every first word."""
        return iter({**self._bases, **self._others})

    def starting(self, word: str) -> tuple[Pattern, ...]:
        """The patterns that begin with a word."""
        found = self._compiled.get(word)
        if found is None:
            if word not in self._bases and word not in self._others:
                return ()
            found = self._compiled[word] = self._compile(word)
        return found

    def add_verbs(self, sense: Sense, listed: Iterable[str]) -> None:
        """Phrases whose first word is a verb and stands for all its forms."""
        for phrase in listed:
            for base in self._choices(phrase.split(None, 1)[0]):
                if base not in self._verbs:
                    self._verbs[base] = []
                    for word, form in verb(base).items():
                        self._bases.setdefault(word, []).append((base, form))
                self._verbs[base].append((sense, phrase))

    def add_nouns(self, sense: Sense | None, listed: Iterable[str]) -> None:
        """Phrases as they stand; the last word also stands for its plural, unless they are idioms."""
        for phrase in listed:
            first, *rest = phrase.split(None, 1)
            words = self._choices(first)
            for word in dict.fromkeys((*words, *map(plural, words)) if sense and not rest else words):
                self._others.setdefault(word, []).append((sense, phrase))

    def _choices(self, word: str) -> list[str]:
        if CLASS not in word:
            return word.split("|")
        return [w for part in word.split("|") for w in self._classes.get(part, (part,))]

    def _compile(self, word: str) -> tuple[Pattern, ...]:
        found = [
            self._pattern(sense, phrase, form)
            for base, form in self._bases.get(word, ())
            for sense, phrase in self._verbs[base]
        ]
        found += [self._pattern(sense, phrase, None) for sense, phrase in self._others.get(word, ())]
        return tuple(sorted(found, key=lambda p: -p.size))

    def _pattern(self, sense: Sense | None, phrase: str, form: Form | None) -> Pattern:
        parts = [None if w == GAP else frozenset(self._choices(w)) for w in phrase.split()]
        size = sum(part is not None for part in parts)
        last = parts[-1]
        if form is None and sense and last and len(parts) > 1:
            parts[-1] = last | {plural(word) for word in last}
        needed = tuple(part for part in parts[1:] if part and PEOPLE not in part)
        return Pattern(sense, tuple(parts[1:]), form, size, needed)


def phrases(text: str) -> list[str]:
    """The phrases of a list that commas part."""
    return [phrase for part in text.split(",") if (phrase := part.strip())]
