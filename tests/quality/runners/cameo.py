"""Raw sentence → source, target and class of its event (CAMEO)."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bot.analyse import clauses
from bot.analyse.encoder.asking import Answer, Asked, Words
from bot.analyse.encoder.tagger import Line, Tagger
from bot.analyse.memory import first_verb
from tests.quality.rows import write_rows
from tests.quality.runners.plv import covered, model
from tests.quality.schemes import cameo_quad

NAME = "cameo"
HELP = "who does what to whom in a sentence: {id, quad, source: [...], target: [...]}"

EVENT = 0.5
"""Weight of an event from which it is one, more likely than not; below it the sentence is taken for a statement."""


class Told(NamedTuple):
    """What is told, by which words, and how sure."""

    weight: float
    trigger: Words
    answer: Answer


def run(gold: Path, pred: Path) -> None:
    """Read every row of ``gold`` (``id``, ``sentence``) and write one row for each to ``pred``."""
    tagger = model()
    write_rows(gold, pred, lambda row: as_row(tagger, row["sentence"]))


def as_row(tagger: Tagger, text: str) -> dict[str, object]:
    """Class, sources and targets of the sentence's foremost event; of its main verb where there is none."""
    (line,) = tagger.read(text, [(0, len(text))])
    found = told(tagger, line) if line else []
    if not line or not found:
        return {"quad": 0, "source": [], "target": []}
    best = max(found, key=foremost)
    words = line.words[slice(*best.trigger)]
    root = best.answer.root if best.weight >= EVENT else None
    quad = cameo_quad(root, best.answer.modality, " ".join(word.text for word in words))
    return {
        "quad": quad,
        "source": quoted(line, best.answer.sources),
        "target": quoted(line, best.answer.targets),
    }


def told(tagger: Tagger, line: Line) -> list[Told]:
    """What the model sees, and what the main verb tells."""
    (seen,) = tagger.events([line])
    found = []
    for event in seen:
        (trigger,) = covered(line, [(event.start, event.end)])
        found.append(Told(1 - float(event.answer.roots[0]), trigger, event.answer))
    verb = main_verb(line)
    if verb is not None and all(not first <= verb < last for _, (first, last), _ in found):
        answer = tagger.ask(line, Asked(((verb, verb + 1),)))
        if answer:
            found.append(Told(1 - float(answer.roots[0]), (verb, verb + 1), answer))
    return found


def foremost(one: Told) -> tuple[bool, bool, float]:
    """An event with both its sides comes before others, then a surer one."""
    whole = bool(one.answer.sources and one.answer.targets)
    return whole, one.weight >= EVENT, one.weight


def main_verb(line: Line) -> int | None:
    """The word that the rules take for the sentence's first verb."""
    text = " ".join(word.text for word in line.words)
    read = clauses.read(text, 0, len(text), [])
    at = first_verb(read)
    if at is None:
        return None
    starts = [len(" ".join(word.text for word in line.words[:i])) + (i > 0) for i in range(len(line.words))]
    return next((i for i, start in enumerate(starts) if start >= read.tokens[at].start), None)


def quoted(line: Line, spans: Sequence[Words]) -> list[str]:
    """The words of spans, parted by spaces, as the set has them."""
    return [" ".join(word.text for word in line.words[first:last]) for first, last in spans]
