"""Foreign text → text that is safe to show and to point into."""

import re
import unicodedata

MAX_CHARS = 200_000
"""Longest text that is analysed (faults-and-safety, parsers: "cap text at 200,000 characters before NLP")."""

MAX_MARKS = 4
"""Combining marks left on one base. Written languages stack at most three (Vietnamese two, pointed Hebrew
three); more is a prank that paints over the lines above."""

_STREAM_SAFE = 30
"""Marks that normalisation sees on one base (Stream-Safe Text Format, UAX #15, 13): it sorts them in quadratic time."""

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co"})
_PLANE = 0xFFFF
_PLANE_END = 0xFFFE  # the last two code points of every plane are no characters
_NO_CHARACTERS = range(0xFDD0, 0xFDF0)


def clean(text: str, limit: int = MAX_CHARS) -> str:
    """Make foreign text safe. Line breaks stay, every other run of white space becomes one space.

    Takes out C0 and C1 controls, bidi and other invisible format characters (so ZWJ leaves an emoji
    family as its members), private use, lone surrogates, and all but ``MAX_MARKS`` combining marks on one
    base; normalises to NFC; cuts at ``limit`` characters. Quotes, dashes and ellipses stay as they were written.
    ``clean(clean(t)) == clean(t)``.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = text.translate(dict.fromkeys(ord(c) for c in set(text) if _unwanted(c)))
    text = unicodedata.normalize("NFC", _fewer_marks(_BLANKS.sub(" ", text), _STREAM_SAFE))
    return _fewer_marks(text, MAX_MARKS)[:limit].strip()


def one_line(text: str) -> str:
    """``clean`` text in one line, for names and titles."""
    return " ".join(clean(text).split())


def _unwanted(char: str) -> bool:
    """Is ``char`` neither white space nor something a reader can see?"""
    if char.isspace():
        return False
    code = ord(char)
    return unicodedata.category(char) in _UNWANTED or code & _PLANE >= _PLANE_END or code in _NO_CHARACTERS


def _fewer_marks(text: str, most: int) -> str:
    if text.isascii():
        return text
    marks = "".join(sorted(c for c in set(text) if unicodedata.category(c).startswith("M")))
    if not marks:
        return text
    one = f"[{re.escape(marks)}]"
    return re.sub(f"({one}{{{most}}}){one}+", r"\1", text)
