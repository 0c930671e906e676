"""Contested claims: what one party says of another, and the denial of it, side by side."""

import re
from collections.abc import Iterator, Sequence

from bot.analyse.vocabulary import vocabulary
from bot.types import Dispute, Event, Modality, Root

REACH = 6
"""Of the events told before a denial and behind it so many are looked at, the nearest first: an article answers what it
has just said. A bound on the time of long texts, chosen without a sweep."""

_CONTENT = re.compile(r"\b[a-z]{4,}\b")
_COMMON = vocabulary(
    "said says that this they their them from with were have been when after before which while about into over would could "
    "told also more than some only denied denies deny accused accuses blamed spokesman minister ministry government president "
    "foreign defence defense"
)

_ANY_CHARGE = vocabulary(
    "charge charges accusation accusations allegation allegations claim claims involvement role part responsibility wrongdoing"
)
"""What a denial speaks of that answers whatever was said."""

_TOLD = frozenset({Modality.DONE, Modality.ONGOING})


def find(events: Sequence[Event]) -> tuple[Dispute, ...]:
    """Each denial with the claim that it answers, in the order of the denials. Linear in the events.

    Args:
        events: Of an article.
    """
    return tuple(_disputes(sorted(events, key=lambda event: event.span.start)))


def _disputes(events: Sequence[Event]) -> Iterator[Dispute]:
    for at, denial in enumerate(events):
        if denial.modality is not Modality.DENIED:
            continue
        near = [*events[max(0, at - REACH) : at], *events[at + 1 : at + 1 + REACH]]
        near.sort(key=lambda event: abs(event.span.start - denial.span.start))
        claim = next((event for event in near if _answers(denial, event)), None)
        if claim:
            yield Dispute(claim, denial)


def _answers(denial: Event, claim: Event) -> bool:
    """Whether who denies is who is blamed, or said to have done just that, and it is about the same thing."""
    deniers = set(denial.sources)
    if claim.modality not in _TOLD:
        return False
    if claim.code is Root.ACCUSE:
        meant = bool(deniers & set(claim.targets)) and not deniers & set(claim.sources)
    else:
        meant = claim.code is denial.code and bool(deniers & set(claim.sources)) and claim.span != denial.span
    said = _content(denial)
    return meant and (claim.span == denial.span or bool(said & _ANY_CHARGE) or bool(said & _content(claim)))


def _content(event: Event) -> set[str]:
    """What the sentence is about, as far as small letters tell: a denial of one raid answers no other."""
    return {word for word in _CONTENT.findall(event.span.text) if word not in _COMMON}
