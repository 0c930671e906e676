"""How little text is too little."""

from bot.errors import NotAnArticle, Reason

MIN_WORDS = 20
"""Fewer words hold nothing to summarise: about one sentence."""


def check_length(text: str) -> None:
    """Return if ``text`` is long enough to be briefed.

    Raises:
        NotAnArticle: It is not.
    """
    words = len(text.split())
    if not words:
        raise NotAnArticle("There is no text to read in it.", reason=Reason.TOO_SHORT)
    if words < MIN_WORDS:
        raise NotAnArticle(
            f"The text has {words} words; a briefing needs at least {MIN_WORDS}.", reason=Reason.TOO_SHORT
        )
