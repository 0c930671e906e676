"""Message → Markdown (CommonMark)."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from adapters.terminal.flow import Buttons, Led, Links, Piece, flow
from adapters.terminal.shown import CHART, MORE, button_line, instant, offsets, row_line, sign, tame
from bot.types import Basis, Facts, Heading, Image, Link, Message, Para, Quote, Span, Time

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~&!$])|^([ \t]*)([-+=]|\d+[.)])", re.MULTILINE)


def escape(text: str) -> str:
    """Foreign text as Markdown that shows it unchanged."""
    text = tame(text)
    return _MARKUP.sub(lambda m: f"\\{m[1]}" if m[1] else _escaped_list(m[2], m[3]), text)


def _escaped_list(space: str, mark: str) -> str:
    return f"{space}{mark[:-1]}\\{mark[-1]}"


def to_markdown(message: Message, *, evidence: bool) -> str:
    """CommonMark: claims are block quotes; ``evidence`` adds the words that each label rests on."""
    return (
        "\n\n".join("\n".join(_markdown(block, evidence=evidence)) for block in flow(message.blocks)) + "\n"
    )


def _markdown(block: Piece, *, evidence: bool) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * level} {escape(text)}"
        case Para(text, tone, basis):
            yield f"**{sign(tone)}{escape(text)}**" if tone else escape(text)
            yield from _markdown_basis(basis if evidence else ())
        case Quote(span, url):
            yield f"> {escape(span.text)} {_source(span, url)}"
        case Facts(rows):
            for row in rows:
                yield f"- {escape(row_line(row))}"
                yield from (f"  {line}" for line in _markdown_basis(row.basis if evidence else ()))
        case Link(label, url):
            yield f"[{escape(label)}]({_address(url)})"
        case Time(at):
            yield instant(at)
        case Led() | Links() | Image() | Buttons():
            yield _markdown_piece(block)


def _markdown_piece(piece: Led | Links | Image | Buttons) -> str:
    match piece:
        case Led(Para(text), Time(at)):
            return f"{escape(text)} {instant(at)}"
        case Links(links):
            return " · ".join(f"[{escape(link.label)}]({_address(link.url)})" for link in links)
        case Image(_, alt):
            return escape(f"{CHART} {alt}")
        case Buttons(buttons):
            return MORE + " · ".join(escape(button_line(button)) for button in buttons)


def _markdown_basis(basis: tuple[Basis, ...]) -> Iterator[str]:
    for rest in basis:
        yield f"- {escape(rest.label)} ← “{escape(rest.span.text)}” {escape(offsets(rest.span))}"


def _source(span: Span, url: str) -> str:
    at = escape(offsets(span))
    return f"[{at}]({_address(url)})" if url else at


_NO_ADDRESS = re.compile(
    r"[^!-;=?-\[\]-~]"
)  # what is not printable ASCII, and < > \ which end or escape a link


def _address(url: str) -> str:
    return f"<{_NO_ADDRESS.sub(lambda found: quote(found[0], errors='replace'), url)}>"
