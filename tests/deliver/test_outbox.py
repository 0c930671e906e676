"""A delivery's transitions, whatever a platform does."""

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.deliver.messenger import (
    Finding,
    Found,
    Gone,
    Invalid,
    NotNow,
    NotThere,
    Outcome,
    Posted,
    Scope,
    Unreadable,
    Unsure,
)
from bot.deliver.outbox import (
    ENDED,
    FEWEST_LOOKS,
    FOUND,
    MOST_LOOKS,
    MOST_TRIES,
    WAITED,
    Change,
    Gate,
    after_attempt,
    after_edit_settled,
    after_first_look,
    after_look,
    begun,
    changed,
    doubtful,
    edits,
    gate_key,
    looks_first,
    next_part,
)
from bot.deliver.patience import CAP_S, LEAST_S, MOST_S, backoff_s, wait_s
from bot.types import Action, Job, Part, State
from tests.deliver.making import HERE, START, delivery, job

FOR_S = 3_600.0


def dice(seed: int = 1) -> Random:
    return Random(seed)  # noqa: S311 - wants to repeat


def tried(parts: int = 1, **also: object) -> Job:
    return begun(job(parts, **also), 0, START)


def test_a_message_of_one_part_is_sent() -> None:
    change = after_attempt(tried(), 0, Posted("r"), dice())
    assert change == Change(State.SENT, refs=((0, "r"),))


def test_a_message_of_three_goes_on_with_the_next_part() -> None:
    change = after_attempt(tried(3), 0, Posted("r"), dice())
    assert change == Change(State.PENDING, refs=((0, "r"),), is_kept=True)
    part = next_part(changed(tried(3), change))
    assert part is not None
    assert part.number == 1


def test_who_does_not_know_keeps_it_and_looks() -> None:
    change = after_attempt(tried(), 0, Unsure("closed"), dice())
    assert change == Change(State.UNSURE, "closed", is_kept=True)
    assert doubtful(changed(tried(), change)) is not None


def test_a_channel_that_is_gone_is_paused_and_a_workspace_waits_for_us() -> None:
    gone = after_attempt(tried(), 0, Gone("is_archived"), dice())
    assert gone == Change(State.REFUSED, "is_archived", pause=Scope.CHANNEL, is_void=True)
    shut = after_attempt(tried(), 0, Gone("token_revoked", Scope.WORKSPACE), dice())
    assert shut == Change(State.PENDING, "token_revoked", pause=Scope.WORKSPACE)


def test_a_form_that_is_not_taken_goes_as_plain_text_once() -> None:
    first = after_attempt(tried(), 0, Invalid("invalid_blocks"), dice())
    assert (first.state, first.is_plain, first.is_kept) == (State.PENDING, True, True)
    plain = changed(tried(), first)
    assert (plain.is_plain, plain.parts) == (True, ())
    second = after_attempt(tried(is_plain=True), 0, Invalid("invalid_blocks"), dice())
    assert (second.state, second.is_void) == (State.REFUSED, True)


def test_a_message_that_is_there_in_part_is_not_laid_out_anew() -> None:
    half = replace(tried(2), parts=(Part(0, "x", is_sent=True), Part(1, "y")))
    change = after_attempt(half, 1, Invalid("invalid_blocks"), dice())
    assert (change.state, change.is_void) == (State.REFUSED, False)
    assert change.why == "invalid_blocks (1 of 2 parts are there)"


@pytest.mark.parametrize(
    ("after_s", "least", "most"),
    [
        *[(1.0, 1.0, 1.0), (30.0, 30.0, 30.0), (3600.0, 3600.0, 3600.0), (0.0, 1.0, 1.0)],
        *[(None, LEAST_S, 2.0), (math.nan, LEAST_S, 2.0), (-5.0, LEAST_S, 2.0), (math.inf, LEAST_S, 2.0)],
        (1e9, MOST_S, MOST_S),
    ],
)
def test_what_a_platform_asks_for_is_honoured_as_far_as_it_makes_sense(
    after_s: float | None, least: float, most: float
) -> None:
    waits = [after_attempt(tried(), 0, NotNow("limited", after_s), dice(seed)).wait_s for seed in range(50)]
    assert min(waits) >= least
    assert max(waits) <= most


