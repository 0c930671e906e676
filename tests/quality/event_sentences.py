"""Our own event sentences, as the tests measure them: how alike they are, and what gives a root away."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bot.analyse.training import coded
from bot.analyse.training.coded import Coded
from bot.types import Root

FOLDER = Path(__file__).parent.parent / "data" / "events"
TRAINING = Path(coded.__file__).parent / "sentences"

_WORD = re.compile(r"[\w’'.-]*\w")
_NAME = re.compile(r"(?<=[a-z,;:’'\"”–-] )(?:[A-Z][\w’'.-]*)(?:\s+(?:of|the|de|al|and)?\s*[A-Z][\w’'.-]*)*")
_NUMBER = re.compile(r"\d[\d,.]*")

Grams = frozenset[tuple[str, ...]]


def training(kind: str = "events") -> list[Coded]:
    """Sentences that train the weights: ``events``, ``states`` or ``modality``."""
    return coded.read(sorted(TRAINING.glob(f"{kind}-*.txt")))


def heldout() -> list[Coded]:
    """Sentences that were written apart and train nothing."""
    return coded.read(sorted(FOLDER.glob("heldout-*.txt")))


def length(sentence: Coded) -> int:
    """Words."""
    return len(_WORD.findall(sentence.text))


def grams(sentence: Coded) -> Grams:
    """Runs of four words, names and numbers masked; only a name that opens the sentence is not seen."""
    masked = _NUMBER.sub("NUM", _NAME.sub("NAME", sentence.text))
    words = [word.lower() for word in _WORD.findall(masked)]
    return frozenset(tuple(words[at : at + 4]) for at in range(len(words) - 3))


def alike(sentences: Sequence[Coded], share: float) -> list[tuple[str, str]]:
    """Pairs that share more than ``share`` of the shorter one's 4-grams."""
    found: list[tuple[str, str]] = []
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    known = [grams(sentence) for sentence in sentences]
    for at, own in enumerate(known):
        hits = Counter(other for gram in own for other in holders[gram])
        found += [
            (sentences[other].text, sentences[at].text)
            for other, count in hits.items()
            if count > share * min(len(own), len(known[other]))
        ]
        for gram in own:
            holders[gram].append(at)
    return found


def triggers(sentences: Iterable[Coded]) -> dict[Root, set[str]]:
    """First words of the triggers of each root, without endings."""
    found: dict[Root, set[str]] = defaultdict(set)
    for sentence in sentences:
        for event in sentence.events:
            if event.root:
                word = _WORD.findall(sentence.text[slice(*event.trigger)])[0].lower()
                found[event.root].add(re.sub(r"(?:ing|ed|es|s|e)$", "", word) or word)
    return found


Surface = Callable[[Coded], tuple[object, ...]]
"""What must not give a root away."""


def by_length(sentence: Coded) -> tuple[object, ...]:
    """Words, in steps of four."""
    return (length(sentence) // 4,)


def by_said(sentence: Coded) -> tuple[object, ...]:
    """Whether "said" stands in it."""
    return (bool(re.search(r"\bsaid\b", sentence.text)),)


def by_actors(sentence: Coded) -> tuple[object, ...]:
    """Words of the first source and of the first target of the main event, six for more."""
    event = sentence.events[0]
    return tuple(
        min(len(sentence.text[slice(*side[0])].split()), 6) for side in (event.sources, event.targets)
    )


def guessed(sentences: Sequence[Coded], surface: Surface, folds: int = 5) -> float:
    """Share of main roots that naive Bayes tells by a surface alone, by folds, where both parties are told."""
    rows = [(surface(s), s.events[0].root) for s in sentences if s.events and _has_both(s)]
    right = 0
    for fold in range(folds):
        seen = [row for at, row in enumerate(rows) if at % folds != fold]
        roots = Counter(root for _, root in seen)
        marks = Counter((root, at, value) for values, root in seen for at, value in enumerate(values))
        for values, root in rows[fold::folds]:
            weights = {
                one: math.log(count)
                + sum(math.log((marks[one, at, v] + 1) / (count + 8)) for at, v in enumerate(values))
                for one, count in roots.items()
            }
            right += max(weights, key=lambda one: weights[one]) is root
    return right / len(rows)


def _has_both(sentence: Coded) -> bool:
    return bool(sentence.events[0].sources and sentence.events[0].targets)


def second() -> list[tuple[str, str, str, str]]:
    """What a second reader said of marked pairs: ``(root, mode, modality, sentence)``."""
    found = []
    for line in (FOLDER / "second.txt").read_text("utf-8").splitlines():
        labels, _, text = line.partition(" | ")
        if text:
            root, mode, modality = labels.split()
            found.append((root, mode, modality, text))
    return found


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's κ of two readers' labels."""
    one, other = (Counter(side) for side in zip(*pairs, strict=True))
    agreed = sum(a == b for a, b in pairs) / len(pairs)
    chance = sum(one[label] * other[label] for label in one) / len(pairs) ** 2
    return (agreed - chance) / (1 - chance)
