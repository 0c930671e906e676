"""Spellings of one name: how they are compared."""

import unicodedata


def fold(name: str) -> str:
    """A name without accents, case and closing dot, for comparing spellings."""
    return unaccented(name).casefold().rstrip(".")


def unaccented(text: str) -> str:
    """A text without accents."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