def test_our_own_waits_double_up_to_a_quarter_of_an_hour() -> None:
    longest = [max(backoff_s(tries, dice(seed)) for seed in range(200)) for tries in (1, 2, 4, 9, 10, 99)]
    for found, bound in zip(longest, (2, 4, 16, 512, 900, 900), strict=True):
        assert 0.8 * bound < found <= bound
    assert min(backoff_s(99, dice(seed)) for seed in range(500)) >= LEAST_S


@given(st.one_of(st.none(), st.floats()), st.integers(-5, 10**6), st.integers())
def test_no_wait_is_endless_or_none(after_s: float | None, tries: int, seed: int) -> None:
    assert LEAST_S <= wait_s(after_s, tries, dice(seed)) <= max(CAP_S, MOST_S)


@pytest.mark.parametrize(
    ("scope", "key"),
    [
        (Scope.CHANNEL, "channel:test/T1/C1"),
        (Scope.WORKSPACE, "workspace:test/T1"),
        (Scope.PLATFORM, "platform:test"),
    ],
)
def test_a_limit_closes_the_gate_that_it_is_for(scope: Scope, key: str) -> None:
    change = after_attempt(tried(), 0, NotNow("limited", 30.0, scope), dice())
    assert change.gate == Gate(scope, 30.0, "limited")
    assert gate_key(scope, HERE) == key


def look(known: Job, finding: Finding, unsure_s: float = 0.0) -> Change:
    return after_look(known, 0, finding, dice(), unsure_s=unsure_s, unsure_for_s=FOR_S)


def test_what_is_found_is_sent_and_what_is_not_there_is_tried_again() -> None:
    assert look(tried(), Found("r")) == Change(State.SENT, FOUND, refs=((0, "r"),))
    again = look(tried(), NotThere())
    assert (again.state, again.is_kept) == (State.PENDING, False)
    assert again.wait_s >= LEAST_S


def test_what_cannot_be_read_is_looked_for_again_and_then_a_persons_affair() -> None:
    change = look(tried(), Unreadable("limited", 30.0))
    assert (change.state, change.wait_s, change.is_looked) == (State.UNSURE, 30.0, True)
    last = replace(tried(), lookups=FEWEST_LOOKS - 1)
    assert look(last, Unreadable("x"), FOR_S).state is State.UNCONFIRMED
    assert look(last, Unreadable("x"), FOR_S - 1).state is State.UNSURE
    assert look(tried(), Unreadable("x", is_final=True)).state is State.UNCONFIRMED


def test_a_clock_that_jumped_neither_ends_the_search_nor_makes_it_endless() -> None:
    assert look(tried(), Unreadable("x"), 10 * FOR_S).state is State.UNSURE
    assert look(replace(tried(), lookups=MOST_LOOKS - 1), Unreadable("x"), -1e9).state is State.UNCONFIRMED


def first(known: Job, *findings: Finding) -> Change:
    return after_first_look(known, list(enumerate(findings)), dice(), unsure_s=0.0, unsure_for_s=FOR_S)


def test_a_late_one_is_looked_for_and_any_part_counts_for_the_whole() -> None:
    late = job(2, delivery=delivery(is_late=True))
    assert looks_first(late)
    assert not looks_first(begun(late, 0, START))
    assert first(late, NotThere(), Found("r")) == Change(State.SENT, FOUND, refs=((1, "r"),))
    go = first(late, NotThere(), NotThere())
    assert go == Change(State.PENDING, is_kept=True)
    assert not looks_first(changed(late, go))
    assert first(late, Unreadable("x")).state is State.UNSURE
    assert first(late, Unreadable("x", is_final=True)).state is State.UNCONFIRMED


def test_one_that_merely_waited_is_posted_where_nothing_can_ever_be_read() -> None:
    waited = job(notes=(WAITED,))
    assert looks_first(waited)
    assert first(waited, Unreadable("x", is_final=True)) == Change(State.PENDING, is_kept=True)
    assert first(waited, Unreadable("x")).state is State.UNSURE
    assert looks_first(job(unsure_since=START))


