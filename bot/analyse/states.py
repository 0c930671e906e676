"""When a state's name is an actor: not in a dateline, not as a place, not as a mere origin."""

import re
from collections.abc import Iterator, Sequence

from bot.analyse.roster import Form, Hit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DATELINE = re.compile(
    r"""
    [A-Z][A-ZÀ-Þ'’.]+ (?:[\ /,][^\n—–:]{0,80}?)? \s[-–—]+\s             # GENEVA, May 3 (Agency) — ; ADEN/CAIRO -
    | \([A-Z]{2,12}\)\s? (?:[-–—]+\s)? (?=[A-Z“"])                    # (AGENCY)
    | [A-Z][\w'’.-]+ (?:\ [A-Z][\w'’.-]+){0,2} :\  (?=[A-Z“"])       # Moscow:
    """,
    re.VERBOSE,
)

_PLACE_WORDS = _words(
    "in at near from outside inside around across throughout within into via through toward towards over off"
)
_BORDERS = _words("border borders frontier boundary")
_SKIPPED = _words("the northern southern eastern western central downtown nearby occupied parts of")

DATELINE = 120
"""Characters in which a dateline ends: two cities, a date and an agency take about 60."""

_LIST = re.compile(r",?\s(?:and\s)?(?:the\s)?")

POLITICAL = _words(
    """
    government president minister ministers premier chancellor king officials official leaders leader leadership
    authorities forces force troops soldiers soldier army military navy warplanes warships jets aircraft fighter
    missiles missile drones drone strikes strike attacks attack airstrikes raids raid bombardment artillery tanks
    guns envoy envoys ambassador ambassadors embassy diplomat diplomats delegation foreign defence defense interior
    prime vice deputy finance intelligence security police sanctions side negotiators negotiator parliament
    lawmakers lawmaker administration state secretary commander commanders general
    spokesman spokeswoman support aid offensive invasion occupation aggression operation operations hostages actions
    action threats demands proposal response search senior opposition supreme lieutenant national nuclear arms weapons
    territory territories airspace waters border regime rulers monarch emperor counterpart counterparts colleague
    colleagues opposite cabinet ministry junta premiers chief speaker mediators mediator representative representatives
    coast coastguard frigate frigates destroyer warship fleet commandos paratroopers sailors peacekeepers marines guards battalion brigade
    """
)
"""Words behind a demonym that make its state act: its government, officials, arms and what they do."""


def dateline_end(body: str) -> int:
    """Offset behind the dateline at the head of a body; 0 without one."""
    match = _DATELINE.match(body[:DATELINE])
    return match.end() if match else 0


def as_words(dateline: str) -> str:
    """A dateline in small letters behind capitals, at the same offsets; as it is where a letter would become two."""
    words = dateline.title()
    return words if len(words) == len(dateline) else dateline


def located(body: str, hits: Sequence[Hit]) -> Iterator[int]:
    """Starts of the hits that tell where, as "in Moscow", "across Yemen", "in Turkey, Syria and Qatar" do."""
    past = -1
    for hit in hits:
        words = re.findall(r"[\w.'’]+|[^\w\s]", body[max(0, hit.start - 40) : hit.start])
        while words and words[-1].lower() in _SKIPPED:
            words.pop()
        # "In Oslo, Norway's …" goes on with a subject, and so does "into Chad, and the Chadian …".
        subject = hit.form is Form.DEMONYM or body[hit.end : hit.end + 2] in {"'s", "’s"}
        listed = past >= 0 and not subject and _LIST.fullmatch(body, past, hit.start)
        place = bool(words) and (words[-1].lower() in _PLACE_WORDS or _bordering(words))
        if place or listed:
            yield hit.start
        past = hit.end if place or listed else -1


_SOME = re.compile(
    r"(?:\b(?:thousands|hundreds|dozens|scores|millions|many|some|ethnic|local|\d[\d,]*)(?: of)?) $",
    re.IGNORECASE,
)
"""Before a people's name they tell that some of its members are meant, and not its state."""


def _bordering(words: Sequence[str]) -> bool:
    """As in "the border with Chad"."""
    return words[-1].lower() == "with" and words[-2:-1] != [] and words[-2].lower() in _BORDERS


def political(body: str, hit: Hit) -> bool:
    """Does a demonym mean its state: its people as such, or its government, officials, arms and deeds?"""
    behind = re.match(r"\s+([\w-]+)", body[hit.end : hit.end + 30])
    people = re.search(r"[^s]s$", body[hit.start : hit.end])
    if people and _SOME.search(body[max(0, hit.start - 30) : hit.start]):
        return False
    if behind is None or people:
        return True
    return behind.group(1).lower() in POLITICAL
