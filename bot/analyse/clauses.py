"""One sentence as tagged tokens: where its clauses meet, what is a verb, what is set apart by commas.

There is no parser here. Closed classes of words (they hardly grow) and the forms of some two hundred common verbs
are enough to tell where a clause begins; what they cannot tell is left unknown.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from bot.analyse.inflect import IRREGULAR, Form, verb
from bot.analyse.vocabulary import vocabulary
from bot.text.words import words

_MARK = re.compile(r"--+|[^\w\s]")


class Tag(StrEnum):
    """What a token does in its sentence."""

    WORD = "word"
    COMMA = ","
    STOP = ";"
    QUOTE = '"'
    MARK = "mark"
    SUBORDINATOR = "after"
    RELATIVE = "who"
    THAT = "that"
    AND = "and"
    TO = "to"
    PREPOSITION = "of"
    DETERMINER = "the"
    AUXILIARY = "was"
    NOT = "not"
    PRONOUN = "he"
    POSSESSIVE = "'s"
    ADVERB = "also"
    VERB = "said"


CLOSED = {
    Tag.COMMA: ",",
    Tag.STOP: "; : — – -- ( )",
    Tag.QUOTE: "\" “ ” ‘ ’ '",
    Tag.SUBORDINATOR: "after before while when whenever because although though unless until if whether since where once whereas following",
    Tag.RELATIVE: "who which whose whom",
    Tag.THAT: "that",
    Tag.AND: "and or but nor &",
    Tag.TO: "to",
    Tag.PREPOSITION: "of in on at by for from with against over under into near across around between among towards toward via during amid despite within without through about upon along outside inside beyond alongside onto behind beside off like as than",
    Tag.DETERMINER: "the a an this these those its his her their our my your some any each every all both no several many few more most another such what",
    Tag.AUXILIARY: "is are was were be been being am has have had do does did will would can could may might must shall should having",
    Tag.NOT: "not never n't cannot",
    Tag.PRONOUN: "he she it they we i you him them us me himself itself themselves herself",
    Tag.POSSESSIVE: "'s ’s",
    Tag.ADVERB: "also later then now again still already nonetheless however meanwhile earlier yesterday today tonight tomorrow repeatedly reportedly publicly formally officially openly sharply strongly immediately finally once-again soon initially allegedly deeply largely just only even twice again jointly so yet",
}
_TAG = {word: tag for tag, text in CLOSED.items() for word in text.split()}

_DEPENDS = frozenset({"since", "at", "that"})
"""Closed words whose tag the words beside them decide."""

MAX_CHARS = 800
"""As much of a sentence is read. The longest of the development articles has 285 characters; what is longer is a
list or a broken page, and the walks to and fro take time quadratic in it."""

SPEECH = (
    "say tell announce add argue state declare warn accuse insist claim report believe think suggest note admit "
    "acknowledge confirm reply respond explain vow pledge promise threaten deny denounce condemn urge call ask demand "
    "appeal criticize criticise blame reject write hope fear estimate maintain stress reiterate"
)
"""Verbs whose complement is another clause; in a row of verbs they share their subject."""

_COMMON = (
    SPEECH
    + " be go come take give make get keep let put hold leave lead run begin become find know see show send bring meet "
    "fall rise fly drive draw grow win lose pay spend sit stand lie seek speak break hear feel read write set cut hit "
    "meet buy sell build catch fight choose strike shoot throw wear teach rest understand arrive seem appear remain "
    "want need use work help move play turn start open close live look follow decide plan agree refuse decline fail "
    "try continue cause ease face head join visit travel return end marry die kill carry force press push poll serve spark trigger tear shake swear sweep steal"
)
_SPEECH_BASES = vocabulary(SPEECH)
_NOT_VERBS = vocabulary(
    "united armed so-called embattled unprecedented unjustified unprovoked wicked hundred red bed need speed seed deed weed "
    "armoured armored alleged heightened increased renewed disputed unmanned sophisticated breed indeed exceed feed greed led sacred ahmed mohammed mohamed muhammed saeed hamed ahmad sheikhhamed"
)
_VERBAL = {Tag.VERB, Tag.AUXILIARY}
_ADJECTIVAL = {Tag.DETERMINER, Tag.POSSESSIVE, Tag.PREPOSITION}


@cache
def _finite() -> frozenset[str]:
    return frozenset(
        word
        for base in dict.fromkeys((*_COMMON.split(), *IRREGULAR))
        for word, form in verb(base).items()
        if form & (Form.PAST | Form.PARTICIPLE) or (form & Form.PRESENT and base in SPEECH.split())
    )


@cache
def _speech() -> frozenset[str]:
    return frozenset(word for base in SPEECH.split() for word in verb(base))


class Token(NamedTuple):
    """``text == body[start:end]``; ``lower`` is its key in the tables."""

    start: int
    end: int
    text: str
    lower: str


@dataclass(frozen=True, slots=True, eq=False)
class Clauses:
    """A tagged sentence. ``insertions`` are relative clauses set apart by commas (", who leaves office soon,")."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    tags: tuple[Tag, ...]
    insertions: tuple[range, ...]

    def lower(self, at: int) -> str:
        """Key of the token at an index; ``""`` outside the sentence."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def tag(self, at: int) -> Tag:
        """Tag of the token at an index; a stop outside the sentence."""
        return self.tags[at] if 0 <= at < len(self.tags) else Tag.STOP

    def is_speech(self, at: int) -> bool:
        """Whether the token is a form of a verb of saying."""
        return self.tag(at) is Tag.VERB and self.lower(at) in _speech()

    def has_speech(self) -> bool:
        """Whether a token is one."""
        speech = _speech()
        return any(
            tag is Tag.VERB and t.lower in speech for t, tag in zip(self.tokens, self.tags, strict=True)
        )


def read(body: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> Clauses:
    """Tag the sentence ``body[start:end]``; ``names`` are offsets of names into ``body``, in order."""
    tokens = _tokens(body, start, min(end, start + MAX_CHARS))
    inside = _inside(tokens, names)
    tags: list[Tag] = []
    for at, token in enumerate(tokens):
        tags.append(Tag.WORD if inside[at] else _tag(token, tokens, tags, at))
    return Clauses(start, end, tokens, tuple(tags), tuple(_insertions(tags)))


def _insertions(tags: Sequence[Tag]) -> Iterator[range]:
    at = 0
    while at + 1 < len(tags):
        close = _close(tags, at) if tags[at] is Tag.COMMA and tags[at + 1] is Tag.RELATIVE else None
        if close is not None:
            yield range(at, close + 1)
        at = close or at + 1


def _close(tags: Sequence[Tag], opened: int) -> int | None:
    """The comma after a relative clause that a verb of the main clause follows."""
    for at in range(opened + 2, len(tags) - 1):
        if tags[at] is Tag.STOP:
            return None
        if (
            tags[at] is Tag.COMMA
            and next((t for t in tags[at + 1 :] if t is not Tag.ADVERB), None) in _VERBAL
        ):
            return at
    return None


def _tokens(body: str, start: int, end: int) -> tuple[Token, ...]:
    text = body[start:end]
    found: list[Token] = []
    at = 0
    for first, last in (*words(text), (len(text), len(text))):
        if text[at:first] != " ":  # as between most words
            found += (_token(text, start, m.start(), m.end()) for m in _MARK.finditer(text, at, first))
        if first < last:
            found.append(_token(text, start, first, last))
        at = last
    return tuple(found)


def _token(text: str, offset: int, first: int, last: int) -> Token:
    word = text[first:last]
    lower = word.lower()
    return Token(offset + first, offset + last, word, lower.replace("’", "'") if "’" in lower else lower)


def _inside(tokens: Sequence[Token], names: Sequence[tuple[int, int]]) -> list[bool]:
    inside = [False] * len(tokens)
    at = 0
    for index, token in enumerate(tokens):
        while at < len(names) and names[at][1] <= token.start:
            at += 1
        inside[index] = at < len(names) and names[at][0] <= token.start
    return inside


def _tag(token: Token, tokens: Sequence[Token], tags: Sequence[Tag], at: int) -> Tag:
    word = token.lower
    known = _TAG.get(word)
    if known is not None and word not in _DEPENDS:
        return known
    before = tokens[at - 1].lower if at else ""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if (word == "since" and before in {"have", "has"}) or (word == "at" and after in {"least", "most"}):
        known = Tag.ADVERB
    elif known is Tag.THAT and tags and tags[-1] is Tag.PREPOSITION:
        known = Tag.DETERMINER
    elif word.endswith("n't"):
        known = Tag.NOT
    elif not word[0].isalnum() and known is None:
        known = Tag.STOP if word == "-" and _spaced(tokens, at) else Tag.MARK
    elif known is None and word.endswith("ly") and len(word) > 4:  # noqa: PLR2004 - "fly", "ally" are no adverbs
        known = Tag.ADVERB
    return known or (Tag.VERB if _is_verb(tokens, tags, at) else Tag.WORD)


def _spaced(tokens: Sequence[Token], at: int) -> bool:
    before = at == 0 or tokens[at - 1].end < tokens[at].start
    return before and (at + 1 == len(tokens) or tokens[at].end < tokens[at + 1].start)


def _is_verb(tokens: Sequence[Token], tags: Sequence[Tag], at: int) -> bool:
    token, word = tokens[at], tokens[at].lower
    if word in _SPEECH_BASES and at + 1 < len(tokens) and tokens[at + 1].lower == "that":
        return True
    if at and tags[-1] in _ADJECTIVAL:
        return False
    if token.text[0].isupper() and at:
        return False
    if word in _finite():
        return True
    if at and tags[-1] is Tag.VERB:
        return False  # "faced renewed attacks"
    return word.endswith("ed") and len(word) > 4 and word not in _NOT_VERBS  # noqa: PLR2004
