"""P2 to P8 and D8: whatever the platform does, each part is there once, or a person is told."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.deliver.messenger import Piece
from bot.deliver.outbox import FOUND
from bot.store.open import open_store
from bot.types import Action, State
from tests.deliver.http_messenger import HttpMessenger
from tests.deliver.making import HERE, START, channel, delivery, outbox
from tests.deliver.running import faults
from tests.deliver.scaled import Desk, Pace
from tests.servers.platform import Platform
from tests.servers.platform.plan import NAMED
from tests.servers.postgres import Postgres

OF_POSTS = tuple(name for name in NAMED if name not in {"empty", "shuffled"} and "unread" not in name)
OF_HISTORY = ("unread 500", "unread 429", "unread", "empty")


@pytest.fixture
def pace() -> Pace:
    return Pace()


@pytest.fixture
def desk(url: str, platform: Platform, pace: Pace) -> Iterator[Desk]:
    with open_store(url, clock=pace) as store:
        yield Desk(outbox(store), platform, pace)


def state(desk: Desk, key: str = "d1") -> tuple[State, str]:
    record = desk.box.delivery(key)
    assert record is not None
    return record.state, record.why


def test_an_answer_that_does_not_come_whole_leads_to_a_look_and_to_one_post(desk: Desk) -> None:
    """P2 and P3, each fault for the second of three parts, each in a channel of its own."""
    made = [delivery(name, 3, channel=channel(f"C{n}")) for n, name in enumerate(OF_POSTS)]
    script = [
        {"op": "post", "channel": f"T1/C{n}", "times": 1, **shape}
        for n, name in enumerate(OF_POSTS)
        for shape in ({"accept": True}, _shape(name))
    ]
    desk.platform.plan(script=script, lag_s=0.05)
    for each in made:
        desk.box.enqueue(each)
    desk.drive()
    assert faults(desk.box, desk.platform, made) == []
    for name in OF_POSTS:
        tries = [one for one in desk.platform.requests("post") if one["key"] == name]
        assert len(tries) == 3 + (not NAMED[name].accept), name


def _shape(name: str) -> dict[str, object]:
    fault = NAMED[name]
    return {each: getattr(fault, each) for each in ("accept", "answer", "delay_s", "retry_after", "scope")}


@pytest.mark.parametrize(
    ("after", "least_s", "most_s"),
    [
        *[("1", 1, 20), ("30", 30, 60), ("600", 600, 700), ("date:30", 25, 60)],
        *[(None, 1, 20), ("-7", 1, 20), ("nan", 1, 20), ("soon", 1, 20)],
    ],
)
def test_a_limit_is_waited_for_and_other_channels_go_on(
    desk: Desk, pace: Pace, after: str | None, least_s: float, most_s: float
) -> None:
    """P4, for one channel."""
    limit = {"op": "post", "channel": "T1/C1", "accept": False, "answer": "429", "retry_after": after}
    desk.platform.plan(script=[limit])
    made = [delivery("d1"), delivery("other", channel=channel("C2"))]
    for each in made:
        desk.box.enqueue(each)
    desk.drive(until_s=1.0)
    assert state(desk, "other")[0] is State.SENT
    assert state(desk, "d1")[0] is State.PENDING
    desk.drive()
    assert faults(desk.box, desk.platform, made) == []
    assert least_s <= (pace() - START).total_seconds() <= most_s
    assert len(desk.platform.requests("post")) == 3


def test_a_limit_for_all_stops_all_and_what_is_too_late_by_then_is_reported(desk: Desk, pace: Pace) -> None:
    """P4, for the platform; the term of one of the deliveries is over before the wait is."""
    limit = {"accept": False, "answer": "429", "retry_after": "3600", "scope": "platform"}
    desk.platform.plan(script=[{"op": "post", **limit}])
    made = [delivery("d1"), delivery("d2", channel=channel("C2", "T2"))]
    desk.box.enqueue(made[0])
    desk.drive(until_s=1.0)
    desk.box.enqueue(made[1])
    desk.box.enqueue(delivery("short", channel=channel("C3"), expires_at=pace() + timedelta(seconds=600)))
    desk.drive(until_s=3_000.0, step_s=60.0)
    assert len(desk.platform.requests("post")) == 1
    assert [one.key for one in desk.box.lost_deliveries(channel("C3"))] == ["short"]
    desk.drive(step_s=60.0)
    assert [state(desk, key)[0] for key in ("d1", "d2", "short")] == [
        *(State.SENT, State.SENT),
        State.EXPIRED,
    ]


def test_a_platform_that_refuses_for_hours_is_not_asked_in_a_tight_loop(desk: Desk) -> None:
    desk.platform.plan(script=[{"op": "post", "accept": False, "answer": "429", "times": 0}])
    desk.box.enqueue(delivery())
    desk.drive(until_s=4 * 3_600.0, step_s=60.0)
    assert 20 <= len(desk.platform.requests("post")) <= 70


@pytest.mark.parametrize("name", OF_HISTORY)
def test_a_history_that_cannot_be_read_for_a_while_is_read_later(desk: Desk, name: str) -> None:
    """P5: no second post meanwhile."""
    lost = {"op": "post", "accept": True, "answer": "rst"}
    desk.platform.plan(script=[lost, {"op": "history", "times": 3, **_shape(name)}])
    desk.box.enqueue(delivery())
    desk.drive()
    assert faults(desk.box, desk.platform, [delivery()]) == []
    assert state(desk) == (State.SENT, FOUND)
    assert len(desk.platform.requests("post")) == 1


def test_a_history_that_can_never_be_read_is_a_persons_affair(desk: Desk) -> None:
    """P5: unconfirmed after an hour, and the next delivery of the channel goes on."""
    lost = {"op": "post", "accept": True, "answer": "silence"}
    desk.platform.plan(script=[lost, {"op": "history", "times": 0, "answer": "500"}])
    desk.box.enqueue(delivery("d1"))
    desk.box.enqueue(delivery("d2"))
    desk.drive(until_s=3_000.0, step_s=60.0)
    assert [state(desk, key)[0] for key in ("d1", "d2")] == [State.UNSURE, State.PENDING]
    desk.drive(step_s=60.0)
    assert state(desk, "d1")[0] is State.UNCONFIRMED
    assert "nobody knows" in state(desk, "d1")[1]
    assert len([one for one in desk.platform.requests("post") if one["key"] == "d1"]) == 1
    assert desk.box.confirm("d1")
    assert state(desk, "d1")[0] is State.SENT


@pytest.mark.parametrize(("others", "most", "ends"), [(40, 0, State.SENT), (20, 1, State.UNCONFIRMED)])
def test_a_post_is_found_pages_back_and_missed_by_nobody_where_the_pages_end_early(
    desk: Desk, others: int, most: int, ends: State
) -> None:
    """P5: paged, out of order; 15 only."""
    lost = {"op": "post", "accept": True, "answer": "drop"}
    late = {"op": "history", "answer": "shuffled", "times": 0}
    desk.platform.plan(script=[lost, late], most=most)

    async def chatter(messenger: HttpMessenger) -> None:
        await messenger.post(HERE, Piece("d1", 0, "rich: d1, part 0"))
        for number in range(others):
            await messenger.post(HERE, Piece(f"other {number}", 0, "words"))

    desk.run(chatter)
    desk.box.enqueue(delivery(is_late=True))
    desk.drive(step_s=120.0)
    assert state(desk)[0] is ends
    assert len([one for one in desk.platform.requests("post") if one["key"] == "d1"]) == 1


@pytest.mark.parametrize("why", ["channel_not_found", "is_archived", "not_in_channel", "restricted_action"])
def test_a_channel_that_is_gone_is_left_alone_and_others_are_not(desk: Desk, why: str) -> None:
    """P7."""
    desk.platform.plan(states={"T1/C1": why})
    for made in (delivery("d1"), delivery("d2"), delivery("other", channel=channel("C2"))):
        desk.box.enqueue(made)
    desk.drive(until_s=600.0)
    assert [state(desk, key) for key in ("d1", "d2")] == [(State.REFUSED, why)] * 2
    assert state(desk, "other")[0] is State.SENT
    assert len(desk.platform.requests("post")) == 2
    assert [pause.why for pause in desk.box.paused()] == [why]


def test_a_workspace_that_revoked_our_token_is_left_alone_until_we_are_back(desk: Desk) -> None:
    desk.platform.plan(states={"T1": "token_revoked"})
    made = [delivery("d1"), delivery("d2", channel=channel("C2"))]
    desk.box.enqueue(made[0])
    desk.drive(until_s=600.0)
    assert len(desk.platform.requests("post")) == 1
    desk.box.enqueue(made[1])
    desk.platform.plan(states={})
    assert desk.box.resume_around("test", "T1") == 1
    desk.drive()
    assert faults(desk.box, desk.platform, made) == []


def test_a_form_that_is_not_taken_goes_once_more_as_plain_text_under_the_same_key(desk: Desk) -> None:
    """P8."""
    invalid = {"op": "post", "form": "rich", "accept": False, "answer": "invalid_form", "times": 0}
    desk.platform.plan(script=[invalid])
    desk.box.enqueue(delivery(parts=2))
    desk.drive()
    assert faults(desk.box, desk.platform, [delivery(parts=2)]) == []
    assert len(desk.platform.requests("post")) == 3
    record = desk.box.delivery("d1")
    assert record is not None
    assert record.is_plain


def test_what_is_not_even_taken_as_plain_text_is_refused(desk: Desk) -> None:
    """P8."""
    desk.platform.plan(script=[{"op": "post", "accept": False, "answer": "msg_too_long", "times": 0}])
    desk.box.enqueue(delivery("d1"))
    desk.drive()
    assert state(desk) == (State.REFUSED, "msg_too_long")
    assert len(desk.platform.requests("post")) == 2


def test_a_platform_that_is_not_there_is_waited_for(desk: Desk) -> None:
    desk.box.enqueue(delivery())
    there, desk.platform = desk.platform, Platform(1)
    desk.drive(until_s=60.0)
    assert state(desk)[0] is State.PENDING
    desk.platform = there
    desk.drive()
    assert faults(desk.box, desk.platform, [delivery()]) == []


@pytest.mark.parametrize("answer", ["ok", "rst", "silence"])
def test_a_reply_goes_into_its_thread_and_a_change_into_its_place(desk: Desk, answer: str) -> None:
    fault = {"accept": True, "answer": answer}
    desk.platform.plan(script=[{"op": "edit", **fault}])
    first = delivery("d1")
    reply = delivery("d2", action=Action.REPLY, target="d1")
    edit = delivery("d3", action=Action.EDIT, target="d1")
    for made in (first, reply, edit):
        desk.box.enqueue(made)
    desk.drive()
    shown = desk.platform.final()["T1/C1"]
    assert [(one["text"], one["thread"]) for one in shown] == [
        ("rich: d3, part 0", ""),
        ("rich: d2, part 0", shown[0]["id"]),
    ]
    assert state(desk, "d3")[0] is State.SENT


@pytest.fixture
def copied(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes a backup of the database, as it is then; its address."""

    def copy() -> str:
        if url.startswith("sqlite"):
            target = tmp_path / "backup.db"
            shutil.copy(url.removeprefix("sqlite:///"), target)
            return f"sqlite:///{target}"
        server: Postgres = request.getfixturevalue("postgres")
        return server.url(server.fresh(url.partition("@/")[2].partition("?")[0]))

    return copy


