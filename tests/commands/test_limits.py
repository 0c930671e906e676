"""How often commands may be used: by a user, by a tenant, and in all."""

import asyncio
from dataclasses import replace

import pytest

from bot.analyse.roster import Roster
from bot.commands import Commands, Limits, make_desk
from bot.commands.limits import Gate
from bot.store.store import Store
from bot.subscription_list import Known
from bot.types import Briefing, Time
from tests.brief import dossiers
from tests.commands.newsroom import (
    DESK,
    MANAGER,
    MEMBER,
    STRANGER,
    TALKS,
    Monotonic,
    Room,
    make_room,
    talks,
    words,
)
from tests.contracts.making import Clock

WAIT = "Please wait a moment"


class Counting:
    """Briefs any address, and counts how often."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    async def __call__(self, url: str) -> Briefing:
        self.urls.append(url)
        return talks(dossiers.article(TALKS, headline="Accord on fisheries signed", url=url))


@pytest.fixture
def brief_url() -> Counting:
    return Counting()


@pytest.fixture
def limited(store: Store, clock: Clock, known: Known, roster: Roster, brief_url: Counting) -> Room:
    return make_room(store, clock, known, roster, limits=Limits(), brief_url=brief_url)


def test_a_user_is_asked_to_wait_and_told_until_when(limited: Room) -> None:
    said = [limited.says(MEMBER, "help") for _ in range(25)]
    assert [WAIT in one for one in said] == [False] * 20 + [True] * 5
    reply = limited(MEMBER, "help")
    assert reply.is_private
    (until,) = (block.at for block in reply.message.blocks if isinstance(block, Time))
    assert (until - limited.clock.at).total_seconds() == 60
    assert WAIT not in limited.says(replace(MEMBER, user="U2"), "help")


def test_a_thousand_commands_of_one_user_do_no_work_beyond_the_limit(limited: Room) -> None:
    async def flood() -> list[bool]:
        lines = [limited.commands.run(MANAGER, f"watch word{n}") for n in range(1_000)]
        return [WAIT in words(reply.message) for reply in await asyncio.gather(*lines)]

    refused = asyncio.run(flood())
    assert refused.count(False) == 20
    assert len(limited.store.subscriptions(DESK)) == 10  # the cap of a channel
    assert len(limited.store.audit("slack/T1", limit=99)) == 10


def test_who_is_known_to_be_over_the_limit_costs_the_database_nothing(store: Store) -> None:
    monotonic = Monotonic()
    gate = Gate(store, Limits(user=1), monotonic)
    assert gate.known(MEMBER, is_url=False) is None
    assert gate.enter(MEMBER, is_url=False) is None
    full = gate.enter(MEMBER, is_url=False)
    assert full is not None
    assert gate.known(MEMBER, is_url=False) == full
    monotonic.s = 61.0
    assert gate.known(MEMBER, is_url=False) is None


def test_after_the_minute_a_user_may_go_on(limited: Room) -> None:
    for _ in range(21):
        limited(MEMBER, "help")
    limited.clock.forward(60)
    limited.monotonic.s += 60
    assert WAIT not in limited.says(MEMBER, "help")


def test_the_limit_is_the_same_for_all_processes(
    limited: Room, store: Store, clock: Clock, known: Known, roster: Roster
) -> None:
    other = make_room(store, clock, known, roster, limits=Limits())
    for _ in range(10):
        limited(MEMBER, "help")
        other(MEMBER, "help")
    assert WAIT in limited.says(MEMBER, "help")
    assert WAIT in other.says(MEMBER, "help")


def test_a_tenant_has_a_limit_that_does_not_touch_another(
    store: Store, clock: Clock, known: Known, roster: Roster
) -> None:
    room = make_room(store, clock, known, roster, limits=Limits(tenant=5))
    said = [room.says(replace(MEMBER, user=f"U{n}"), "help") for n in range(7)]
    assert [WAIT in one for one in said] == [False] * 5 + [True] * 2
    assert "This workspace or server asked very often" in said[-1]
    assert WAIT not in room.says(STRANGER, "help")


def test_all_together_have_a_limit(store: Store, clock: Clock, known: Known, roster: Roster) -> None:
    room = make_room(store, clock, known, roster, limits=Limits(everyone=1))
    room(MEMBER, "help")
    assert "Very many people ask" in room.says(STRANGER, "help")


def test_addresses_have_a_narrower_limit_and_searches_go_on(limited: Room, brief_url: Counting) -> None:
    said = [limited.says(MEMBER, f"https://news.example/{n}") for n in range(7)]
    assert [WAIT in one for one in said] == [False] * 5 + [True] * 2
    assert len(brief_url.urls) == 5
    assert "for addresses" in said[-1]
    assert WAIT not in limited.says(MEMBER, "help")


def test_addresses_of_a_tenant_are_limited_together(limited: Room, brief_url: Counting) -> None:
    for n in range(40):
        limited(replace(MEMBER, user=f"U{n}"), f"https://news.example/{n}")
    assert len(brief_url.urls) == 30


def test_refusals_count(limited: Room) -> None:
    said = [limited.says(MEMBER, "subscribe everything") for _ in range(21)]
    assert "is for managers" in said[19]
    assert WAIT in said[20]


def test_the_clock_of_this_machine_serves_where_no_other_is_given(
    store: Store, known: Known, roster: Roster
) -> None:
    commands = Commands(make_desk(store, known, roster), Limits(user=1))
    said = [words(asyncio.run(commands.run(MEMBER, "help")).message) for _ in range(3)]
    assert [WAIT in one for one in said] == [False, True, True]
