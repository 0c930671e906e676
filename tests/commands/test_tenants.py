"""What one tenant does, another neither sees nor changes."""

from dataclasses import replace

import pytest

from bot.commands import Asker
from tests.commands.newsroom import DESK, ELSEWHERE, MANAGER, MEMBER, OTHER_ROOM, STRANGER, Room

NEIGHBOUR = replace(MANAGER, channel=OTHER_ROOM)


@pytest.fixture
def ours(room: Room) -> str:
    """Id of a subscription of ours; a story is muted and rated here, too."""
    room(MANAGER, "subscribe country Japan")
    room(MEMBER, "mute war")
    room(MEMBER, "useful war")
    (record,) = room.store.subscriptions(DESK)
    return record.subscription.id


@pytest.mark.parametrize("asker", [STRANGER, NEIGHBOUR], ids=["another tenant", "another channel"])
@pytest.mark.parametrize(
    "text",
    [
        "unsubscribe {}",
        "schedule 10:00 {}",
        "alerts critical {}",
        "quiet 01:00-02:00 {}",
        "policy silent {}",
        "unmute war",
        "unmute",
        "resume",
    ],
)
def test_nobody_changes_what_belongs_to_another_channel(
    asker: Asker, text: str, room: Room, ours: str
) -> None:
    room.store.pause_channel(DESK, "archived")
    before = kept(room)
    assert "Japan" not in room.says(asker, text.format(ours))
    assert kept(room) == before
    assert not room.store.subscriptions(asker.channel)


def kept(room: Room) -> object:
    """All that is ours to change."""
    audit = room.store.audit("slack/T1", channel="C1")
    return room.store.subscriptions(DESK), room.store.muted(DESK), audit


@pytest.mark.parametrize("asker", [STRANGER, NEIGHBOUR], ids=["another tenant", "another channel"])
def test_nobody_sees_what_belongs_to_another_channel(asker: Asker, room: Room, ours: str) -> None:
    for text in ("status", "why", "audit", "mute", "unsubscribe", "latest"):
        said = room.says(asker, text)
        assert ours not in said
        assert "Japan" not in said.replace("Japan / South Korea", "").replace("“Japan and South Korea", ""), (
            text
        )
        assert "U1" not in said
    assert "useful here: 0" in room.says(asker, "status")


def test_the_answer_to_anothers_id_is_that_to_an_id_that_is_none(room: Room, ours: str) -> None:
    theirs = room.says(STRANGER, f"unsubscribe {ours}")
    none = room.says(STRANGER, "unsubscribe chat-0000000000000000")
    assert theirs.replace(ours, "ID") == none.replace("chat-0000000000000000", "ID")


def test_the_same_wish_of_two_channels_makes_two_subscriptions(room: Room, ours: str) -> None:
    room(STRANGER, "subscribe country Japan")
    (theirs,) = room.store.subscriptions(ELSEWHERE)
    assert theirs.subscription.id != ours
    assert len(room.store.audit("slack/T2")) == 1


def test_mutes_and_ratings_are_the_channels_own(room: Room, ours: str) -> None:
    del ours
    assert "Port of Odesa shelled" in room.says(STRANGER, "latest")
    room(STRANGER, "mute calm")
    assert room.store.muted(DESK) == {"war"}
    assert room.store.muted(ELSEWHERE) == {"calm"}
    assert room.store.ratings(ELSEWHERE) == (0, 0)