def test_a_backup_from_yesterday_posts_only_what_was_not_posted_since(
    url: str, copied: Callable[[], str], platform: Platform, pace: Pace
) -> None:
    """D8: one was posted after the backup, one half before and half after, one never."""
    posted, half, never = (delivery(key, 2, channel=channel(key)) for key in ("posted", "half", "never"))
    with open_store(url, clock=pace) as store:
        desk = Desk(outbox(store), platform, pace)
        platform.plan(script=[{"op": "post", "channel": "T1/half", "times": 1}, _later("half")])
        for made in (posted, half):
            desk.box.enqueue(made)
        desk.box.pause_channel(posted.channel, "kept back for the backup")
        desk.drive(until_s=1.0)
    backup = copied()
    pace.forward(10.0)
    with open_store(url, clock=pace) as store:
        desk = Desk(outbox(store), platform, pace)
        desk.box.resume_channel(posted.channel)
        platform.plan(script=[])
        desk.drive()
        assert faults(desk.box, platform, [posted, half]) == []
    pace.forward(86_400.0)
    with open_store(backup, clock=pace) as store:
        desk = Desk(outbox(store), platform, pace)
        desk.box.resume_channel(posted.channel)
        desk.box.enqueue(never)
        desk.drive()
        assert faults(desk.box, platform, [posted, half, never]) == []
        assert state(desk, "posted") == (State.SENT, FOUND)


def _later(name: str) -> dict[str, object]:
    return {"op": "post", "channel": f"T1/{name}", "accept": False, "answer": "429", "retry_after": "5"}


def test_a_slot_that_a_restored_store_makes_again_is_found(desk: Desk) -> None:
    """D8: the backup does not know the delivery at all."""

    async def before(messenger: HttpMessenger) -> None:
        await messenger.post(HERE, Piece("d1", 0, "rich: d1, part 0"))

    desk.run(before)
    made = delivery(is_late=True, due_at=START - timedelta(hours=5))
    desk.box.enqueue(made)
    desk.drive()
    assert state(desk) == (State.SENT, FOUND)
    assert len(desk.platform.requests("post")) == 1
