"""trafilatura's tree → lines of plain text, a line for a paragraph.

By hand: its own writer decodes entities a second time, so that a page that shows "&lt;" would be quoted as "<".
"""

from collections.abc import Iterator

from lxml.etree import _Element

_BLOCKS = frozenset({"p", "head", "quote", "list", "item", "table", "row", "lb", "code"})
"""Elements of its tree that begin and end a line; its NEWLINE_ELEMS and the containers of those."""


def to_lines(body: _Element) -> str:
    """Lines of text under ``body``; cells of a row are parted by " | "."""
    return "".join(_pieces(body))


def _pieces(element: _Element) -> Iterator[str]:
    is_block = element.tag in _BLOCKS
    if is_block:
        yield "\n"
    elif element.tag == "cell" and element.getprevious() is not None:
        yield " | "
    yield _flat(element.text)
    for child in element:
        yield from _pieces(child)
        yield _flat(child.tail)
    if is_block:
        yield "\n"


def _flat(text: str | None) -> str:
    """Line breaks of the source are white space, no more."""
    return text.replace("\r", " ").replace("\n", " ") if text else ""
