"""Where words begin and end."""

import re

from bot.text.sentences import Offsets

# Each alternative takes at least one character and no repeat can match in two ways, so time is linear.
_WORD = re.compile(
    r"""
    (?:[^\W\d_]\.){2,}(?:-\w+)*                  # U.S., a.m., J.D., U.S.-led
    | (?<=[\w.])['’]s\b                          # the clitic of Iran's, U.N.'s, it's
    | [\w\u0300-\u036f]+
      (?:
        (?: (?<=\d)[.,:](?=\d)                   # 2.5, 1,200, 11:30
          | ['’](?=[^\W\d_])(?!s\b)              # don't, O'Neill, l'Est
          | [-\u2010\u2011](?=\w)                # al-Assad, 20-year, Russia-led
          | (?<=[A-Z])&(?=[A-Z])                 # AT&T
        )
        [\w\u0300-\u036f]+
      )*
    """,
    re.VERBOSE,
)


def words(text: str) -> tuple[Offsets, ...]:
    """Offsets of the words of ``text`` in order; punctuation and symbols lie between them.

    - One word: ``don't``, ``O'Neill``, ``al-Assad``, ``20-year``, ``AT&T``, ``1,200``, ``2.5``, ``11:30``,
      ``20th``; a dash with spaces, a slash and a doubled hyphen part words.
    - ``'s`` is a word of its own (``Iran``, ``'s``), straight or curly. The bare apostrophe of ``allies'``
      belongs to no word.
    - Two or more single letters with dots keep all their dots, also where the last one ends the sentence
      (``U.S.``, ``a.m.``, ``U.S.-led``). A lone initial and other abbreviations do not (``W``, ``Gen``).
    """
    return tuple(m.span() for m in _WORD.finditer(text))
