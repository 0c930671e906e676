"""Articles that a page cuts into several containers, with advertisements between them.

An extractor looks for the one container that holds the article and, on such pages, finds the first piece of it.
"""

from collections import defaultdict

from lxml.html import HtmlElement

from bot.acquire.elements import words_of

_PROSE_CHARS = 80
_KEY_CHARS = 60
_MIN_PARAGRAPHS = 2
_MIN_MISSED = 0.5
"""Pieces count from two paragraphs of prose each, so that teaser cards, which have one, do not; they are joined when
what was missed is at least half of what was found. On the dev pages whole articles whose paragraphs lie in several
alike containers miss .13 of it at most, the one article in pieces misses 1.19."""


def join_chunks(tree: HtmlElement, text: str) -> bool:
    """Move the pieces of an article into its first container; False when ``text`` has missed none.

    Pieces are elements of one tag and class that hold paragraphs of prose side by side; ``text`` is what was
    extracted from the page so far.
    """
    pieces: dict[tuple[str, str], dict[HtmlElement, list[str]]] = defaultdict(lambda: defaultdict(list))
    for paragraph in tree.iter("p"):
        words = words_of(paragraph)
        parent = paragraph.getparent()
        if len(words) >= _PROSE_CHARS and parent is not None and parent.get("class"):
            pieces[parent.tag, parent.get("class")][parent].append(words)
    for alike in pieces.values():
        chunks = {chunk: prose for chunk, prose in alike.items() if len(prose) >= _MIN_PARAGRAPHS}
        if len(chunks) > 1 and _is_missed([words for prose in chunks.values() for words in prose], text):
            _join(list(chunks))
            return True
    return False


def _is_missed(prose: list[str], text: str) -> bool:
    found = sum(len(words) for words in prose if words[:_KEY_CHARS] in text)
    missed = sum(map(len, prose)) - found
    return found > 0 and missed >= _MIN_MISSED * found


def _join(chunks: list[HtmlElement]) -> None:
    first, *rest = chunks
    for chunk in rest:
        if first in chunk.iterancestors():  # a piece inside the first piece is there already
            continue
        first.extend(list(chunk))
