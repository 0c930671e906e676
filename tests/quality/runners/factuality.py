"""Whether what a marked word tells happened (UW, MEANTIME)."""

from collections.abc import Sequence
from pathlib import Path

from bot.analyse.encoder.asking import Answer, Asked
from bot.analyse.encoder.labels import MODALITIES
from bot.analyse.encoder.tagger import Tagger
from bot.types import Modality, Root
from tests.quality.rows import write_rows
from tests.quality.runners.plv import model

NAME = "factuality"
HELP = "mode of an event mention: {id, mode: occurred, uncertain or not_occurred}"

UNCERTAIN, NOT_OCCURRED = 0.5, 0.7
"""From here on an event is said not to be sure, or not to be. Swept .4….8 on the development half of UW: .68 to .69."""

INTENDED = 0.3
"""How much of "planned" is uncertain to a reader: "will meet" is told as a fact. Swept 0….7 there."""


def run(gold: Path, pred: Path) -> None:
    """Read every row of ``gold`` (``id``, ``tokens``, ``event``: first and last exclusive) and write its mode."""
    tagger = model()
    write_rows(gold, pred, lambda row: {"mode": mode(tagger, row["tokens"], *row["event"])})


def mode(tagger: Tagger, tokens: Sequence[str], first: int, last: int) -> str:
    """The likeliest of the three."""
    text = " ".join(tokens)
    start = sum(len(token) + 1 for token in tokens[:first])
    end = start + len(" ".join(tokens[first:last]))
    (line,) = tagger.read(text, [(0, len(text))])
    inside = (
        [at for at, word in enumerate(line.words) if word.start < end and word.end > start] if line else []
    )
    answer = tagger.ask(line, Asked(((inside[0], inside[-1] + 1),))) if line and inside else None
    return "occurred" if answer is None else likeliest(answer)


def likeliest(answer: Answer) -> str:
    """Of the three modes; a demand or a threat is itself an event that occurred, what it asks for is not."""
    share = {modality: float(weight) for modality, weight in zip(MODALITIES, answer.modalities, strict=True)}
    unsure = (
        share[Modality.HYPOTHETICAL]
        + share[Modality.CALLED_FOR] * (1 - answer.weight(Root.REQUEST))
        + share[Modality.THREATENED] * (1 - answer.weight(Root.THREATEN))
        + share[Modality.PLANNED] * INTENDED
    )
    if share[Modality.DENIED] > NOT_OCCURRED:
        return "not_occurred"
    return "uncertain" if unsure > UNCERTAIN else "occurred"
