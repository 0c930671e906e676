"""Sentences by the small model: names (people, bodies, places, armed groups, others) with weights, and events."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from bot.analyse.encoder.asking import Answer, Asked, EventNetwork, Words, answers, shares
from bot.analyse.encoder.bio import KINDS, TAGS, best_path, spans
from bot.analyse.encoder.wordpiece import Encoded, Word, WordPiece, words

WINDOW = 160
"""Subwords read at once; a longer sentence is cut between words. The network saw 128 in training and has room for 512."""

ROOM = 12_000
"""Subwords read of one text: 1.2 s on one core, and the whole of an article of 8,000 words. A sentence that does not fit
into what is left is not read, so that no text, however it is made, costs more."""

SEAM = 40
"""Words before the end of a window among which a mark is looked for to cut behind."""

BATCH = 256
"""Subwords in one run of the heads of events: 1,024 took a third more time and 16 MB more."""


_SEAMS = frozenset(",;:—–()")


SIGNAL = 0.25
"""Weight from which a word is taken to tell an event, and the heads are asked which. They can still say that it tells
none. Swept .25, .5, .7 on the annotated articles: of 35 main events 33, 31 and 28 are found."""

MAX_EVENTS = 12
"""Events of one passage that the heads are asked for; no labelled sentence tells more than 5."""


class Scores(NamedTuple):
    """Of a batch: tags and signals as logits (rows, length, classes); hidden (rows, length, width)."""

    names: np.ndarray
    signals: np.ndarray
    hidden: np.ndarray


class Network(EventNetwork, Protocol):
    """What runs the weights."""

    def scores(self, ids: np.ndarray, types: np.ndarray, mask: np.ndarray) -> Scores:
        """Three (rows, length) arrays of int64."""


class Passage(NamedTuple):
    """What the encoder read at once: a sentence, or a part of a long one.

    Attributes:
        first: Number of its first word in the sentence.
        encoded: As it was read.
        hidden: (subwords, width).
        signals: (words, 3): how likely each word tells no event, begins to tell one, goes on.
    """

    first: int
    encoded: Encoded
    hidden: np.ndarray
    signals: np.ndarray

    def triggers(self, also: Sequence[Words] = ()) -> list[Words]:
        """Runs of words that tell an event, the surest ``MAX_EVENTS`` of them, and those named besides, in order."""
        found: list[Words] = []
        for at, (nothing, begins, goes_on) in enumerate(self.signals):
            if 1 - nothing < SIGNAL:
                continue
            if found and found[-1][1] == at and goes_on > begins:
                found[-1] = (found[-1][0], at + 1)
            else:
                found.append((at, at + 1))
        surest = sorted(found, key=lambda span: self.signals[span[0], 0])[:MAX_EVENTS]
        apart = [one for one in also if all(one[0] >= b or one[1] <= a for a, b in surest)]
        return sorted([*surest, *apart[:MAX_EVENTS]])


class Tagged(NamedTuple):
    """``text[start:end]`` names a ``kind`` of ``bio.KINDS``; ``weight`` 0…1 is how sure the model is."""

    start: int
    end: int
    kind: str
    weight: float


class Line(NamedTuple):
    """What the model says of one sentence.

    Attributes:
        words: Its words, with offsets into the text.
        weights: (words, kinds): how likely each word belongs to a name of each of ``bio.KINDS``.
        names: In order, without overlap.
        passages: As the encoder read it, for ``Tagger.events`` and ``Tagger.ask``.
    """

    words: list[Word]
    weights: np.ndarray
    names: tuple[Tagged, ...]
    passages: tuple[Passage, ...] = ()

    def weight(self, start: int, end: int, kind: str) -> float:
        """How likely the surest word of ``text[start:end]`` belongs to a name of that kind; 0 for no word."""
        first = bisect_right(self.words, start, key=lambda word: word.end)
        last = bisect_left(self.words, end, key=lambda word: word.start)
        return float(self.weights[first:last, KINDS.index(kind)].max()) if first < last else 0.0


class Seen(NamedTuple):
    """``text[start:end]`` tells an event; ``weight`` 0…1 is how sure the signal is, ``answer`` what it is."""

    start: int
    end: int
    weight: float
    answer: Answer


class Reads(Protocol):
    """Whoever tags sentences: the tagger, or a reading of one text by it."""

    def read(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[Line | None]:
        """See ``Tagger.read``."""


class Tagger:
    """Tags sentences.

    Args:
        network: Runs the weights.
        pieces: Makes the ids that they were trained on.
    """

    def __init__(self, network: Network, pieces: WordPiece) -> None:
        self._network = network
        self._pieces = pieces

    def read(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[Line | None]:
        """Tag ``text[start:end]`` for each sentence; ``None`` for one beyond the ``ROOM``. Pure; linear in the text."""
        chosen: dict[int, list[Word]] = {}
        room = ROOM
        for number, (start, end) in enumerate(sentences):
            line = words(text, start, end)
            length = sum(self._pieces.length(word.text) for word in line)
            if length <= room:
                chosen[number] = line
                room -= length
        read = {n: _line(line, list(self._read([w.text for w in line]))) for n, line in chosen.items()}
        return [read.get(number) for number in range(len(sentences))]

    def events(
        self, lines: Sequence[Line], also: Sequence[Sequence[tuple[int, int]]] = ()
    ) -> list[tuple[Seen, ...]]:
        """For each line the events that it tells, in its order; what the heads take for none is among them.

        Args:
            lines: Read before.
            also: For each line offsets of words to ask about, whatever the signals say.
        """
        words = also or [()] * len(lines)
        return [tuple(self._told(line, known)) for line, known in zip(lines, words, strict=True)]

    def _told(self, line: Line, also: Sequence[tuple[int, int]]) -> Iterator[Seen]:
        for passage in line.passages:
            triggers = passage.triggers(_within(line, passage, also))
            answers = self._ask(passage, [Asked((trigger,)) for trigger in triggers])
            for trigger, answer in zip(triggers, answers, strict=True):
                yield _seen(line, passage, trigger, answer)

    def ask(self, line: Line, asked: Asked) -> Answer | None:
        """What the heads say of one event of which something is known; ``None`` where no passage holds it whole."""
        known = [*asked.trigger, *asked.sources, *asked.targets]
        for passage in line.passages:
            shift, count = passage.first, len(passage.encoded.firsts)
            if known and all(shift <= a < b <= shift + count for a, b in known):
                inside = Asked(*(tuple((a - shift, b - shift) for a, b in part) for part in asked))
                (answer,) = self._ask(passage, [inside])
                return _shifted(answer, shift)
        return None

    def scores(self, sentences: Sequence[Sequence[str]]) -> list[np.ndarray]:
        """For each sentence of words (words, tags), log probabilities."""
        return [_names(list(self._read(line))) for line in sentences]

    def _read(self, line: Sequence[str]) -> Iterator[tuple[Passage, np.ndarray]]:
        """The passages of a sentence, each with (words, tags), log probabilities."""
        first = 0
        for window in self._windows(line):
            names, signals, hidden = self._run(window)
            yield Passage(first, window, hidden, signals), names
            first += len(window.firsts)

    def _windows(self, line: Sequence[str]) -> Iterator[Encoded]:
        at = 0
        while at < len(line):
            end, room = at, WINDOW
            while end < len(line) and (room := room - self._pieces.length(line[end])) >= 0:
                end += 1
            if end < len(line):
                end = next(
                    (cut for cut in range(end, max(at, end - SEAM), -1) if line[cut - 1] in _SEAMS), end
                )
            yield self._pieces.encode(line[at:end])
            at = end

    def _run(self, window: Encoded) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Names and signals of words, and hidden states of subwords.

        One window at a time: together they would share the scale of their 8-bit numbers, and a sentence would be read
        one way here and another way there. What batches save, their padding costs.
        """
        ids, types = (np.array([part], np.int64) for part in (window.ids, window.types))
        scores = self._network.scores(ids, types, np.ones_like(ids))
        names = scores.names[0] - np.logaddexp.reduce(scores.names[0], axis=-1, keepdims=True)
        return names[window.firsts], shares(scores.signals[0])[window.firsts], scores.hidden[0]

    def _ask(self, passage: Passage, asked: Sequence[Asked]) -> list[Answer]:
        found: list[Answer] = []
        length, firsts = len(passage.encoded.ids), passage.encoded.firsts
        rows = max(1, BATCH // length)
        for at in range(0, len(asked), rows):
            marks = np.array([one.marks(firsts, length) for one in asked[at : at + rows]], np.int64)
            hidden = np.repeat(passage.hidden[None], len(marks), axis=0)
            found += answers(self._network.ask(hidden, marks, np.ones_like(marks)), [firsts] * len(marks))
        return found


def _names(found: Sequence[tuple[Passage, np.ndarray]]) -> np.ndarray:
    return np.concatenate([names for _, names in found]) if found else np.zeros((0, len(TAGS)))


def _line(line: list[Word], found: Sequence[tuple[Passage, np.ndarray]]) -> Line:
    if not line:
        return Line([], np.zeros((0, len(KINDS))), ())
    scores = _names(found)
    weights = np.exp(scores)[:, 1:].reshape(len(line), len(KINDS), 2).sum(-1)
    names = tuple(_tagged(line, weights, span) for span in spans(best_path(scores)))
    return Line(line, weights, names, tuple(passage for passage, _ in found))


def _within(line: Line, passage: Passage, spans: Sequence[tuple[int, int]]) -> list[Words]:
    """Offsets → words of a passage; what begins in another one is left to it."""
    found = []
    for start, end in spans:
        first = bisect_right(line.words, start, key=lambda word: word.end) - passage.first
        last = bisect_left(line.words, end, key=lambda word: word.start) - passage.first
        if 0 <= first < min(last, len(passage.encoded.firsts)):
            found.append((first, min(last, len(passage.encoded.firsts))))
    return found


def _shifted(answer: Answer, shift: int) -> Answer:
    sides = (tuple((a + shift, b + shift) for a, b in side) for side in (answer.sources, answer.targets))
    return Answer(answer.roots, answer.acts, answer.modalities, *sides)


def _seen(line: Line, passage: Passage, trigger: Words, answer: Answer) -> Seen:
    shifted = _shifted(answer, passage.first)
    first, last = (at + passage.first for at in trigger)
    weight = 1 - float(passage.signals[trigger[0], 0])
    return Seen(line.words[first].start, line.words[last - 1].end, weight, shifted)


def _tagged(found: Sequence[Word], weights: np.ndarray, span: tuple[int, int, str]) -> Tagged:
    first, last, kind = span
    weight = float(weights[first:last, KINDS.index(kind)].mean())
    return Tagged(found[first].start, found[last - 1].end, kind, round(weight, 4))
