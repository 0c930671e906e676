"""What stands beside a capitalised name and tells whether it names a person, a body, a ship or a town."""

import re

from bot.analyse import lexicon as lex
from bot.analyse.tokens import Line
from bot.types import ActorKind

ARTICLED = re.compile(r"(?:al|el|ul|as|ad|an|ar|ash|at|az)-[A-ZÀ-Þ]", re.IGNORECASE)
"""A name with the Arabic article."""

_INNER_CAPITAL = re.compile(r"[A-Z][a-z]+[A-Z]")
_GIVEN_SYLLABLE = re.compile(r"[A-Z][a-z]+-[a-z]+")
_ACRONYM = re.compile(r"[A-Z]{3,7}")
_REACH = 8
"""Words of a noun phrase that is looked through for its head; longer ones were clauses in the dev articles."""

_MAX_SHIP = 4
"""Words of a ship's name ("Ever Given", "Esperanza del Mar Azul")."""


def in_title(line: Line, first: int, last: int) -> bool:
    """Is it part of a title, a button or an advertisement ("Sign Up For Our Weekly Newsletter")?

    A function word with a capital inside a sentence touches it, which no name does.
    """
    return any(
        at > 0 and line.text(at).istitle() and len(line.text(at)) > 1 and line.lower(at) in lex.FUNCTION
        for at in (first - 1, last)
    )


def written_as_person(word: str) -> bool:
    """Written as only people's names are: 'J.', 'al-Sabah', 'Moo-hyun', "O'Leary"."""
    initial = re.fullmatch(r"[A-Z]\.|[A-Z]['’][A-Z][a-z]+|Abu|Umm", word)
    return bool(initial or ARTICLED.match(word) or _GIVEN_SYLLABLE.fullmatch(word))


def of_party(line: Line, last: int) -> bool:
    """'Zoran Xx of Serbia', 'Amina Xx of Human Rights Watch': two plain words and then a known actor."""
    return line.text(last) == "of" and line.hit(last + 1) is not None


def described_as_person(line: Line, first: int, last: int) -> bool:
    """Said to be somebody: ", who …", ", the … minister", "…, 42,", ", of the X Party," or "minister, …"."""
    return _described_behind(line, last) or _described_before(line, first, line.text(last))


def _described_behind(line: Line, last: int) -> bool:
    after, next_ = line.text(last), line.text(last + 1)
    if after != ",":
        return after == "who"
    aged = next_.isdigit() and line.text(last + 2) == ","
    return (
        next_ == "who"
        or aged
        or next_.lower() in lex.ALIASES
        or (next_ != "whose" and (_role_ahead(line, last + 1) or _member(line, last + 1)))
    )


def _described_before(line: Line, first: int, after: str) -> bool:
    at = first - 1
    while at >= 0 and is_honour(line.text(at)):
        at -= 1
    if line.text(at) != ",":
        return False
    if line.lower(at - 1) in lex.ROLES:
        return True
    relative = any(line.text(i) == "who" for i in range(max(at - 5, 0), at))
    return after in {",", "."} and (relative or _office_before(line, at))


def described_as_body(line: Line, last: int) -> bool:
    """As in ", a local rights group," or ", a militant movement that …": a noun phrase headed by a body."""
    if line.text(last) != "," or line.text(last + 1) not in {"a", "an", "the"}:
        return False
    head = ""
    for ahead in range(last + 2, min(last + _REACH, len(line.tokens))):
        word = line.lower(ahead)
        if not word[0].isalnum() or word in lex.FUNCTION or line.tokens[ahead].possessive:
            break
        if head in lex.BODY_HEADS and word not in lex.BODY_HEADS and word not in lex.ROLES:
            break  # "group based in …"
        head = word
    return head in lex.BODY_HEADS


def acts(line: Line, first: int, last: int) -> bool:
    """A name unlike a person's that says or does something ("PepsiCo said", "Norvik, whose ships …")."""
    if line.tokens[last - 1].possessive:
        return False
    word = line.text(last)
    lone = last - first == 1 and not _INNER_CAPITAL.match(line.text(first))
    if lone and line.lower(first) in lex.BODY_HEADS:  # "the Council": a short form
        return False
    if lone and first == 0 and word != ",":  # the capital of a sentence's first word says nothing
        return False
    if len(line.tokens[first].text) < 3:  # noqa: PLR2004 - an initial or a slip
        return False
    if word in lex.SPEECH:
        return True
    relative = line.text(last + 1)
    trades = relative == "which" and line.lower(last + 2) in lex.TRADES
    return word == "," and (relative == "whose" or trades or described_as_body(line, last))


