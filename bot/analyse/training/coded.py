"""Labelled event sentences: the files beside this module, see ``sentences/EVENTS.md``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.analyse.encoder.labels import MODES, NOTHING
from bot.types import Modality, Root

KINDS = frozenset(
    [
        "sport",
        "business",
        "weather",
        "film",
        "obituary",
        "anniversary",
        "idiom",
        "accident",
        "science",
        "crime",
        "history",
        "politics",
    ]
)
"""What a sentence without an event is about."""

UNCODED = "?"
"""In place of a root: not told."""

Offsets = tuple[int, int]


class WrongLabel(ValueError):
    """A sentence is not as the guide says; the message quotes it."""


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """An event of a sentence; offsets into its text, sides may be empty.

    No root: what happens is of none of the sixteen, or, unless ``is_coded``, nobody has said of which.
    """

    root: Root | None
    mode: str
    modality: Modality
    sources: tuple[Offsets, ...]
    trigger: Offsets
    targets: tuple[Offsets, ...]
    is_coded: bool = True


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence.

    Attributes:
        text: As it stands.
        tags: What ``#`` says of it: a kind of ``KINDS``, ``headline``, ``set NAME``.
        events: The main event first; none in a sentence that only looks like conflict.
        document: File and minimal set, or file and number: what stands on one side of a split.
    """

    text: str
    tags: tuple[str, ...]
    events: tuple[CodedEvent, ...]
    document: str


def read(files: Sequence[Path]) -> list[Coded]:
    """All sentences of the files, in order.

    Raises:
        WrongLabel: One is not as the guide says.
    """
    return [coded for file in files for coded in _file(file)]


def _file(file: Path) -> Iterator[Coded]:
    for number, block in enumerate(re.split(r"\n\s*\n", file.read_text("utf-8").strip())):
        lines = [line.strip() for line in block.strip().splitlines()]
        tags = tuple(line[1:].strip() for line in lines if line.startswith("#"))
        texts = [line for line in lines if line[:1] not in {"#", ">"}]
        if len(texts) != 1:
            raise WrongLabel(f"{file.name}: not one sentence between blank lines: {block[:80]!r}")
        events = tuple(_event(texts[0], line[1:]) for line in lines if line.startswith(">"))
        group = next((tag for tag in tags if tag.startswith("set ")), str(number))
        if bool(events) == bool(KINDS.intersection(tags)):
            raise WrongLabel(f"{file.name}: neither or both of events and a kind: {texts[0][:80]!r}")
        yield Coded(texts[0], tags, events, f"{file.stem}:{group}")


def _event(text: str, row: str) -> CodedEvent:
    fields = [field.strip() for field in row.split("|")]
    try:
        act, sources, trigger, targets = fields
        name, mode, modality = act.split()
        root = None if name in {NOTHING, UNCODED} else Root(name)
        told = CodedEvent(
            root,
            mode,
            Modality(modality),
            _places(text, sources),
            _place(text, trigger),
            _places(text, targets),
            is_coded=name != UNCODED,
        )
    except ValueError as error:
        raise WrongLabel(f"{row.strip()!r} of {text[:60]!r}: {error}") from error
    if mode != NOTHING and (root is None or mode not in MODES.get(root, ())):
        raise WrongLabel(f"{row.strip()!r}: {mode} is no mode of {root}")
    fixed = {Root.THREATEN: Modality.THREATENED, Root.REQUEST: Modality.CALLED_FOR}
    if root and fixed.get(root) is not told.modality and {root, told.modality} & {*fixed, *fixed.values()}:
        raise WrongLabel(f"{row.strip()!r}: {root} cannot be {modality}")
    return told


def _places(text: str, words: str) -> tuple[Offsets, ...]:
    return () if words == NOTHING else tuple(_place(text, one) for one in words.split(" ; "))


def _place(text: str, words: str) -> Offsets:
    """Where the words stand; ``~2`` behind them means the second time."""
    plain, _, number = words.partition("~")
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(plain)}(?!\w)", text)]
    if not found or (len(found) > 1 and not number):
        raise WrongLabel(f"{plain!r} stands {len(found)} times in it")
    if int(number or 1) > len(found):
        raise WrongLabel(f"{plain!r} does not stand {number} times in it")
    return found[int(number or 1) - 1]
