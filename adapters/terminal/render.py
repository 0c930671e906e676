"""Message → text for a terminal; `adapters.terminal.markdown` and `adapters.terminal.html` are the other formats.

Words behind a bar, or in “curly quotes” within a row, are the article's own, verbatim; ``[start:end]`` are their
offsets. Everything else is a label of Sitrep's. Signs and words carry the meaning; colour only repeats it.
"""

from io import StringIO
from itertools import pairwise

from rich.console import Console
from rich.text import Text

from adapters.terminal.flow import Buttons, Led, Links, Piece, flow
from adapters.terminal.markdown import escape, to_markdown
from adapters.terminal.shown import CHART, MORE, button_line, host_of, instant, offsets, row_line, sign, tame
from bot.types import (
    Basis,
    Direction,
    Facts,
    Heading,
    Image,
    Link,
    Message,
    Para,
    Quote,
    Span,
    Time,
)

__all__ = ["escape", "tame", "to_markdown", "to_terminal"]

COLOUR = {Direction.UP: "red", Direction.DOWN: "green", Direction.MIXED: "yellow"}

BAR = "│ "
INDENT = "  "
UNDERLINED = 2
"""Level of the headings that part a message; the others are bold."""


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
    is_mixed = has_several(message)
    with out.capture() as lines:
        for before, block in pairwise((None, *flow(message.blocks))):
            if block is not None:
                _gap(out, before, block)
                _print(out, block, evidence=evidence, is_mixed=is_mixed)
    return lines.get()


def has_several(message: Message) -> bool:
    """Whether a message quotes more than one article, so that a quotation must say which it is from."""
    return len({block.span.article_id for block in message.blocks if isinstance(block, Quote)}) > 1


def _gap(out: Console, before: Piece | None, block: Piece) -> None:
    """An empty line before each part, before the bottom line, between one event and the next, and behind quotations."""
    heading = isinstance(block, Heading) and before is not None
    ends = isinstance(before, Quote) and not isinstance(block, Quote)
    toned = _is_toned(block) and not (isinstance(before, Heading) or _is_toned(before))
    if heading or ends or toned or isinstance(block, Led):
        out.print()


def _is_toned(block: Piece | None) -> bool:
    return isinstance(block, Para) and block.tone is not None


def _print(out: Console, block: Piece, *, evidence: bool, is_mixed: bool) -> None:
    match block:
        case Heading(text, level):
            out.print(Text(tame(text), style="bold underline" if level == UNDERLINED else "bold"))
        case Para(text, tone, basis):
            _print_hung(out, sign(tone), Text(tame(text), style=COLOUR.get(tone, "") if tone else ""))
            _print_basis(out, basis if evidence else ())
        case Quote(span, url):
            _print_hung(out, INDENT + BAR, _cited(span, url if is_mixed else ""), every_line=True)
        case Facts(rows):
            for row in rows:
                _print_hung(out, INDENT, Text(tame(row_line(row))), hang=2 * INDENT)
                _print_basis(out, row.basis if evidence else ())
        case Link(_, url):
            out.print(Text(tame(url), style="cyan"), soft_wrap=True)
        case Time(at):
            out.print(Text(instant(at)))
        case Led() | Links() | Image() | Buttons():
            _print_piece(out, block)


def _print_piece(out: Console, piece: Led | Links | Image | Buttons) -> None:
    match piece:
        case Led(Para(text), Time(at)):
            _print_hung(out, "", Text(f"{tame(text)} {instant(at)}"))
        case Links(links):
            for link in links:
                line = Text.assemble(f"{tame(link.label)}: ", (tame(link.url), "cyan"))
                out.print(line, soft_wrap=True)
        case Image(_, alt):
            _print_hung(out, "", Text(tame(f"{CHART} {alt}")))
        case Buttons(buttons):
            _print_hung(out, MORE, Text(" · ".join(map(button_line, buttons)), style="dim"))


def _cited(span: Span, url: str) -> Text:
    host = host_of(url)
    return Text.assemble(tame(span.text), " ", (offsets(span) + (f" {host}" if host else ""), "dim"))


def _print_basis(out: Console, basis: tuple[Basis, ...]) -> None:
    for rest in basis:
        line = Text.assemble(tame(f"{rest.label} ← “{rest.span.text}” "), (offsets(rest.span), "dim"))
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
