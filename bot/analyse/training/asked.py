"""Labelled event sentences as the network reads them: which words signal events, and what it is asked about each."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.analyse.encoder.asking import Asked, Words
from bot.analyse.encoder.labels import ACTS, MODALITIES, ROOTS, SIDES, SIGNALS
from bot.analyse.encoder.wordpiece import Encoded, Word, WordPiece, words
from bot.analyse.training.coded import Coded, CodedEvent, Offsets

LONGEST = 128
"""Subwords of a sentence in training; no labelled sentence is longer."""

UNTOLD = -100
"""A class that torch leaves out of the loss."""

NOT_TOLD_HERE = 2
"""Words that tell nothing, asked about in a sentence without events; half as many in the others. Chosen without a sweep, like
the next."""

LIKE_A_TRIGGER = 0.7
"""Share of those that stand for an event elsewhere: "strike" in a report of a match."""


@dataclass(frozen=True, slots=True)
class Question:
    """Marks of subwords, the tags of sides (``UNTOLD`` where they are given or unknown), and the answers' classes."""

    marks: list[int]
    sides: list[int]
    root: int
    act: int
    modality: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A labelled sentence, encoded; ``signals`` of its subwords, and its events in words."""

    encoded: Encoded
    words: tuple[Word, ...]
    signals: list[int]
    events: tuple[tuple[CodedEvent, Asked], ...]


def encode(coded: Coded, pieces: WordPiece) -> Sentence:
    """A sentence as the network reads it."""
    line = words(coded.text, 0, len(coded.text))
    encoded = pieces.encode([word.text for word in line])
    if len(encoded.ids) > LONGEST:
        raise ValueError(f"longer than {LONGEST} subwords: {coded.text[:80]!r}")
    events = tuple(
        (event, Asked((_cover(line, event.trigger),), *(tuple(_cover(line, s) for s in side) for side in (event.sources, event.targets))))
        for event in coded.events
    )  # fmt: skip
    signals = _tags(encoded, [(asked.trigger, 1) for event, asked in events if event.root])
    if not all(event.is_coded for event in coded.events):
        signals = [UNTOLD] * len(signals)
    return Sentence(encoded, tuple(line), signals, events)


def questions(sentence: Sentence, told: frozenset[str], chance: random.Random) -> Iterator[Question]:
    """Each event by its trigger and by its sides, and some words that tell none.

    Args:
        sentence: To ask about.
        told: Stems of words that tell events anywhere.
        chance: Chooses the words.
    """
    length, firsts = len(sentence.encoded.ids), sentence.encoded.firsts
    for event, asked in sentence.events:
        classes = _classes(event)
        sides = _tags(sentence.encoded, [(asked.sources, 1), (asked.targets, 3)])
        open_sides = sides if event.is_coded else [UNTOLD] * length
        yield Question(Asked(asked.trigger).marks(firsts, length), open_sides, *classes)
        if asked.sources and asked.targets and event.root:
            known = asked._replace(trigger=())
            yield Question(known.marks(firsts, length), [UNTOLD] * length, *classes)
    if not all(event.is_coded for event, _ in sentence.events):
        return
    for at in _idle(sentence, told, chance):
        marks = Asked(((at, at + 1),)).marks(firsts, length)
        yield Question(marks, [UNTOLD] * length, 0, 0, UNTOLD)


def stem(word: str) -> str:
    """A word without the commonest endings of verbs and plurals."""
    lower = word.lower()
    for ending in ("ing", "ed", "es", "s", "e"):
        if lower.endswith(ending) and len(lower) - len(ending) > 2:  # noqa: PLR2004 - "sing" is no form of "s"
            return lower.removesuffix(ending)
    return lower


def stems(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Stems of the first words of all triggers."""
    return frozenset(
        stem(sentence.words[asked.trigger[0][0]].text)
        for sentence in sentences
        for event, asked in sentence.events
        if event.root
    )


def _idle(sentence: Sentence, told: frozenset[str], chance: random.Random) -> list[int]:
    taken = {at for _, asked in sentence.events for first, last in asked.trigger for at in range(first, last)}
    free = [at for at, word in enumerate(sentence.words) if at not in taken and word.text[0].isalpha()]
    alike = [at for at in free if stem(sentence.words[at].text) in told]
    count = 1 if sentence.events else NOT_TOLD_HERE
    pools = [alike if alike and chance.random() < LIKE_A_TRIGGER else free for _ in range(count)]
    return [chance.choice(pool) for pool in pools if pool]


def _classes(event: CodedEvent) -> tuple[int, int, int]:
    modality = MODALITIES.index(event.modality)
    if event.root is None:
        return (0, 0, modality) if event.is_coded else (UNTOLD, UNTOLD, modality)
    act = ACTS.index(f"{event.root}:{event.mode}")
    return ROOTS.index(event.root), act, modality


def _cover(line: Sequence[Word], offsets: Offsets) -> Words:
    inside = [at for at, word in enumerate(line) if word.start < offsets[1] and word.end > offsets[0]]
    return inside[0], inside[-1] + 1


def _tags(encoded: Encoded, spans: Sequence[tuple[Sequence[Words], int]]) -> list[int]:
    """Each word's tag at its first subword: 0, the number of a kind where a span of it begins, the next inside."""
    found = [UNTOLD] * len(encoded.ids)
    for place in encoded.firsts:
        found[place] = 0
    for kind, begin in spans:
        for first, last in kind:
            found[encoded.firsts[first]] = begin
            for at in range(first + 1, last):
                found[encoded.firsts[at]] = begin + 1
    return found


assert SIDES[1:] == ("B-source", "I-source", "B-target", "I-target")  # noqa: S101 - _tags counts on it
assert SIGNALS == ("O", "B", "I")  # noqa: S101
