"""Words as they are compared: without case, accents of form and punctuation."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def folded(text: str) -> list[str]:
    """Letters and digits of ``text`` in runs, in compatibility form (NFKC) and case-folded.

    Quotes, dashes, blanks and line breaks make no difference. A script without blanks gives one "word" per clause.
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
