"""Where sentences and paragraphs begin and end."""

import re

Offsets = tuple[int, int]

_BREAK = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")


def paragraphs(text: str) -> tuple[Offsets, ...]:
    """Offsets of the non-empty lines of ``text``, trimmed of white space."""
    found = []
    for line in re.finditer(r"[^\n]+", text):
        raw = line.group()
        start = line.start() + len(raw) - len(raw.lstrip())
        end = line.start() + len(raw.rstrip())
        if start < end:
            found.append((start, end))
    return tuple(found)


def sentences(text: str) -> tuple[Offsets, ...]:
    """Offsets of the sentences of ``text`` in order; none crosses a paragraph break."""
    found = []
    for start, end in paragraphs(text):
        at = start
        for gap in _BREAK.finditer(text, start, end):
            stop = gap.start() + len(gap.group().rstrip())
            found.append((at, stop))
            at = gap.end()
        if at < end:
            found.append((at, end))
    return tuple(found)
