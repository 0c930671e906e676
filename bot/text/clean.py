"""Foreign text → text that is safe to show and to point into."""

import re
import unicodedata

MAX_CHARS = 200_000
"""Longest text that is analysed (faults-and-safety, parsers: "cap text at 200,000 characters before NLP")."""


def clean(text: str) -> str:
    """Make foreign text safe; line breaks stay, everything else that is white space becomes a space.

    Takes out C0 and C1 controls, bidi controls, zero-width characters, lone surrogates and all but four
    combining marks on one base; normalises to NFC; cuts at ``MAX_CHARS``.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    kept = re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFC", kept))
    return kept[:MAX_CHARS].strip()
