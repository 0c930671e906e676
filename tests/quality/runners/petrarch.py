"""Events of single sentences with the countries of their parties (PETRARCH-2's validation sentences)."""

from collections.abc import Iterator
from pathlib import Path

from bot.analyse.encoder.tagger import Line, Tagger
from bot.analyse.roster import Roster
from bot.analyse.spelling import fold
from bot.types import ActorKind, Root
from tests.quality.rows import write_rows
from tests.quality.runners.cameo import EVENT, Told, told
from tests.quality.runners.gold import shipped
from tests.quality.runners.plv import model
from tests.quality.schemes import cameo_quad

NAME = "petrarch"
HELP = "events of a sentence: {id, events: [{source, quad, target}, ...]}"

ANYBODY = "---"
"""A party of no country; the scorer takes it for anybody."""

BODY = "IGO"
"""Of an international body."""

MUTUAL = frozenset({Root.CONSULT, Root.AGREE, Root.COOPERATE})


def run(gold: Path, pred: Path) -> None:
    """Read every row of ``gold`` (``id``, ``sentence``) and write its events."""
    tagger, roster = model(), shipped()[0].roster
    write_rows(gold, pred, lambda row: {"events": events(tagger, roster, row["sentence"])})


def events(tagger: Tagger, roster: Roster, text: str) -> list[dict[str, object]]:
    """Each pair of a source and a target; peers stand on both sides."""
    (line,) = tagger.read(text, [(0, len(text))])
    sure = [one for one in told(tagger, line) if one.weight >= EVENT] if line else []
    found = [pair for one in sure if line for pair in _pairs(one, line, text, roster)]
    return [pair for at, pair in enumerate(found) if pair not in found[:at]]


def _pairs(one: Told, line: Line, text: str, roster: Roster) -> Iterator[dict[str, object]]:
    answer, words = one.answer, line.words[slice(*one.trigger)]
    quad = cameo_quad(answer.root, answer.modality, words[0].text)
    sources, targets = (
        [code(text[line.words[a].start : line.words[b - 1].end], roster) for a, b in side]
        for side in (answer.sources, answer.targets)
    )
    if answer.root in MUTUAL:
        peers = [*sources, *targets]
        pairs = [(a, b) for a in peers for b in peers if a != b]
    else:
        pairs = [(a, b) for a in sources or [ANYBODY] for b in targets or [ANYBODY]]
    for source, target in pairs:
        if {source, target} != {ANYBODY}:
            yield {"source": source, "quad": quad, "target": target}


def code(words: str, roster: Roster) -> str:
    """The country that a party's words name, or that its leader's name stands for; ``BODY``; or nobody's."""
    hits = roster.find(words)
    states = [hit for hit in hits if hit.kind is ActorKind.STATE]
    if states:
        return states[0].key
    if any(hit.kind is ActorKind.ORGANIZATION for hit in hits):
        return BODY
    led = (roster.leaders.get(fold(word)) for word in words.replace(".", "").split())
    return next((min(states) for states in led if states and len(states) == 1), ANYBODY)
