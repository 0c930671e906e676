"""A denial stands beside the claim that it answers."""

import time
from dataclasses import replace

from bot.analyse import disputes
from bot.types import Direction, Event, Modality, Root, Severity, Span


def event(
    code: Root, source: str, target: str, at: int, modality: Modality = Modality.DONE, text: str = "a market"
) -> Event:
    span = Span("a", at, at + 1, text)
    return Event((source,), (target,), code, None, modality, Direction.NEUTRAL, Severity.NONE, 0, span)


BLAME = event(Root.ACCUSE, "KEN", "UGA", 0)
DENIAL = event(Root.REJECT, "UGA", "KEN", 10, Modality.DENIED)


def test_the_accused_denies() -> None:
    (found,) = disputes.find([BLAME, DENIAL])
    assert (found.claim, found.denial) == (BLAME, DENIAL)


def test_an_act_is_told_and_denied_by_its_doer() -> None:
    raid = event(Root.ASSAULT, "UGA", "KEN", 0)
    denied = event(Root.ASSAULT, "UGA", "KEN", 10, Modality.DENIED)
    (found,) = disputes.find([raid, denied])
    assert found.claim is raid


def test_a_denial_of_one_act_answers_no_other() -> None:
    raid = event(Root.ASSAULT, "UGA", "KEN", 0, text="A plant was bombed.")
    denied = event(Root.ASSAULT, "UGA", "KEN", 10, Modality.DENIED)
    assert not disputes.find([raid, denied])


def test_the_nearest_claim_is_answered() -> None:
    early = replace(BLAME, span=Span("a", 0, 1, "a market"))
    late = replace(BLAME, span=Span("a", 8, 9, "a market"))
    (found,) = disputes.find([early, late, DENIAL])
    assert found.claim is late


def test_nobody_answers_himself_or_others() -> None:
    assert not disputes.find([event(Root.ACCUSE, "UGA", "KEN", 0), DENIAL])
    assert not disputes.find([event(Root.ACCUSE, "KEN", "TCD", 0), DENIAL])
    assert not disputes.find([replace(BLAME, modality=Modality.HISTORICAL), DENIAL])
    assert not disputes.find([BLAME])


def test_denials_without_end_take_a_moment() -> None:
    events = [replace(DENIAL, span=Span("a", at, at + 1, "x")) for at in range(20_000)]
    start = time.process_time()
    disputes.find(events)
    assert time.process_time() - start < 3