def test_of_one_that_waited_half_posted_each_part_counts_for_itself() -> None:
    parts = (Part(0, "x", is_sent=True), Part(1, "y"), Part(2, "z"))
    half = replace(job(), notes=(WAITED,), parts=parts)
    findings: list[tuple[int, Finding]] = [(1, Found("r")), (2, NotThere())]
    change = after_first_look(half, findings, dice(), unsure_s=0.0, unsure_for_s=FOR_S)
    assert (change.state, change.refs, change.is_kept) == (State.PENDING, ((1, "r"),), True)


def test_an_edit_is_done_again_without_a_look() -> None:
    edit = tried(delivery=delivery(action=Action.EDIT, target="d0", is_late=True), target_ref="r")
    assert edits(edit, 0)
    assert not edits(edit, 1)
    assert not looks_first(edit)
    assert after_edit_settled(edit, dice()).state is State.PENDING


@dataclass
class World:
    """A platform that does whatever was drawn, and knows what it shows."""

    draw: st.DataObject
    shown: Counter[int] = field(default_factory=Counter)
    known: Job = field(default_factory=job)

    def step(self) -> State:
        """What a courier does next, with the rules of the outbox; see `bot.deliver.carrier.Carrier.step`."""
        known = self.known
        if not known.parts:
            self.known = replace(known, parts=job(2).parts)
            return State.PENDING
        part = doubtful(known)
        if part:
            change = after_look(
                known, part.number, self._find(part.number), dice(), unsure_s=0.0, unsure_for_s=FOR_S
            )
        else:
            part = next_part(known)
            assert part is not None
            self.known = known = begun(known, part.number, START + timedelta(seconds=known.attempts))
            change = after_attempt(known, part.number, self._post(part.number), dice())
        if change.state in ENDED:
            self._judge(change)
        self.known = changed(known, change)
        return change.state

    def _post(self, number: int) -> Outcome:
        kind = self.draw.draw(st.sampled_from(("posted", "there", "lost", "busy", "invalid", "gone")))
        if kind in {"posted", "there"}:
            self.shown[number] += 1
        outcomes: dict[str, Outcome] = {
            "posted": Posted("r"),
            "there": Unsure("closed"),
            "lost": Unsure("closed"),
            "busy": NotNow("limited", self.draw.draw(st.one_of(st.none(), st.floats()))),
            "invalid": Invalid("form"),
            "gone": Gone("archived"),
        }
        return outcomes[kind]

    def _find(self, number: int) -> Finding:
        if self.draw.draw(st.booleans()):
            return Unreadable("limited", is_final=self.draw.draw(st.booleans()))
        return Found("r") if self.shown[number] else NotThere()

    def _judge(self, change: Change) -> None:
        there = sum(self.shown.values())
        if change.state is State.SENT:
            assert there == len(self.known.parts)
        if change.is_void:
            assert there == 0


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_part_is_ever_posted_twice_and_what_counts_as_sent_is_there(data: st.DataObject) -> None:
    world = World(data, known=job(data.draw(st.integers(1, 3))))
    for _ in range(60):
        state = world.step()
        assert max(world.shown.values(), default=0) <= 1
        if state in ENDED:
            return


@pytest.mark.parametrize(
    ("outcome", "finding", "ends", "steps"),
    [
        (NotNow("limited"), NotThere(), State.EXPIRED, MOST_TRIES),
        (NotNow("limited", 3600.0), NotThere(), State.EXPIRED, MOST_TRIES),
        (Unsure("closed"), NotThere(), State.EXPIRED, 2 * MOST_TRIES),
        (Unsure("closed"), Unreadable("limited"), State.UNCONFIRMED, 1 + MOST_LOOKS),
        (Unsure("closed"), Found("r"), State.SENT, 2),
        (Invalid("form"), NotThere(), State.REFUSED, 2),
        (Gone("archived"), NotThere(), State.REFUSED, 1),
    ],
)
def test_whatever_a_platform_insists_on_there_is_an_end(
    outcome: Outcome, finding: Finding, ends: State, steps: int
) -> None:
    known, state, count = job(), State.PENDING, 0
    while state not in ENDED:
        count += 1
        if doubtful(known):
            change = look(known, finding)
        else:
            known = begun(replace(known, parts=known.parts or job().parts), 0, START)
            change = after_attempt(known, 0, outcome, dice())
        known, state = changed(known, change), change.state
    assert (state, count) == (ends, steps)
