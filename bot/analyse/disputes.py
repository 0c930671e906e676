"""Contested claims: what one party says of another, and the denial of it, side by side."""

from collections.abc import Iterator, Sequence

from bot.types import Dispute, Event, Modality, Root

REACH = 6
"""Of the claims told before a denial so many are looked at, the nearest first: an article answers what it has just
said. The longest distance in the annotated articles is 3."""

_TOLD = frozenset({Modality.DONE, Modality.ONGOING})


def find(events: Sequence[Event]) -> tuple[Dispute, ...]:
    """Each denial with the claim that it answers, in the order of the denials.

    Args:
        events: Of an article, first told first.
    """
    return tuple(_disputes(sorted(events, key=lambda event: event.span.start)))


def _disputes(events: Sequence[Event]) -> Iterator[Dispute]:
    for denial in events:
        if denial.modality is not Modality.DENIED:
            continue
        near = sorted(events, key=lambda e: (abs(e.span.start - denial.span.start), e.span.start))
        claims = [event for event in near[: REACH + 1] if event is not denial and _answers(denial, event)]
        if claims:
            yield Dispute(claims[0], denial)


def _answers(denial: Event, claim: Event) -> bool:
    """Whether who denies is who is blamed, or who is said to have done just that."""
    deniers = set(denial.sources)
    if claim.modality not in _TOLD or (claim.span == denial.span and claim.sources == denial.sources):
        return False
    if claim.code is Root.ACCUSE:
        return bool(deniers & set(claim.targets)) and not deniers & set(claim.sources)
    return claim.code is denial.code and bool(deniers & set(claim.sources))
