"""Plain text: cleaning, sentences, words, page furniture. Offsets are code points into the text given."""

from bot.text.clean import clean
from bot.text.cut import cut
from bot.text.sentences import Offsets, paragraphs, sentences
from bot.text.words import words

__all__ = ["Offsets", "clean", "cut", "paragraphs", "sentences", "words"]
