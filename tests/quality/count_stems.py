"""``python -m tests.quality.count_stems``: how common English stems are, as ``bot.analyse.stories.common`` lists them.

Counted in our own labelled sentences (``bot/analyse/training/sentences``, Apache-2.0): labels and marks are left out.
"""

import math
import re
from collections import Counter
from itertools import groupby

from bot.analyse.stories.terms import words
from bot.analyse.training.sources import SENTENCES

ARTICLE = 300
"""Words of the article whose chance to hold a stem is told: as many as a sketch reads."""

RAREST = 5.0
"""Natural log of the articles among which one holds the stem; rarer ones were found in fewer than five sentences."""

STEP = 0.25
"""Steps of that log between two rows."""

_MARK = re.compile(r"\[[A-Z]{3,4} ")
_TEMPLATE = '''"""How common English stems are; written by ``python -m tests.quality.count_stems``, do not edit.

Counted in the labelled sentences of this project. A row tells the natural log of the number of articles of {article}
words among which one holds each of its stems.
"""

ROWS: dict[float, str] = {{
{rows}
}}  # fmt: skip
'''


def rarity() -> dict[str, float]:
    """Stem → natural log of the articles among which one holds it, in steps."""
    counts: Counter[str] = Counter()
    total = 0
    for file in sorted(SENTENCES.glob("*.txt")):
        for line in file.read_text("utf-8").splitlines():
            if line[:1] in (">", "#", "="):
                continue
            plain = _MARK.sub("", line)
            counts.update(word.stem for word in words(plain, len(plain)))
            total += len(plain.split())
    logs = {one: -math.log1p(-math.exp(-count / total * ARTICLE)) for one, count in counts.items()}
    return {one: round(log / STEP) * STEP for one, log in logs.items() if log <= RAREST}


def main() -> None:
    """Print the module."""
    stems = sorted((log, one) for one, log in rarity().items())
    rows = [
        f'    {log}: "{" ".join(one for _, one in row)}",'
        for log, row in groupby(stems, lambda pair: pair[0])
    ]
    print(_TEMPLATE.format(article=ARTICLE, rows="\n".join(rows)), end="")


if __name__ == "__main__":
    main()
