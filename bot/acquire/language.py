"""Is it English? By its commonest words: no model, no download.

Only English is supported so far. The check reads the text, not the page's word for it: templates often declare
the wrong language.
"""

import re

from bot.errors import NotAnArticle, Reason

_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        the and that it with this not are but from or have they which you were their has would
        there been if more when will who what up out about its into than them can only other could
        these two may then first any my now such our even most after also did many before must
        through where your because very well he she his us said him after against says
        """,
    )
)
_SAMPLE_CHARS = 3_000
_MIN_WORDS = 12
"""Fewer words are too few to judge; the script alone decides."""

_MIN_SHARE = 0.05
"""Least share of these words. The 855 English texts of the dev sets have .085 to .35 (median .25); dev pages and
samples in thirteen other languages at most .01. Words that neighbours of English also use (in, is, was, to, for, of, so,
we) are left out of the list: with them the gap was .15 to .11."""

_MIN_LATIN = 0.7
"""Least share of ASCII letters among letters; English texts of the dev sets stay above .97."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def english(text: str, declared: str | None) -> str:
    """Give the BCP 47 tag of an English ``text``, with the region that the page declared ("en-GB").

    Raises:
        NotAnArticle: It is not in English.
    """
    check_script(text)
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE_CHARS].lower())
    if len(words) >= _MIN_WORDS and function_share(words) < _MIN_SHARE:
        raise _refusal()
    tag = (declared or "").strip()
    return tag.replace("_", "-") if _TAG.fullmatch(tag) and tag[:2].lower() == "en" else "en"


def check_script(text: str) -> None:
    """Return if ``text`` is written in the letters of English.

    Raises:
        NotAnArticle: It is not.
    """
    letters = [c for c in text[:_SAMPLE_CHARS] if c.isalpha()]
    if letters and sum(c.isascii() for c in letters) < _MIN_LATIN * len(letters):
        raise _refusal()


def function_share(words: list[str]) -> float:
    """Share of English function words among lower-case ``words``; 0…1."""
    return sum(word in _FUNCTION_WORDS for word in words) / max(len(words), 1)


def _refusal() -> NotAnArticle:
    return NotAnArticle(
        "The text is not in English. Only English articles can be briefed so far.", reason=Reason.LANGUAGE
    )
