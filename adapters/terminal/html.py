"""Messages → one HTML document that stands on its own: for looking at what a channel would get.

Nothing is fetched and nothing runs: styles are inline, pictures are data, and the document's own policy forbids the rest.
Claims are block quotations that cite their article. Signs and words carry the meaning; colour only repeats it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape
from itertools import groupby

import msgspec

from adapters.terminal.flow import Buttons, Led, Links, Piece, flow
from adapters.terminal.shown import CHART, PROGRAM, SIGN, host_of, instant, offsets, tame
from adapters.terminal.style import CSS
from bot.types import Basis, Direction, Fact, Facts, Heading, Image, Link, Message, Para, Quote, Span, Time

Picture = Callable[[str], bytes | None]
"""The PNG of a picture by its digest; ``None`` if it is not there."""

PARTING = 2
"""Level of the headings that part a message; those below it head its stories."""
RESTS = "What the labels rest on"
_DEEPEST = 6
_LINK = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Quotes:
    """Claims of one article, one after the other."""

    spans: tuple[Span, ...]
    url: str


def to_html(messages: Iterable[Message], *, picture: Picture) -> str:
    """One document of all messages, in their order; phone first, light or dark as the reader's device is set.

    Args:
        messages: What to show; the first one's fallback is the document's title.
        picture: Asked for the picture of each `Image`; the alternative text stands where there is none.
    """
    shown = tuple(messages)
    title = _safe(shown[0].fallback if shown else "Nothing to show")
    articles = "\n".join(_message(message, picture) for message in shown)
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{_base64(sha256(CSS.encode()).digest())}'; base-uri 'none'; form-action 'none'"
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{CSS}</style>
</head>
<body>
<main>
{articles}
</main>
</body>
</html>
"""


def _message(message: Message, picture: Picture) -> str:
    """An article; each heading below the second level opens a part of its own, so that a story is told from the next."""
    lines = ["<article>"]
    is_open = False
    basis: list[Basis] = []
    for piece in _quoted(flow(message.blocks)):
        if isinstance(piece, Heading):
            lines.extend([_backed(basis), "</section>" * is_open])
            is_open, basis = piece.level > PARTING, []
            lines.append("<section>" * is_open)
        basis.extend(_basis(piece))
        lines.append(_piece(piece, picture))
    lines.extend([_backed(basis), "</section>" * is_open, "</article>"])
    return "\n".join(filter(None, lines))


def _quoted(pieces: Iterable[Piece]) -> Iterator[Piece | Quotes]:
    """The pieces, with quotations of one article that follow each other as one."""
    for url, group in groupby(pieces, key=lambda piece: piece.url if isinstance(piece, Quote) else None):
        if url is None:
            yield from group
        else:
            yield Quotes(tuple(piece.span for piece in group if isinstance(piece, Quote)), url)


def _basis(piece: Piece | Quotes) -> Iterator[Basis]:
    if isinstance(piece, Para):
        yield from piece.basis
    elif isinstance(piece, Facts):
        for row in piece.rows:
            yield from (replace(rest, label=f"{row.name}, {rest.label}") for rest in row.basis)


def _piece(piece: Piece | Quotes, picture: Picture) -> str:
    match piece:
        case Heading(text, level):
            rank = min(max(level, 1), _DEEPEST)
            return f'<h{rank} dir="auto">{_safe(text)}</h{rank}>'
        case Para(text, tone):
            return _para(text, tone)
        case Quotes(spans, url):
            return _quote(spans, url)
        case Facts(rows):
            return f"<dl>{''.join(map(_row, rows))}</dl>"
        case Link() as link:
            return f'<p class="links">{_link(link)}</p>'
    return _other(piece, picture)


def _other(piece: Piece | Quotes, picture: Picture) -> str:
    match piece:
        case Time() as time:
            return f"<p>{_time(time)}</p>"
        case Led(Para(text), time):
            return f'<p class="led">{_safe(text)} {_time(time)}</p>'
        case Links(links):
            return f'<ul class="links">{"".join(f"<li>{_link(link)}</li>" for link in links)}</ul>'
        case Image() as image:
            return _figure(image, picture(image.picture))
        case Buttons(buttons):
            rows = "".join(
                f'<li title="{_safe(PROGRAM)} {_safe(one.command)}">{_safe(one.label)}</li>'
                for one in buttons
            )
            return f'<ul class="actions" aria-label="Buttons">{rows}</ul>'
    return ""


def _para(text: str, tone: Direction | None) -> str:
    if tone is None:
        return f'<p dir="auto">{_safe(text)}</p>'
    sign = f'<span aria-hidden="true">{SIGN[tone]}</span>'
    return f'<p class="tone {tone}">{sign} {_safe(text)}</p>'


def _quote(spans: tuple[Span, ...], url: str) -> str:
    """The words of an article, and where they stand in it."""
    said = "".join(f'<p dir="auto">{_safe(span.text)} {_at(span)}</p>' for span in spans)
    if not _is_web(url):
        return f"<blockquote>{said}</blockquote>"
    where = f'<a href="{_safe(url)}" rel="noopener noreferrer">{_safe(host_of(url) or "article")}</a>'
    return f'<blockquote cite="{_safe(url)}">{said}<footer>{where}</footer></blockquote>'


def _row(row: Fact) -> str:
    claim = f"<q>{_safe(row.claim.text)}</q> {_at(row.claim)}" if row.claim else ""
    note = f'<span class="note">{_safe(row.note)}</span>' if row.note else ""
    said = " ".join(part for part in (claim, note) if part)
    return f'<div><dt dir="auto">{_safe(row.name)}</dt><dd dir="auto">{said}</dd></div>'


def _backed(basis: Iterable[Basis]) -> str:
    """What the labels of a part rest on, folded away until somebody asks."""
    rows = "".join(
        f'<li dir="auto">{_safe(rest.label)}: <q>{_safe(rest.span.text)}</q> {_at(rest.span)}</li>'
        for rest in dict.fromkeys(basis)
    )
    return f"<details><summary>{RESTS}</summary><ul>{rows}</ul></details>" if rows else ""


def _link(link: Link) -> str:
    """A link; to anything but the web it is not one, but its label is shown."""
    if not _is_web(link.url):
        return _safe(link.label)
    return f'<a href="{_safe(link.url)}" rel="noopener noreferrer">{_safe(link.label)}</a>'


def _figure(image: Image, png: bytes | None) -> str:
    if png is None:
        return f'<p class="chart">{CHART} {_safe(image.alt)}</p>'
    alt = _safe(image.alt)
    return f'<figure><img src="data:image/png;base64,{_base64(png)}" alt="{alt}"><figcaption>{alt}</figcaption></figure>'


def _time(time: Time) -> str:
    return f'<time datetime="{_safe(time.at.isoformat())}">{_safe(instant(time.at))}</time>'


def _at(span: Span) -> str:
    return f'<span class="at">{offsets(span)}</span>'


def _is_web(url: str) -> bool:
    return url.lower().startswith(_LINK)


def _safe(text: str) -> str:
    """Foreign text for an element or a quoted attribute, without what turns the reading order around."""
    return escape(tame(text), quote=True)


def _base64(data: bytes) -> str:
    """As msgspec writes bytes: standard base64 with padding."""
    return str(msgspec.to_builtins(data))
