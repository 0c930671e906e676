"""What stands around the sentences of a news text: datelines, bylines and page furniture.

All of it is recognised by form, in English, and conservatively: a line that could be part of the report is one.
Patterns see at most ``_LONGEST`` characters and their repeats are bounded. That alone would not keep them from
backtracking for ever: neighbouring repeats must not be able to share out the same characters in many ways.
"""

import re

from bot.text.sentences import Offsets, paragraphs

_LONGEST = 300
"""Longer lines are prose. The longest credit line on the dev pages has 159 characters."""

_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATE = rf"(?:{_WEEKDAY},? )?(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?|\d{{4}}-\d\d-\d\d|{_WEEKDAY}"

_CAPITAL = r"A-ZÀ-ÖØ-Þ"
_SHOUTED = rf"[{_CAPITAL}][{_CAPITAL}.'’-]{{1,20}}"
_NAMED = rf"[{_CAPITAL}][\w.'’-]{{1,20}}"
_SHOUTED_PLACE = rf"{_SHOUTED}(?:[ /]{_SHOUTED}|(?:,| and) {_SHOUTED}){{0,5}}"
_NAMED_PLACE = rf"{_NAMED}(?:[ /]{_NAMED}){{0,3}}"
_REGION = rf"(?:, {_NAMED}(?: (?:of|the|and|{_NAMED})){{0,4}}){{0,2}}?"
_AGENCY = r" ?\([^()\n]{2,40}\)"
_STRONG_DASH = r" ?(?:—|–|--) ?| -(?= )|-(?= )"
_START = r"(?=[\"'“‘(\[]?[\wÀ-Þ])"

_DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        # KYIV, Ukraine, May 3 (Agency) — · ADEN/WASHINGTON — · ISLAMABAD: · LONDON (Agency) The …
        rf"{_SHOUTED_PLACE}{_REGION}(?:,? (?:{_DATE}))?(?:{_AGENCY}(?:{_STRONG_DASH}|:|(?= ))|(?:{_STRONG_DASH}|:(?= )))(?= ?{_START})",
        # New Delhi, June 23 (Agency): · Geneva, 3 May 2024 – · Cairo (Agency) —
        rf"{_NAMED_PLACE}{_REGION}(?:,? (?:{_DATE})(?:{_AGENCY})?|{_AGENCY})(?:{_STRONG_DASH}|:)(?= ?{_START})",
        # May 3 (Agency) -
        rf"(?:{_DATE}){_AGENCY}(?:{_STRONG_DASH}|:)(?= ?{_START})",
        # (Agency) — · (CNN)
        rf"\((?:[{_CAPITAL}]{{2,6}}|{_NAMED} {_NAMED})\)(?:{_STRONG_DASH})?(?= ?{_START})",
    )
)
_PLAIN_DATELINE = re.compile(rf"({_NAMED}(?:[ /]{_NAMED}){{0,2}})(?::(?= )| (?:—|–|--)(?= ))(?= {_START})")
"""Moscow: · New Delhi — with nothing else to go by; see ``_plain``."""

