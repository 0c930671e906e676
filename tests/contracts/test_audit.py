"""Every store: who changed what, how often commands were used, and pictures."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.store.delivery_records import AuditLine
from bot.store.store import Store
from tests.contracts.making import START, Clock


def line(subject: str, channel: str = "desk", tenant: str = "terminal/local") -> AuditLine:
    return AuditLine(tenant, channel, "ada \x00", "mute", subject, "before", "after")


def test_changes_are_listed_newest_first_by_tenant_and_channel(store: Store, clock: Clock) -> None:
    for number, (channel, tenant) in enumerate(
        [
            ("desk", "terminal/local"),
            ("other", "terminal/local"),
            ("desk", "slack/T1"),
            ("desk", "terminal/local"),
        ]
    ):
        store.note(line(f"s{number}", channel, tenant))
        clock.forward(1)
    listed = store.audit("terminal/local")
    assert [one.subject for one in listed] == ["s3", "s1", "s0"]
    assert listed[0].at == START + timedelta(seconds=3)
    assert (listed[0].user, listed[0].before, listed[0].after) == ("ada \ufffd", "before", "after")
    assert [one.subject for one in store.audit("terminal/local", channel="desk", limit=1)] == ["s3"]
    assert store.audit("nobody") == ()


def test_uses_are_counted_until_a_scope_is_used_up(store: Store, clock: Clock) -> None:
    scopes = {"user:ada": 2, "tenant:local": 3}
    assert [store.use(scopes, window_s=60) for _ in range(3)] == [None, None, "user:ada"]
    assert store.use({"user:bob": 2, "tenant:local": 3}, window_s=60) is None
    assert store.use({"user:bob": 2, "tenant:local": 3}, window_s=60) == "tenant:local"
    clock.forward(60)
    assert store.use(scopes, window_s=60) is None


def test_what_is_refused_is_not_counted(store: Store) -> None:
    store.use({"tenant": 1}, window_s=60)
    for _ in range(5):
        assert store.use({"user": 1, "tenant": 1}, window_s=60) == "tenant"
    assert store.use({"user": 1}, window_s=60) is None


def test_a_limit_of_none_and_no_scope_at_all(store: Store) -> None:
    assert store.use({"user": 0}, window_s=60) == "user"
    assert store.use({}, window_s=60) is None


def test_a_window_is_the_same_for_every_microsecond_of_it(store: Store, clock: Clock) -> None:
    dice = random.Random(3)  # noqa: S311 - instants
    for number in range(150):
        clock.at = START + timedelta(days=number, microseconds=dice.choice((0, 1, 999_999, 123_457)))
        assert store.use({f"user{number}": 1}, window_s=60.0) is None
        clock.at = START + timedelta(days=number, microseconds=dice.randrange(60_000_000))
        assert store.use({f"user{number}": 1}, window_s=60.0) == f"user{number}"


def test_just_as_many_as_are_allowed_pass_when_many_ask_at_once(opened: Callable[[], Store]) -> None:
    stores = [opened() for _ in range(4)]

    def ask(number: int) -> int:
        mine = {f"user:{number}": 100, "tenant": 25}
        if number % 2:  # in another order: nobody may wait for the other in a ring
            mine = dict(reversed(list(mine.items())))
        return sum(stores[number].use(mine, window_s=3_600) is None for _ in range(15))

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(ask, range(4))) == 25


def test_a_picture_is_kept_once_and_comes_back_byte_for_byte(store: Store) -> None:
    png = b"\x89PNG\r\n\x1a\n\x00" + bytes(range(256)) * 100
    digest = store.put_picture(png)
    assert store.put_picture(png) == digest
    assert store.put_picture(png + b"!") != digest
    found = store.picture(digest)
    assert isinstance(found, bytes)
    assert found == png
    assert store.picture("0" * 32) is None
