"""When a state's name is an actor: not in a dateline, not as a place, not as a mere origin."""

import re

from bot.analyse.roster import Form, Hit
from bot.types import ActorKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DATELINE = re.compile(
    r"[A-Z][A-ZÀ-Þ'’.]+(?:[ /,][^\n—–:]{0,80}?)?\s[-–—]+\s|[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){0,2}: (?=[A-Z“\"])"
)
"""'GENEVA, May 3 (Agency) — ', 'ADEN/WASHINGTON, Jan. 12 - ', 'Moscow: '. At most 100 characters."""

_PLACE_WORDS = _words(
    "in at near from outside inside around across throughout within into via through toward towards over"
)
_SKIPPED = frozenset("the northern southern eastern western central downtown nearby occupied parts of")

POLITICAL = _words(
    """
    government president minister ministers premier chancellor king officials official leaders leader leadership
    authorities forces force troops soldiers soldier army military navy warplanes warships jets aircraft fighter
    missiles missile drones drone strikes strike attacks attack airstrikes raids raid bombardment artillery tanks
    guns envoy envoys ambassador ambassadors embassy diplomat diplomats delegation foreign defence defense interior
    prime vice deputy finance intelligence security police sanctions side negotiators negotiator parliament
    lawmakers lawmaker administration state president's government's secretary commander commanders general
    spokesman spokeswoman support aid offensive invasion occupation aggression operation operations hostages actions
    action threats demands proposal response search senior opposition supreme lieutenant national nuclear arms weapons
    territory territories airspace waters border regime rulers monarch emperor
    """
)
"""Words behind a demonym that make its state act: its government, officials, arms and what they do."""


def dateline_end(body: str) -> int:
    """Offset behind the dateline at the head of a body; 0 without one."""
    match = _DATELINE.match(body[:120])
    return match.end() if match else 0


def located(body: str, hit: Hit) -> bool:
    """Does the hit tell where, as in "in Moscow" or "across Yemen"?"""
    before = re.findall(r"[\w.'’]+|[^\w\s]", body[max(0, hit.start - 40) : hit.start])
    while before and before[-1].lower() in _SKIPPED:
        before.pop()
    return bool(before) and before[-1].lower() in _PLACE_WORDS


def acting(body: str, hit: Hit) -> bool:
    """Is this hit somebody, rather than a place or the origin of something?"""
    if hit.kind is not ActorKind.STATE:
        return True
    if hit.form is Form.DEMONYM:
        behind = re.match(r"\s+([\w-]+)", body[hit.end : hit.end + 30])
        if behind is None or body[hit.start : hit.end].endswith("s"):
            return True
        word = behind.group(1)
        return word.lower() in POLITICAL
    return not located(body, hit)
