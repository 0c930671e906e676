"""The words of an element."""

from lxml.html import HtmlElement


def words_of(element: HtmlElement, *, apart: bool = False) -> str:
    """Text of ``element`` in one line; ``apart`` puts a blank between its parts.

    Prose is marked up inside its sentences ("<b>Geneva</b>, May 3"); headings and bylines have parts that only the
    style sheet sets apart ("<span>By</span><a>Jane Doe</a>").
    """
    text = " ".join(element.itertext()) if apart else element.text_content()
    return " ".join(text.split())
