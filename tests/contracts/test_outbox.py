"""Every store: messages on their way."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import insert, select

from bot.deliver.messenger import Scope
from bot.deliver.outbox import WAITED, Change, Gate
from bot.errors import LeaseLost
from bot.store.delivery_tables import deliveries, told
from bot.store.outbox import OutboxPart, write_reported
from bot.store.outbox_claim import KEPT_DAYS
from bot.store.schema import stories
from bot.store.store import Store
from bot.types import (
    Action,
    Basis,
    Button,
    Direction,
    Fact,
    Facts,
    Heading,
    Image,
    Job,
    Link,
    Message,
    Para,
    Quote,
    Severity,
    Span,
    State,
    Time,
)
from tests.contracts.making import START, Clock
from tests.deliver.making import HERE, channel, delivery, outbox

LEASE_S = 120.0


@pytest.fixture
def box(store: Store) -> OutboxPart:
    return outbox(store)


def take(box: OutboxPart, owner: str = "a", limit: int = 9) -> tuple[Job, ...]:
    return box.claim_deliveries(owner, platforms=["test"], limit=limit, lease_s=LEASE_S)


def keys(jobs: tuple[Job, ...]) -> list[str]:
    return [job.delivery.key for job in jobs]


def begin(box: OutboxPart, job: Job, number: int = 0, parts: int = 1, owner: str = "a") -> None:
    if not job.parts:
        box.freeze_parts(owner, job.id, [f"text {n}" for n in range(parts)], lease_s=LEASE_S)
    box.begin_part(owner, job.id, number, lease_s=LEASE_S)


def apply(box: OutboxPart, job: Job, change: Change, owner: str = "a") -> None:
    box.apply_change(owner, job.id, change, lease_s=LEASE_S)


def send(box: OutboxPart, key: str = "d1", owner: str = "a") -> None:
    """Bring the delivery whose turn it is to its end."""
    (job,) = take(box, owner)
    assert job.delivery.key == key
    begin(box, job, owner=owner)
    apply(box, job, Change(State.SENT, refs=((0, f"ref of {key}"),)), owner)


def state(box: OutboxPart, key: str = "d1") -> tuple[State, str]:
    record = box.delivery(key)
    assert record is not None
    return record.state, record.why


def test_a_message_comes_back_as_it_was_put_in(box: OutboxPart) -> None:
    span = Span("a1", 3, 9, "words ‹")
    blocks = (
        *(Heading("h", 1), Para("p", Direction.UP, (Basis("b", span),)), Quote(span, "https://x.example")),
        Facts((Fact("n", None, "note", (Basis("b", span),)), Fact("m", span, "", ()))),
        *(Link("l", "https://x.example"), Time(START), Image("ab12", "alt"), Button("More", "brief more")),
    )
    made = delivery(message=Message("k", blocks, "fallback"), due_at=START, expires_at=START + timedelta(1))
    assert box.enqueue(made)
    (job,) = take(box)
    assert job.delivery == made
    assert (job.parts, job.attempts, job.lookups, job.is_plain, job.unsure_since) == ((), 0, 0, False, None)


def test_a_key_is_taken_once(box: OutboxPart) -> None:
    assert box.enqueue(delivery())
    assert not box.enqueue(delivery(parts=3))
    assert len(box.deliveries()) == 1


def test_a_delivery_waits_for_its_time_and_is_one_owners_until_its_lease_ends(
    box: OutboxPart, clock: Clock
) -> None:
    box.enqueue(delivery(due_at=START + timedelta(seconds=10)))
    assert not take(box)
    clock.forward(10)
    assert keys(take(box)) == ["d1"]
    assert not take(box, "b")
    clock.forward(LEASE_S + 1)
    (job,) = take(box, "b")
    with pytest.raises(LeaseLost):
        begin(box, job)


@pytest.mark.parametrize("jump_s", [-600.0, -3600.0, 3600.0, 86_400.0])
def test_a_lease_that_a_jumping_clock_leaves_behind_is_not_kept_for_ever(
    box: OutboxPart, clock: Clock, jump_s: float
) -> None:
    box.enqueue(delivery(due_at=START - timedelta(days=1)))
    (job,) = take(box)
    begin(box, job)
    clock.forward(jump_s)
    (again,) = take(box, "b")
    assert again.parts[0].attempted_at == START
    with pytest.raises(LeaseLost):
        apply(box, job, Change(State.SENT, refs=((0, "r"),)))


def test_one_of_a_channel_at_a_time_the_oldest_first_and_channels_side_by_side(box: OutboxPart) -> None:
    for key in ("d1", "d2"):
        box.enqueue(delivery(key))
    box.enqueue(delivery("other", channel=channel("C2")))
    assert keys(take(box)) == ["d1", "other"]
    assert not take(box, "b")


def test_what_has_begun_goes_before_what_falls_due_meanwhile(box: OutboxPart, clock: Clock) -> None:
    box.enqueue(delivery("digest", due_at=START + timedelta(seconds=5)))
    box.enqueue(delivery("alert"))
    (job,) = take(box)
    begin(box, job, parts=2)
    apply(box, job, Change(State.PENDING, refs=((0, "r"),), wait_s=30))
    clock.forward(10)
    assert not take(box)
    clock.forward(30)
    assert keys(take(box)) == ["alert"]


def test_others_wait_for_one_that_backs_off_but_not_in_another_channel(box: OutboxPart, clock: Clock) -> None:
    for made in (delivery("d1"), delivery("d2"), delivery("other", channel=channel("C2"))):
        box.enqueue(made)
    job, other = take(box)
    begin(box, job)
    apply(box, job, Change(State.PENDING, "busy", wait_s=60))
    begin(box, other)
    apply(box, other, Change(State.SENT, refs=((0, "r"),)))
    assert not take(box)
    clock.forward(61)
    assert keys(take(box)) == ["d1"]


def test_a_wait_that_a_clock_going_back_made_endless_is_over(box: OutboxPart, clock: Clock) -> None:
    clock.forward(days=1)
    box.enqueue(delivery(due_at=START))
    (job,) = take(box)
    begin(box, job)
    gate = Gate(Scope.PLATFORM, 60, "limited")
    apply(box, job, Change(State.PENDING, "busy", wait_s=60, gate=gate))
    clock.forward(days=-1)
    assert keys(take(box)) == ["d1"]


@pytest.mark.parametrize(
    ("scope", "free"),
    [
        (Scope.CHANNEL, ["C2", "C3"]),
        (Scope.WORKSPACE, ["C3"]),
        (Scope.PLATFORM, []),
    ],
)
def test_a_gate_holds_up_what_lies_behind_it(
    box: OutboxPart, clock: Clock, scope: Scope, free: list[str]
) -> None:
    box.enqueue(delivery("first"))
    (job,) = take(box)
    begin(box, job)
    apply(box, job, Change(State.PENDING, "limited", gate=Gate(scope, 30, "limited")))
    box.enqueue(delivery("C2", channel=channel("C2")))
    box.enqueue(delivery("C3", channel=channel("C3", "T2")))
    assert sorted(keys(take(box, "b"))) == free
    (gate,) = box.gates()
    assert (gate.until, gate.why) == (START + timedelta(seconds=30), "limited")
    clock.forward(31)
    assert keys(take(box))[0] == "first"
    assert not box.gates()


def test_a_gate_that_is_closed_for_longer_stays_so(box: OutboxPart) -> None:
    box.enqueue(delivery())
    box.enqueue(delivery("d2", channel=channel("C2")))
    for job, wait_s in zip(take(box), (300, 30), strict=True):
        begin(box, job)
        apply(box, job, Change(State.PENDING, gate=Gate(Scope.PLATFORM, wait_s, "limited")))
    (gate,) = box.gates()
    assert gate.until == START + timedelta(seconds=300)


def test_parts_are_frozen_once(box: OutboxPart) -> None:
    box.enqueue(delivery())
    (job,) = take(box)
    first = box.freeze_parts("a", job.id, ["one", "two"], lease_s=LEASE_S)
    assert box.freeze_parts("a", job.id, ["another"], lease_s=LEASE_S) == first
    assert [part.payload for part in box.delivery_parts("d1")] == ["one", "two"]


def test_an_attempt_is_noted_before_it_begins_and_found_by_the_next_owner(
    box: OutboxPart, clock: Clock
) -> None:
    box.enqueue(delivery())
    (job,) = take(box)
    begin(box, job, parts=2)
    clock.forward(5)
    done = Change(State.PENDING, refs=((0, "r0"),), is_kept=True)
    assert box.begin_part("a", job.id, 1, lease_s=LEASE_S, change=done) == clock()
    assert box.release_deliveries("a") == 1
    (again,) = take(box, "b")
    assert [(p.is_sent, p.ref, p.attempted_at) for p in again.parts] == [
        (True, "r0", None),
        (False, "", clock()),
    ]
    assert (again.attempts, again.unsure_since) == (2, clock())


def test_what_is_past_its_time_ends_and_what_it_told_counts_as_untold(
    box: OutboxPart, store: Store, clock: Clock
) -> None:
    box.enqueue(delivery(expires_at=START + timedelta(hours=1)))
    _tell(store)
    (job,) = take(box)
    begin(box, job)
    apply(box, job, Change(State.PENDING, "limited", wait_s=7200))
    clock.forward(3601)
    box.enqueue(delivery("d2"))
    assert keys(take(box)) == ["d2"]
    assert state(box)[0] is State.EXPIRED
    assert _is_void(store)
    (lost,) = box.lost_deliveries(HERE)
    assert lost.key == "d1"
    store._db.write(lambda c: write_reported(c, [lost.id], clock()))
    assert not box.lost_deliveries(HERE)


def test_a_message_that_is_there_in_part_never_expires(box: OutboxPart, clock: Clock) -> None:
    box.enqueue(delivery(expires_at=START + timedelta(hours=1)))
    (job,) = take(box)
    begin(box, job, parts=2)
    apply(box, job, Change(State.PENDING, refs=((0, "r0"),), wait_s=10))
    clock.forward(days=KEPT_DAYS + 1)
    (again,) = take(box)
    assert [part.is_sent for part in again.parts] == [True, False]


def test_an_unsure_one_never_expires_and_one_without_a_term_does_after_days(
    box: OutboxPart, clock: Clock
) -> None:
    box.enqueue(delivery("d1"))
    box.enqueue(delivery("d2", channel=channel("C2")))
    job, _ = take(box)
    begin(box, job)
    clock.forward(days=KEPT_DAYS + 1)
    assert keys(take(box, "b")) == ["d1"]
    assert state(box, "d2")[0] is State.EXPIRED


def test_a_channel_that_is_gone_is_paused_and_what_waits_for_it_refused(box: OutboxPart) -> None:
    for made in (delivery("d1"), delivery("d2"), delivery("other", channel=channel("C2"))):
        box.enqueue(made)
    job = take(box)[0]
    begin(box, job)
    apply(box, job, Change(State.REFUSED, "is_archived", pause=Scope.CHANNEL, is_void=True))
    assert [state(box, key) for key in ("d1", "d2")] == [(State.REFUSED, "is_archived")] * 2
    assert state(box, "other")[0] is State.PENDING
    (pause,) = box.paused()
    assert (pause.channel, pause.why, pause.at) == (HERE, "is_archived", START)
    box.enqueue(delivery("d3"))
    box.release_deliveries("a")
    assert keys(take(box)) == ["other"]
    assert box.resume_channel(HERE)
    assert not box.resume_channel(HERE)
    assert keys(take(box)) == ["d3"]


def test_a_workspace_that_shut_us_out_waits_for_us_to_come_back(box: OutboxPart) -> None:
    box.enqueue(delivery("d1"))
    box.enqueue(delivery("d2", channel=channel("C2")))
    box.enqueue(delivery("other", channel=channel("C1", "T2")))
    job = take(box)[0]
    begin(box, job)
    apply(box, job, Change(State.PENDING, "token_revoked", pause=Scope.WORKSPACE))
    box.release_deliveries("a")
    assert keys(take(box)) == ["other"]
    assert box.resume_around("test", "T1") == 2
    assert keys(take(box)) == ["d1", "d2"]


def test_an_operator_pauses_a_channel(box: OutboxPart) -> None:
    box.pause_channel(HERE, "too loud")
    box.enqueue(delivery())
    assert not take(box)
    assert [pause.why for pause in box.paused()] == ["too loud"]


def test_an_unsure_one_in_a_paused_channel_becomes_unconfirmed(box: OutboxPart, clock: Clock) -> None:
    box.enqueue(delivery())
    (job,) = take(box)
    begin(box, job)
    box.pause_around(HERE, Scope.PLATFORM, "stopped")
    clock.forward(days=1, seconds=1)
    assert not take(box)
    assert state(box)[0] is State.UNCONFIRMED


@pytest.mark.parametrize("action", [Action.REPLY, Action.EDIT])
def test_a_reply_or_change_waits_for_its_target_and_gets_its_reference(
    box: OutboxPart, action: Action
) -> None:
    box.enqueue(delivery("d1", channel=channel("C9")))
    box.enqueue(delivery("d2", action=action, target="d1"))
    send(box)
    (job,) = take(box)
    assert (job.delivery.action, job.target_ref) == (action, "ref of d1")


@pytest.mark.parametrize("action", [Action.REPLY, Action.EDIT])
def test_a_reply_or_change_of_what_was_never_posted_is_posted_by_itself(
    box: OutboxPart, action: Action
) -> None:
    box.enqueue(delivery("d1"))
    box.enqueue(delivery("d2", action=action, target="d1"))
    (job,) = take(box)
    begin(box, job)
    apply(box, job, Change(State.REFUSED, "invalid", is_void=True))
    (job,) = take(box)
    assert (job.delivery.key, job.delivery.action, job.delivery.target, job.target_ref) == (
        *("d2", Action.POST),
        *("", ""),
    )


def test_nothing_is_changed_that_nobody_knows_to_be_there(box: OutboxPart) -> None:
    box.enqueue(delivery("d1"))
    box.enqueue(delivery("d2", action=Action.EDIT, target="d1"))
    (job,) = take(box)
    begin(box, job)
    apply(box, job, Change(State.UNCONFIRMED, "unreadable"))
    assert not take(box)
    assert state(box, "d2")[0] is State.REFUSED


def test_a_delivery_that_waited_long_past_its_time_is_marked(box: OutboxPart, clock: Clock) -> None:
    box.enqueue(delivery())
    clock.forward(601)
    (job,) = take(box)
    assert job.notes == (WAITED,)
    begin(box, job)
    apply(box, job, Change(State.PENDING, "limited", wait_s=700))
    clock.forward(701)
    (job,) = take(box)
    assert job.notes == ()


def test_plain_text_is_rendered_anew(box: OutboxPart) -> None:
    box.enqueue(delivery())
    (job,) = take(box)
    begin(box, job)
    apply(box, job, Change(State.PENDING, "invalid_form", is_plain=True, is_kept=True))
    parts = box.freeze_parts("a", job.id, ["plain one", "plain two"], lease_s=LEASE_S)
    assert [part.payload for part in parts] == ["plain one", "plain two"]
    box.release_deliveries("a")
    (job,) = take(box)
    assert job.is_plain


def test_an_operator_confirms_and_the_other_parts_go_on(box: OutboxPart) -> None:
    box.enqueue(delivery())
    (job,) = take(box)
    begin(box, job, parts=2)
    apply(box, job, Change(State.UNCONFIRMED, "unreadable", is_looked=True))
    assert not take(box)
    assert box.confirm("d1", "r0")
    assert not box.confirm("d1")
    (job,) = take(box)
    assert [(part.is_sent, part.ref, part.attempted_at) for part in job.parts] == [
        (True, "r0", None),
        (False, "", None),
    ]
    begin(box, job, 1)
    apply(box, job, Change(State.SENT, refs=((1, "r1"),)))
    assert state(box) == (State.SENT, "")


def test_an_operator_has_it_posted_once_more(box: OutboxPart, store: Store, clock: Clock) -> None:
    box.enqueue(delivery(is_late=True, expires_at=START + timedelta(hours=1)))
    _tell(store)
    assert not box.resend("d1")
    clock.forward(3601)
    assert not take(box)
    assert _is_void(store)
    assert box.resend("d1")
    assert not _is_void(store)
    (job,) = take(box)
    assert (job.attempts, job.delivery.is_late, job.delivery.expires_at, job.notes) == (0, False, None, ())
    assert not box.resend("nobody")


def test_an_operator_sees_where_everything_stands(box: OutboxPart, clock: Clock) -> None:
    for made in (delivery("d1"), delivery("d2", channel=channel("C2"))):
        box.enqueue(made)
    job, _ = take(box)
    clock.forward(5)
    begin(box, job, parts=3)
    (record,) = box.deliveries([State.UNSURE])
    assert (record.key, record.channel, record.attempts, record.parts, record.sent, record.owner) == (
        *("d1", HERE, 1),
        *(3, 0, "a"),
    )
    assert (record.since, record.due_at) == (clock(), START)
    assert [each.key for each in box.deliveries(channel=channel("C2"))] == ["d2"]
    assert [each.key for each in box.deliveries()] == ["d2", "d1"]
    assert box.delivery("nobody") is None


def test_a_message_that_cannot_be_read_holds_up_nothing(box: OutboxPart, store: Store) -> None:
    box.enqueue(delivery())
    box.enqueue(delivery("d2", channel=channel("C2")))
    spoilt = deliveries.update().where(deliveries.c.key == "d1").values(message=b"junk")
    store._db.write(lambda c: c.execute(spoilt))
    assert keys(take(box)) == ["d2"]
    assert state(box)[0] is State.REFUSED


def test_many_owners_take_each_delivery_once(opened: Callable[[], Store]) -> None:
    boxes = [outbox(opened()) for _ in range(4)]
    for number in range(40):
        boxes[0].enqueue(delivery(f"d{number}", channel=channel(f"C{number % 20}")))
    taken: list[str] = []

    def work(owner: str, box: OutboxPart) -> None:
        while jobs := box.claim_deliveries(owner, platforms=["test"], limit=3, lease_s=LEASE_S):
            for job in jobs:
                taken.append(job.delivery.key)
                begin(box, job, owner=owner)
                apply(box, job, Change(State.SENT, refs=((0, "r"),)), owner)

    threads = [Thread(target=work, args=(f"o{n}", box)) for n, box in enumerate(boxes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work("last", boxes[0])
    assert sorted(taken) == sorted(f"d{number}" for number in range(40))


def _tell(store: Store) -> None:
    """Let d1 have told of a story."""
    known = {
        "id": "s1",
        "headline": "h",
        "first_at": START,
        "last_at": START,
        "created_at": START,
        "updated_at": START,
        "severity": Severity.LOW,
        "direction": Direction.UP,
        "documents": 1,
        "families": [],
        "is_baseline": False,
    }

    def work(connection: object) -> None:
        assert hasattr(connection, "execute")
        connection.execute(insert(stories).values(known))
        row = {"story_id": "s1", "at": START, "revision": 1, "severity": Severity.LOW, "article_ids": []}
        ids = connection.execute(select(deliveries.c.id, deliveries.c.channel_id)).first()
        where = {"delivery_id": ids.id, "channel_id": ids.channel_id, "is_void": False}
        connection.execute(insert(told).values(row | where))

    store._db.write(work)


def _is_void(store: Store) -> bool:
    return bool(store._db.read(lambda c: c.scalar(select(told.c.is_void))))
