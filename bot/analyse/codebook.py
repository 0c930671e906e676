"""``config/plover.yaml`` → the roots with their scores, and an index of the words that signal them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from bot.analyse.inflect import Form, plural, verb
from bot.errors import ConfigError
from bot.types import Direction, Modality, Root, Severity

GAP = "~"


class Frame(StrEnum):
    """Who is who around a trigger."""

    ACT = "act"  # the subject does it to the object
    SAY = "say"  # the object may be anyone named in what is said
    WITH = "with"  # peers: both sides do it
    SAID = "said"  # a verdict: who says it does it to whom it is said of


class _Root(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    quad: int
    score: float
    modes: dict[str, float] = {}


class _Group(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    direction: Direction
    severity: Severity
    mode: str | None = None
    frame: Frame = Frame.ACT
    modality: Modality | None = None
    weak: bool = False
    verbs: str = ""
    nouns: str = ""


class _Raw(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    version: str
    source: str
    licence: str
    roots: dict[Root, _Root]
    triggers: dict[Root, list[_Group]]
    lookalikes: dict[str, str]
    idioms: str
    arms: str
    accidents: str


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
    """

    sense: Sense | None
    rest: tuple[frozenset[str] | None, ...]
    form: Form | None
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class Codebook:
    """The tables that coding needs.

    Attributes:
        version: Of the PLOVER manual.
        scores: (root, mode) → score, −10…+10.
        quads: Root → 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        patterns: First word, lower case → patterns that begin with it, largest first.
        contexts: Word → the topics in which words of conflict mean something else.
        arms: Words of arms and war: they confirm a weak trigger.
        accidents: Words of mishap: deaths beside them that nobody is said to have caused are no assault.
    """

    version: str
    scores: Mapping[tuple[Root, str | None], float]
    quads: Mapping[Root, int]
    patterns: Mapping[str, tuple[Pattern, ...]]
    contexts: Mapping[str, frozenset[str]]
    arms: frozenset[str]
    accidents: frozenset[str]

    def score(self, root: Root, mode: str | None) -> float:
        """PLOVER score of a root, or of one of its modes."""
        return self.scores.get((root, mode), self.scores[root, None])


def build(raw: Mapping[str, object]) -> Codebook:
    """A codebook from the decoded table.

    Raises:
        ConfigError: A key is missing, unknown or of the wrong kind; a root is missing; a mode is not the root's.
    """
    try:
        table = msgspec.convert(raw, _Raw)
    except msgspec.ValidationError as error:
        raise ConfigError(f"plover.yaml: {error}") from error
    faults = list(_faults(table))
    if faults:
        raise ConfigError("; ".join(f"plover.yaml: {fault}" for fault in faults))
    contexts: dict[str, set[str]] = {}
    for topic, text in table.lookalikes.items():
        for word in text.split():
            contexts.setdefault(word, set()).add(topic)
    return Codebook(
        version=table.version,
        scores={(root, mode): score for root, r in table.roots.items() for mode, score in _scores(r)},
        quads={root: r.quad for root, r in table.roots.items()},
        patterns=_index(table),
        contexts={word: frozenset(topics) for word, topics in contexts.items()},
        arms=frozenset(table.arms.split()),
        accidents=frozenset(table.accidents.split()),
    )


def _scores(root: _Root) -> Iterator[tuple[str | None, float]]:
    yield None, root.score
    yield from root.modes.items()


def _faults(table: _Raw) -> Iterator[str]:
    for root in Root:
        if root not in table.roots:
            yield f"roots lacks {root}; add its quad and score"
        elif not table.triggers.get(root):
            yield f"triggers lacks {root}; add at least one group"
    for root, groups in table.triggers.items():
        modes = table.roots[root].modes if root in table.roots else {}
        for group in groups:
            if group.mode and group.mode not in modes:
                yield f"triggers.{root}: {group.mode!r} is not a mode of {root}; use one of {', '.join(modes)}"
            for phrase in (*_phrases(group.verbs), *_phrases(group.nouns)):
                if phrase.startswith(GAP) or phrase.endswith(GAP):
                    yield f"triggers.{root}: {phrase!r} begins or ends with a gap; name the word there"


def _phrases(text: str) -> list[str]:
    return [phrase for part in text.split(",") if (phrase := part.strip())]


def _index(table: _Raw) -> dict[str, tuple[Pattern, ...]]:
    index: dict[str, list[Pattern]] = {}
    for root, groups in table.triggers.items():
        for group in groups:
            sense = Sense(
                root, group.mode, group.frame, group.modality, group.direction, group.severity, group.weak
            )
            for phrase in _phrases(group.verbs):
                _add_verb(index, sense, phrase)
            for phrase in _phrases(group.nouns):
                _add_noun(index, sense, phrase)
    for phrase in _phrases(table.idioms):
        _add_noun(index, None, phrase)
    return {word: tuple(sorted(found, key=lambda p: -p.size)) for word, found in index.items()}


def _add_verb(index: dict[str, list[Pattern]], sense: Sense, phrase: str) -> None:
    first, *rest = _parts(phrase)
    size = 1 + sum(part is not None for part in rest)
    for base in sorted(first or ()):
        for word, form in verb(base).items():
            index.setdefault(word, []).append(Pattern(sense, tuple(rest), form, size))


def _add_noun(index: dict[str, list[Pattern]], sense: Sense | None, phrase: str) -> None:
    parts = _parts(phrase)
    last = parts[-1] or frozenset()
    parts[-1] = last | ({plural(word) for word in last} if sense else set())
    first, *rest = parts
    size = sum(part is not None for part in parts)
    for word in sorted(first or ()):
        index.setdefault(word, []).append(Pattern(sense, tuple(rest), None, size))


def _parts(phrase: str) -> list[frozenset[str] | None]:
    return [None if word == GAP else frozenset(word.split("|")) for word in phrase.split()]
