"""How little text is too little, and how much of a long one is read."""

from bot.acquire.language import check_script
from bot.errors import NotAnArticle, Reason
from bot.text.clean import MAX_CHARS

MIN_WORDS = 20
"""Fewer words hold nothing to summarise: about one sentence."""

ROOM_CHARS = 2 * MAX_CHARS
"""What is cleaned of a text, at a microsecond a character, before it is cut: room for what is taken out of it."""


def cap(text: str) -> tuple[str, bool]:
    """The part of a clean ``text`` that is analysed, and whether that is only its beginning."""
    return text[:MAX_CHARS].rstrip(), len(text) > MAX_CHARS


def check_length(text: str) -> None:
    """Return if ``text`` is long enough to be briefed.

    Raises:
        NotAnArticle: It is not; or it is in a script that does not part its words, so that they cannot be counted.
    """
    words = len(text.split())
    if not words:
        raise NotAnArticle("There is no text to read in it.", reason=Reason.TOO_SHORT)
    if words < MIN_WORDS:
        check_script(text)
        raise NotAnArticle(
            f"The text is too short: {words} of at least {MIN_WORDS} words.", reason=Reason.TOO_SHORT
        )
