"""The root of an event whose source and target are marked in the sentence: PLV, and AW's conflict or cooperation."""

import re
from pathlib import Path

from bot.analyse.encoder.asking import Answer, Asked, Words
from bot.analyse.encoder.tagger import Line, Tagger
from tests.quality.rows import write_rows
from tests.quality.runners.gold import shipped
from tests.quality.schemes import plover_2021

NAME = "plv"
HELP = "relation of two marked parties: {id, root}"

COMMONEST = "ACCUSE"
"""Of the set's roots; for a row without marks, or too long to be read at once."""

_MARK = re.compile(r"<(/?)([st])>")


def run(gold: Path, pred: Path) -> None:
    """Read every row of ``gold`` (``id``, ``marked``: a sentence with ``<s>`` and ``<t>``) and write its root."""
    tagger = model()
    write_rows(gold, pred, lambda row: {"root": root(tagger, row["marked"])})


def model() -> Tagger:
    """The model that ships.

    Raises:
        SystemExit: It cannot be loaded; the message says why.
    """
    tables, _ = shipped()
    if tables.tagger is None:
        raise SystemExit("; ".join(tables.notes))
    return tables.tagger


def root(tagger: Tagger, marked: str) -> str:
    """The likeliest root of 2021."""
    text, sides = unmark(marked)
    answer = asked(tagger, text, sides.get("s", []), sides.get("t", []))
    if answer is None:
        return COMMONEST
    source = " ".join(text[start:end] for start, end in sides.get("s", []))
    found = plover_2021(answer, text, source)
    return max(found, key=lambda name: (found[name], name))


def unmark(marked: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """``"<s>A</s> met <t>B</t>"`` → ``"A met B"`` and the offsets of each mark."""
    text, past = "", 0
    opened: dict[str, int] = {}
    found: dict[str, list[tuple[int, int]]] = {}
    for mark in _MARK.finditer(marked):
        text += marked[past : mark.start()]
        past = mark.end()
        if mark[1]:
            found.setdefault(mark[2], []).append((opened[mark[2]], len(text)))
        else:
            opened[mark[2]] = len(text)
    return text + marked[past:], found


def asked(
    tagger: Tagger, text: str, sources: list[tuple[int, int]], targets: list[tuple[int, int]]
) -> Answer | None:
    """What the heads say of the event between two marked parties."""
    (line,) = tagger.read(text, [(0, len(text))])
    if line is None:
        return None
    return tagger.ask(line, Asked((), covered(line, sources), covered(line, targets)))


def covered(line: Line, spans: list[tuple[int, int]]) -> tuple[Words, ...]:
    """Offsets → words of the line; an empty span covers none."""
    found = []
    for start, end in spans:
        inside = [at for at, word in enumerate(line.words) if word.start < end and word.end > start]
        if inside:
            found.append((inside[0], inside[-1] + 1))
    return tuple(found)
