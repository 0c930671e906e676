"""``config/plover.yaml`` → the roots with their scores, and an index of the words that signal them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from bot.analyse.patterns import CLASS, GAP, Frame, Patterns, Sense, phrases
from bot.errors import ConfigError
from bot.types import Direction, Modality, Root, Severity

PLAIN = "-"
"""A root without a mode."""


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
    defaults: dict[Root, dict[str, tuple[Direction, Severity]]]
    classes: dict[str, str]
    triggers: dict[Root, list[_Group]]
    lookalikes: dict[str, str]
    idioms: str
    arms: str
    accidents: str
    relief: str
    nature: str


@dataclass(frozen=True, slots=True, eq=False)
class Codebook:
    """The tables that coding needs.

    Attributes:
        version: Of the PLOVER manual.
        scores: (root, mode) → score, −10…+10.
        quads: Root → 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        defaults: (root, mode) → what an event means that no pattern tells; see ``sense``.
        patterns: The words that signal events.
        contexts: Word → the topics in which words of conflict mean something else.
        arms: Words of arms and war: they confirm a weak trigger.
        accidents: Words of mishap: deaths beside them that nobody is said to have caused are no assault.
        relief: Words of help: troops beside them are against nobody.
        nature: Words of disaster and disease: nor are emergencies, closures and bans beside them.
    """

    version: str
    scores: Mapping[tuple[Root, str | None], float]
    quads: Mapping[Root, int]
    defaults: Mapping[tuple[Root, str | None], Sense]
    patterns: Patterns
    contexts: Mapping[str, frozenset[str]]
    arms: frozenset[str]
    accidents: frozenset[str]
    relief: frozenset[str]
    nature: frozenset[str]

    def score(self, root: Root, mode: str | None) -> float:
        """PLOVER score of a root, or of one of its modes."""
        return self.scores.get((root, mode), self.scores[root, None])

    def sense(self, root: Root, mode: str | None) -> Sense:
        """What an event of a root and mode means where no pattern tells it."""
        return self.defaults.get((root, mode), self.defaults[root, None])


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
        defaults={(s.root, s.mode): s for s in _defaults(table)},
        patterns=_index(table),
        contexts={word: frozenset(topics) for word, topics in contexts.items()},
        arms=frozenset(table.arms.split()),
        accidents=frozenset(table.accidents.split()),
        relief=frozenset(table.relief.split()),
        nature=frozenset(table.nature.split()),
    )


def _scores(root: _Root) -> Iterator[tuple[str | None, float]]:
    yield None, root.score
    yield from root.modes.items()


_FRAMES = {
    **dict.fromkeys((Root.AGREE, Root.CONSULT, Root.COOPERATE), Frame.WITH),
    **dict.fromkeys((Root.SUPPORT, Root.REQUEST, Root.ACCUSE, Root.REJECT, Root.THREATEN), Frame.SAY),
}
_FIXED = {Root.REQUEST: Modality.CALLED_FOR, Root.THREATEN: Modality.THREATENED}


def _defaults(table: _Raw) -> Iterator[Sense]:
    for root, modes in table.defaults.items():
        frame, modality = _FRAMES.get(root, Frame.ACT), _FIXED.get(root)
        for mode in (None, *table.roots[root].modes):
            direction, severity = modes.get(mode or PLAIN, modes[PLAIN])
            yield Sense(root, mode, frame, modality, direction, severity, weak=False)


def _faults(table: _Raw) -> Iterator[str]:
    for root in Root:
        if root not in table.roots:
            yield f"roots lacks {root}; add its quad and score"
        elif not table.triggers.get(root):
            yield f"triggers lacks {root}; add at least one group"
        elif PLAIN not in table.defaults.get(root, {}):
            yield f'defaults lacks {root} without a mode; add {root}: {{"-": [DIRECTION, SEVERITY]}}'
        elif unknown := table.defaults[root].keys() - table.roots[root].modes.keys() - {PLAIN}:
            yield f"defaults.{root}: {', '.join(sorted(unknown))} is not a mode of {root}"
    for root, groups in table.triggers.items():
        modes = table.roots[root].modes if root in table.roots else {}
        for group in groups:
            if group.mode and group.mode not in modes:
                yield f"triggers.{root}: {group.mode!r} is not a mode of {root}; use one of {', '.join(modes)}"
            for phrase in (*phrases(group.verbs), *phrases(group.nouns)):
                yield from (f"triggers.{root}: {phrase!r} {fault}" for fault in _phrase_faults(table, phrase))


def _phrase_faults(table: _Raw, phrase: str) -> Iterator[str]:
    if phrase.startswith(GAP) or phrase.endswith(GAP):
        yield "begins or ends with a gap; name the word there"
    if CLASS not in phrase:
        return
    for word in phrase.replace("|", " ").split():
        if word.startswith(CLASS) and word.removeprefix(CLASS) not in table.classes:
            yield f"names no class of words; use one of {', '.join(table.classes)}"


def _index(table: _Raw) -> Patterns:
    index = Patterns(table.classes)
    for root, groups in table.triggers.items():
        for group in groups:
            sense = Sense(
                root, group.mode, group.frame, group.modality, group.direction, group.severity, group.weak
            )
            index.add_verbs(sense, phrases(group.verbs))
            index.add_nouns(sense, phrases(group.nouns))
    index.add_nouns(None, phrases(table.idioms))
    return index
