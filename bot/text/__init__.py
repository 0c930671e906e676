"""Plain text: cleaning, sentences, words, page furniture. Offsets are code points into the text given."""

from bot.text.clean import clean
from bot.text.sentences import Offsets, paragraphs, sentences

__all__ = ["Offsets", "clean", "paragraphs", "sentences"]
