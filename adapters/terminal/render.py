"""Message → text for a terminal, or Markdown.

Words behind a bar, or in “curly quotes” within a row, are the article's own, verbatim; ``[start:end]`` are their
offsets. Everything else is a label of Sitrep's. Signs and words carry the meaning; colour only repeats it.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from itertools import pairwise
from urllib.parse import quote

from rich.console import Console
from rich.text import Text

from bot.types import Basis, Block, Direction, Fact, Facts, Heading, Link, Message, Para, Quote, Span, Time

SIGN = {
    Direction.UP: "▲",
    Direction.DOWN: "▼",
    Direction.MIXED: "▲▼",
    Direction.NEUTRAL: "•",
    Direction.STEADY: "=",
}
COLOUR = {Direction.UP: "red", Direction.DOWN: "green", Direction.MIXED: "yellow"}

BAR = "│ "
INDENT = "  "


def to_terminal(message: Message, *, width: int, colour: bool, evidence: bool) -> str:
    """Lines of at most ``width`` cells (an address is never broken), with ANSI styles if ``colour``.

    ``evidence`` adds the words that each label rests on.
    """
    out = Console(
        file=StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with out.capture() as lines:
        for before, block in pairwise((None, *message.blocks)):
            if block is not None:
                _gap(out, before, block)
                _print(out, block, evidence=evidence)
    return lines.get()


def _gap(out: Console, before: Block | None, block: Block) -> None:
    """An empty line before each part, before the bottom line, and between one event and the next."""
    heading = isinstance(block, Heading) and before is not None
    if heading or (_is_toned(block) and not (isinstance(before, Heading) or _is_toned(before))):
        out.print()


def _is_toned(block: Block | None) -> bool:
    return isinstance(block, Para) and block.tone is not None


def _print(out: Console, block: Block, *, evidence: bool) -> None:
    match block:
        case Heading(text, level):
            out.print(Text(tame(text), style="bold" if level == 1 else "bold underline"))
        case Para(text, tone, basis):
            _print_hung(out, _sign(tone), Text(tame(text), style=COLOUR.get(tone, "") if tone else ""))
            _print_basis(out, basis if evidence else ())
        case Quote(span):
            _print_hung(out, INDENT + BAR, _cited(span), every_line=True)
        case Facts(rows):
            for row in rows:
                _print_hung(out, INDENT, Text(tame(_row(row))), hang=2 * INDENT)
                _print_basis(out, row.basis if evidence else ())
        case Link(_, url):
            out.print(Text(tame(url), style="cyan"), soft_wrap=True)
        case Time(at):
            out.print(Text(_instant(at)))


def _instant(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _sign(tone: Direction | None) -> str:
    return f"{SIGN[tone]} " if tone else ""


def _row(row: Fact) -> str:
    claim = f"“{row.claim.text}” {_at(row.claim)}" if row.claim else ""
    return " · ".join(part for part in (row.name, claim, row.note) if part)


def _at(span: Span) -> str:
    return f"[{span.start}:{span.end}]"


def _cited(span: Span) -> Text:
    return Text.assemble(tame(span.text), " ", (_at(span), "dim"))


def _print_basis(out: Console, basis: tuple[Basis, ...]) -> None:
    for rest in basis:
        line = Text.assemble(tame(f"{rest.label} ← “{rest.span.text}” "), (_at(rest.span), "dim"))
        _print_hung(out, 2 * INDENT, line, hang=3 * INDENT)


def _print_hung(
    out: Console, first: str, text: Text, *, hang: str | None = None, every_line: bool = False
) -> None:
    """Wrap ``text`` behind ``first``; later lines stand behind ``hang``, or behind ``first`` again."""
    rest = first if every_line else (hang if hang is not None else " " * len(first))
    room = max(out.width - max(len(first), len(rest)), 20)
    for number, line in enumerate(text.wrap(out, room)):
        line.rstrip()
        out.print(Text.assemble(rest if number else first, line), soft_wrap=True)


_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&!$])|^([ \t]*)([-+=]|\d+[.)])", re.MULTILINE)


def escape(text: str) -> str:
    """Foreign text as Markdown that shows it unchanged."""
    text = tame(text)
    return _MARKUP.sub(lambda m: f"\\{m[1]}" if m[1] else _escaped_list(m[2], m[3]), text)


def _escaped_list(space: str, mark: str) -> str:
    return f"{space}{mark[:-1]}\\{mark[-1]}"


def to_markdown(message: Message, *, evidence: bool) -> str:
    """CommonMark: claims are block quotes; ``evidence`` adds the words that each label rests on."""
    return "\n\n".join("\n".join(_markdown(block, evidence=evidence)) for block in message.blocks) + "\n"


def _markdown(block: Block, *, evidence: bool) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * level} {escape(text)}"
        case Para(text, tone, basis):
            yield f"**{_sign(tone)}{escape(text)}**" if tone else escape(text)
            yield from _markdown_basis(basis if evidence else ())
        case Quote(span, url):
            yield f"> {escape(span.text)} {_source(span, url)}"
        case Facts(rows):
            for row in rows:
                yield f"- {escape(_row(row))}"
                yield from (f"  {line}" for line in _markdown_basis(row.basis if evidence else ()))
        case Link(label, url):
            yield f"[{escape(label)}]({_address(url)})"
        case Time(at):
            yield _instant(at)


def _markdown_basis(basis: tuple[Basis, ...]) -> Iterator[str]:
    for rest in basis:
        yield f"- {escape(rest.label)} ← “{escape(rest.span.text)}” {escape(_at(rest.span))}"


def _source(span: Span, url: str) -> str:
    at = escape(_at(span))
    return f"[{at}]({_address(url)})" if url else at


_WILD = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")


def tame(text: str) -> str:
    """Without what drives a terminal. Clean text has none of it; but the process that cleaned it met the page."""
    return _WILD.sub("\N{REPLACEMENT CHARACTER}", text)


_NO_ADDRESS = re.compile(
    r"[^!-;=?-\[\]-~]"
)  # what is not printable ASCII, and < > \ which end or escape a link


def _address(url: str) -> str:
    return f"<{_NO_ADDRESS.sub(lambda found: quote(found[0], errors='replace'), url)}>"
