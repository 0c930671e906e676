"""Who may do what: every command, asked by a manager, a member, and in a conversation alone."""

from dataclasses import replace

import pytest

from bot.commands import COMMANDS, Command, Who
from bot.types import Para
from tests.commands.newsroom import DESK, MANAGER, MEMBER, Room, private, words

FITTING = {
    "url": "https://news.example/a",
    "search": "oil",
    "actor": "Russia",
    "dyad": "Russia / Ukraine",
    "since": "24h",
    "more": "war",
    "sources": "war",
    "evidence": "war",
    "mute": "war",
    "unmute": "war",
    "useful": "war",
    "useless": "war",
    "subscribe": "country Japan",
    "unsubscribe": "",
    "schedule": "09:00",
    "watch": "oil",
    "alerts": "high",
    "quiet": "22:00-07:00",
    "policy": "silent",
}
"""Arguments with which a command does something."""

MANAGED = {
    "subscribe",
    "unsubscribe",
    "schedule",
    "watch",
    "alerts",
    "quiet",
    "policy",
    "resume",
    "audit",
}
"""Written down a second time, so that a permission is not given away by a slip in the list."""


def test_what_is_for_managers_is_written_down_twice() -> None:
    assert {command.name for command in COMMANDS if command.who is Who.MANAGERS} == MANAGED


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_a_member_is_refused_what_is_for_managers(command: Command, room: Room) -> None:
    room(MANAGER, "subscribe everything")
    before = room.store.subscriptions(DESK), room.store.audit("slack/T1")
    reply = room(MEMBER, f"{command.name} {FITTING.get(command.name, '')}")
    is_refused = "is for managers" in words(reply.message)
    assert is_refused == (command.name in MANAGED)
    if is_refused:
        assert reply.is_private
        assert any(isinstance(b, Para) and "those who administer" in b.text for b in reply.message.blocks)
        assert (room.store.subscriptions(DESK), room.store.audit("slack/T1")) == before


@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: one.name)
def test_a_manager_is_refused_nothing(command: Command, room: Room) -> None:
    room(MANAGER, "subscribe everything")
    said = room.says(MANAGER, f"{command.name} {FITTING.get(command.name, '')}")
    assert "is for managers" not in said
    assert "Not done" not in said


def test_everyone_manages_a_conversation_of_their_own(room: Room) -> None:
    alone = private(MEMBER)
    assert "Subscribed" in room.says(alone, "subscribe everything")
    assert [record.subscription.channel for record in room.store.subscriptions()] == [alone.channel]


def test_help_says_for_whom_a_command_is(room: Room) -> None:
    assert "Who may: managers of the channel." in room.says(MEMBER, "help schedule")
    assert "For managers of this channel." in room.says(MEMBER, "help")
    assert "For managers of this channel." not in room.says(MANAGER, "help")


def test_help_lists_every_command_and_explains_each(room: Room) -> None:
    listed = room.says(MEMBER, "help")
    for command in COMMANDS:
        assert f"{command.form} · {command.help}" in listed
        one = room.says(MEMBER, f"help {command.name}")
        assert command.help in one
        assert f"Use: {command.form}" in one


def test_help_for_what_is_no_command_names_near_ones(room: Room) -> None:
    assert "[Did you mean schedule?: help schedule]" in room.says(MEMBER, "help shedule")


def test_changes_are_seen_by_the_channel_and_readings_by_the_asker_alone(room: Room) -> None:
    seen = [
        "subscribe everything",
        "schedule 09:00",
        "quiet 22:00-07:00",
        "alerts high",
        "policy line",
        "watch oil",
    ]
    for text in (*seen, "mute war", "unmute war"):
        assert not room(MANAGER, text).is_private, text
    for text in (
        "",
        "oil",
        "status",
        "why",
        "audit",
        "help",
        "more war",
        "schedule",
        "subscribe",
        "useful war",
    ):
        assert room(replace(MANAGER, user="U8"), text).is_private, text