def has_officer(line: Line, first: int, last: int) -> bool:
    """As in "Norvik's chief executive", "chairman of Norvik", "Harwich Town striker X": only a body has one."""
    if line.tokens[last - 1].possessive:
        return any(
            line.lower(at) in lex.COMPANY_OFFICES
            and not any(line.lower(i) in lex.FUNCTION for i in range(last, at))
            for at in range(last, last + 4)
        )
    if line.lower(last) in lex.PLAYERS:
        return line.text(last + 1)[:1].isupper()
    if line.text(last) in lex.MOVEMENTS:
        return not (line.lower(first - 1) in {"of", "the"} and line.text(first - 3)[:1].isupper())
    at = first - 1 - (line.lower(first - 1) == "the")
    office, link = line.lower(at - 1), line.lower(at)
    if (
        link in {"at", "with"} and office in lex.ROLES and last - first > 1
    ):  # "an economist at Ubuntu Savings"
        return True
    led = office in lex.COMPANY_OFFICES or (office in lex.LEADERS and at < first - 1 < last - 2)
    return (link == "for" and office in lex.SPOKESPEOPLE) or (link == "of" and led)


def is_acronym(line: Line, at: int) -> bool:
    """An acronym that says something or has officers ("KFOR's commander")."""
    token = line.tokens[at]
    if not (_ACRONYM.fullmatch(token.text) and line.hits[at] is None):
        return False
    officer = any(line.lower(i) in lex.ROLES for i in (at + 1, at + 2))
    return officer if token.possessive else line.text(at + 1) in lex.SPEECH


def is_ship(line: Line, first: int, last: int) -> bool:
    """As in "the tanker Maria Stella", "frigate Admiral Renko", "the Elena Grace, a bulk carrier"."""
    at = first - 1
    while at >= 0 and is_honour(line.text(at)) and line.text(at)[0].isupper():
        at -= 1
    if last - first > _MAX_SHIP or line.lower(at) in lex.VESSELS:
        return last - first <= _MAX_SHIP
    behind = line.text(last) == "," and line.lower(last + 1) in {"a", "an", "the"}
    return behind and any(
        line.lower(i) in lex.VESSELS and not line.tokens[i].possessive for i in range(last + 2, last + 5)
    )


def is_place(line: Line, first: int) -> bool:
    """'San Pedro del Valle', 'Santa Rosa', "St. Stephen's": towns, churches and feasts are called after people."""
    return line.text(first) in lex.PLACE_OPENERS or line.lower(first - 1) == "st."


def kind_of_body(line: Line, first: int, last: int) -> ActorKind:
    """An armed group by its name or by what it is called beside it, else an organisation."""
    words = [t.text.lower() for t in line.tokens[first:last]]
    phrase = [line.lower(at) for at in range(last, last + 5)]
    fights = phrase[0] in lex.FIGHTERS or (phrase[:1] == [","] and not lex.ARMED.isdisjoint(phrase))
    at = first - 1 - (line.lower(first - 1) == "the")
    led = line.lower(at) in {"of", "from"} and line.lower(at - 1) in lex.FIGHTERS
    own = words[-1] == "army" and last - first > 2 and not any(line.hits[first:last])  # noqa: PLR2004 - "X Y Army"
    armed = own or not lex.ARMED.isdisjoint(words) or words[:2] == ["army", "of"] or fights or led
    return ActorKind.ARMED_GROUP if armed else ActorKind.ORGANIZATION


def is_office(word: str) -> bool:
    """Is it a word of a title or of a body's name?"""
    lower = word.lower()
    return lower in lex.ROLES or lower in lex.MODIFIERS or lower in lex.RANKS or lower in lex.BODY_HEADS


def is_honour(word: str) -> bool:
    """Is it a form of address or a rank?"""
    return word.lower() in lex.HONORIFICS or word.lower() in lex.RANKS


def _role_ahead(line: Line, at: int) -> bool:
    """A noun phrase of an office within a few words: ", the Houthis' military spokesman"."""
    for ahead in range(at, min(at + _REACH, len(line.tokens))):
        word = line.lower(ahead)
        if word in lex.ROLES:
            return True
        if not (word in {"the", "a", "an", "his", "her", "its", "their"} or _may_modify(line, ahead)):
            return False
    return False


def _member(line: Line, at: int) -> bool:
    """'of the opposition Unity Party,': a body's head before the next comma."""
    if line.text(at) != "of":
        return False
    for ahead in range(at + 1, min(at + _REACH, len(line.tokens))):
        word = line.text(ahead)
        if not word[0].isalnum():
            return (
                word == "," and line.text(ahead - 1)[0].isupper() and line.lower(ahead - 1) in lex.BODY_HEADS
            )
    return False


def _office_before(line: Line, comma: int) -> bool:
    """'A spokeswoman for the Red Crescent, X': an office with its complement in front of the comma."""
    for at in range(comma - 2, max(comma - _REACH, -1), -1):
        if not line.text(at)[0].isalnum():
            return False
        if line.lower(at) in lex.ROLES and line.lower(at + 1) in {"for", "of", "to", "at"}:
            return True
    return False


def _may_modify(line: Line, at: int) -> bool:
    word = line.lower(at)
    return line.hit(at) is not None or word in lex.MODIFIERS or line.tokens[at].possessive or "-" in word