_LABELS = re.compile(
    r"(?i)(?:analysis|explainer|explained|opinion|editorial|comment(?:ary)?|review|breaking(?: news)?|exclusive|watch|listen"
    r"|read(?: more)?|see also|live|updates?(?: \d+)?|just in|developing|correction|clarification|note|summary|background"
    r"|video|photos?|pictures?|images?|gallery|interview|profile|timeline|fact ?(?:box|check)|q|a|q&a|question|answer"
    r"|warning|disclaimer|related|by|from|in brief|key (?:points|facts)|what we know|the latest|latest|first|second"
    r"|finally|but|and|yes|no|so|well|today|yesterday|source|sources|editor.{0,3}s? note|published|updated|photo credit"
    r"|file|advertisement|sponsored|transcript|statement|reports?|news|world|politics|sport|business)"
)
"""Words that open a line with a colon or dash and name no place."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?:\s|$)")
"""A dateline stands before a sentence; "RECORD — SENATE" alone on its line is a heading."""

_MIN_LEDE = 40
"""Characters that must follow a bare "Moscow:"; a shorter rest is a label and its value ("Status: Final")."""


def dateline(body: str) -> Offsets | None:
    """Offsets of the dateline, with its dash or colon, in front of the first sentence of ``body``.

    The first paragraph is taken that is neither a byline nor furniture; at most three lines are passed over.
    """
    for start, end in paragraphs(body)[:4]:
        line = body[start:end]
        stop = _marked(line[:_LONGEST]) or _plain(body, line[:_LONGEST])
        if stop is not None and _SENTENCE_END.search(line, stop):
            return start, start + len(line[:stop].rstrip())
        if not (byline(line) or furniture(line)):
            return None
    return None


def _marked(head: str) -> int | None:
    """End of a dateline that its capitals, date or agency give away."""
    for pattern in _DATELINES:
        found = pattern.match(head)
        if found and not _LABELS.fullmatch(_leading_word(found.group())):
            return found.end()
    return None


def _plain(body: str, head: str) -> int | None:
    """End of a bare "Moscow:". In an interview or a list other lines open alike, and then it is a label."""
    found = _PLAIN_DATELINE.match(head)
    if found is None or _LABELS.fullmatch(found.group(1)) or len(head) - found.end() < _MIN_LEDE:
        return None
    mark = found.group()[-1]
    alike = sum(
        1 for start, end in paragraphs(body) if _opens_alike(body[start : min(end, start + 100)], mark)
    )
    return found.end() if alike == 1 else None


def _opens_alike(line: str, mark: str) -> bool:
    found = _PLAIN_DATELINE.match(line)
    return found is not None and found.group()[-1] == mark


def _leading_word(text: str) -> str:
    return re.split(r"[:—–(,]|--| -", text, maxsplit=1)[0].strip()


_ROLE = r"(?:correspondents?|reporters?|editors?|(?:staff )?writers?|staff|columnists?|bureau chief)"
_PERSON = rf"(?:(?:al-|el-)?[{_CAPITAL}][\w.'’-]{{0,25}}|an?|our|the|and|in|of|for|at|de|van|von|der|bin|al|el|with)"
_GAP = r"(?:,? | ?[&|/] ?| [–—-] )"
# Words are parted by a gap of at least one character that no word may hold, so that a line is read in one way only.
_WHO = re.compile(
    r"(?i:by|written by|reported by|report by|from|words by|story by):? "
    rf"{_PERSON}(?:{_GAP}{_PERSON}){{0,13}}(?:{_GAP}{_ROLE})?"
)
_TITLED = re.compile(
    rf"[{_CAPITAL}][\w.'’-]{{1,25}}(?:,? [{_CAPITAL}][\w.'’-]{{1,25}}){{1,5}}"
    rf"(?:,? | ?[|,–—-] ?)(?:[A-Z]\w{{1,15}} ){{0,3}}(?i:{_ROLE})"
)
_NOT_WHO = re.compile(rf"(?i)(?:by|from) (?:the numbers\b|{_WEEKDAY}|{_MONTH}\b|then\b|now\b|contrast\b|\d)")
_MAX_BYLINE = 120


def byline(line: str) -> bool:
    """Whether ``line`` only says who wrote the text ("By Jane Doe and John Roe in Cairo")."""
    line = line.strip()
    if len(line) > _MAX_BYLINE or re.search(r"[!?:;]$|[a-z]{3}\.$", line):
        return False
    if _NOT_WHO.match(line):
        return False
    return bool(_WHO.fullmatch(line) and re.search(rf"[ :][{_CAPITAL}]|{_ROLE}$", line)) or bool(
        _TITLED.fullmatch(line)
    )


_OPENERS = re.compile(
    r"""(?ix)
    (?:read|see|watch|listen|more|also[ ]read|related(?:[ ](?:stories|articles|content|topics|news))?|recommended
       |most[ ](?:read|popular)|editors?['’]?s?[ ](?:picks?|note)|don['’]t[ ]miss|up[ ]next|topics?|tags?|filed[ ]under)[ ]?:
    | (?:read|see|watch|view|learn|find[ ]out|get)[ ](?:more|also|next|the[ ]full[ ](?:story|article|report))\b
    | (?:continue|keep)[ ]reading\b | also[ ]read\b | click[ ](?:here|to|on)\b | tap[ ](?:here|to)\b | scroll[ ]down\b
    | (?:sign|signed)[ ](?:up|in)\b | log[ ]in\b | register[ ](?:now|here|for[ ]free)\b | subscribe\b | already[ ]a[ ]subscriber\b
    | (?:get|receive)[ ].{0,60}\b(?:newsletters?|(?:in|to)[ ]your[ ]inbox)\b
    | (?:follow|like|join|find|visit|contact)[ ](?:us|our|me|@\w+)\b
    | (?:follow|like|join|find)[ ].{1,40}\bon[ ](?:twitter|x|facebook|instagram|whatsapp|telegram|youtube)\b[^,.]{0,40}[.]?$
    | (?:share|tweet|print|email|pin|post|save|copy[ ]link|comments?|advertisement|sponsored|promoted|loading|skip)
      (?:[ ](?:this|on|to|via|with|article|story|page|content|ad)\b[^.!?]{0,60}|[ ]?[.…:|]{0,3}|[ ]?\(?\d{0,6}\)?)$
    | (?:share|tweet)[ ](?:this|on)\b | (?:sponsored|promoted|presented)[ ]by\b | advertisement[ ]?[-–—:|].{0,30}$
    | article[ ]continues\b | story[ ]continues\b | back[ ]to[ ](?:top|home)\b | skip[ ](?:to|advertisement)\b
    | download[ ](?:our|the)[ ].{0,30}\bapp\b | (?:please[ ])?enable[ ]javascript\b | this[ ]video[ ](?:can[ ]?not|is[ ]no)\b
    | we[ ](?:and[ ]our[ ]partners[ ])?use[ ]cookies\b | (?:accept|reject|manage)[ ](?:all[ ])?cookies\b
    | (?:copyright[ ]?(?:©|\(c\)|:|\d{4}|$)|©|\(c\)[ ]) | all[ ]rights[ ]reserved\b
    | this[ ](?:material|article|story|content)[ ](?:may[ ]not[ ]be|(?:was|has[ ]been)[ ](?:originally|first|automatically)|is[ ](?:republished|part[ ]of[ ]our))\b
    | (?:file[ ]|ap[ ]|reuters[ ]|afp[ ])?(?:photo(?:graph)?s?|images?|pictures?|picture[ ]credit|photo[ ]credit|image[ ]credit|credits?|video|graphic|illustration|caption)
      (?:[ ]?[:©]|[ ](?:by|credit|courtesy|via)\b)
    | (?:image|picture|photo|video)[ ](?:caption|source|copyright)\b | media[ ]caption\b
    | \(?(?:additional[ ])?(?:reporting|writing|editing|compiled|edited)[ ]by\b(?!.*\b(?:found|show|reveal|suggest|sa(?:id|ys)|is|was|were|has|had)) | \(?with[ ](?:inputs|reporting|files)[ ]from\b
    | our[ ]standards\b | \d{1,3}[ -]min(?:ute)?s?[ ]read\b
    | (?:first[ ]|last[ ])?(?:published|updated|posted|modified)(?:[ ]on|[ ]at|:|[ ]\d|[ ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))[^.!?]{0,50}$
    | (?:got|have)[ ]a[ ](?:news[ ])?(?:tip|story)\b | send[ ]us[ ]your\b | what[ ]do[ ]you[ ]think\?
    """
)
_CLOSERS = re.compile(
    r"""(?ix)
    (?:
      [(|/–—-][ ]?(?:(?:file[ ])?(?:photo|image|picture)s?\b.{0,60}|getty(?:[ ]images)?|ap|afp|reuters|epa|shutterstock)[)]?[.]?
    | \b(?:getty[ ]images|ap[ ]photo(?:/.{1,40})?|shutterstock|all[ ]rights[ ]reserved)[).]{0,2}
    | \b(?:file[ ]photo|pool[ ]photo)[).]{0,2}
    )$
    """
)


_CREDIT = re.compile(r"\b(?:[Pp]hoto|[Ii]mage|[Pp]icture|[Cc]redit)s?: [A-ZÀ-Þ(][^!?]{0,60}$")


def furniture(line: str) -> bool:
    """Whether ``line`` belongs to the page, not to the report.

    Captions and picture credits, "Read more", share and sign-up prompts, advertisement marks, copyright and
    reporting credits, time stamps, cookie notices.
    """
    line = line.strip(" \t\n*•·-–—>»|[]")
    if len(line) > _LONGEST:
        return False
    return not line or any((_OPENERS.match(line), _CLOSERS.search(line), _CREDIT.search(line)))
