"""Shorten text without breaking a word or a character."""

import unicodedata

ELLIPSIS = "…"

_DANGLING = " \t\n,;:-–—(["
_JOINER = "\u200d"
_REGIONAL = range(0x1F1E6, 0x1F200)  # two of these make one flag
_SKIN = range(0x1F3FB, 0x1F400)


def cut(text: str, limit: int) -> str:
    """The start of ``text`` in at most ``limit`` code points, ending in ``…`` when something was left out.

    Cuts at the last word boundary of the second half, else (one long word, a script without spaces) before
    the character as a reader sees it: never between a base and its marks, inside a flag or a joined emoji.

    Raises:
        ValueError: ``limit`` is below 1, which would leave no room for the ellipsis.
    """
    if limit < 1:
        msg = f"cannot cut to {limit} characters; give a limit of 1 or more"
        raise ValueError(msg)
    if len(text) <= limit:
        return text
    at = _boundary(text, limit - 1)
    head = text[:at]
    if not text[at].isspace():
        blank = max(head.rfind(" ", at // 2), head.rfind("\n", at // 2))
        head = head[:blank] if blank > 0 else head
    return head.rstrip(_DANGLING) + ELLIPSIS


def _boundary(text: str, at: int) -> int:
    """The last place at or before ``at`` that lies between two visible characters."""
    while at > 0 and _joined(text, at):
        at -= 1
    return at


def _joined(text: str, at: int) -> bool:
    """Do the characters before and after ``at`` show as one?"""
    after = text[at]
    if _JOINER in (after, text[at - 1]) or unicodedata.category(after).startswith("M"):
        return True
    if ord(after) in _SKIN:
        return True
    if ord(after) not in _REGIONAL:
        return False
    before = at
    while before > 0 and ord(text[before - 1]) in _REGIONAL:
        before -= 1
    return (at - before) % 2 == 1
