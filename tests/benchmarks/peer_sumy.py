"""The peer: sumy's own path from a page to three sentences, with our tokenizer object (its own needs a download).

``python -m tests.benchmarks.peer_sumy PAGE`` is the cold run; ``summarize`` is the warm one.
"""

import sys
from pathlib import Path

from sumy.parsers.html import HtmlParser
from sumy.summarizers.lex_rank import LexRankSummarizer

from bot.text import sentences, words


class Tokenizer:
    """Sitrep's sentences and words behind the two methods that sumy asks of a tokenizer."""

    def to_sentences(self, text: str) -> tuple[str, ...]:
        """Sentences of one paragraph."""
        return tuple(text[start:end] for start, end in sentences(text))

    def to_words(self, text: str) -> tuple[str, ...]:
        """Words of one sentence."""
        return tuple(text[start:end] for start, end in words(text))


def summarize(page: bytes) -> list[str]:
    """Three sentences of a page."""
    document = HtmlParser(page, Tokenizer()).document
    return [str(sentence) for sentence in LexRankSummarizer()(document, 3)]


if __name__ == "__main__":
    print("\n".join(summarize(Path(sys.argv[1]).read_bytes())))
