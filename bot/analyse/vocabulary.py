"""Sets of words as they are easiest to read: in one string."""


def vocabulary(words: str) -> frozenset[str]:
    """The words of a string, parted by white space."""
    return frozenset(words.split())
