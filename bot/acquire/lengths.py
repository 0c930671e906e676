"""How little text is too little."""

from bot.acquire.language import check_script
from bot.errors import NotAnArticle, Reason

MIN_WORDS = 20
"""Fewer words hold nothing to summarise: about one sentence."""


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
