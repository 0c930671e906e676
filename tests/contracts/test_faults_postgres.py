"""PostgreSQL in trouble; rows D4 and D5 of the project's plan of faults."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.errors import StoreUnavailable
from bot.store.open import open_store
from bot.store.records import Placement
from bot.store.store import Store
from tests.contracts.making import Clock, article, claim, feed, item, kept, offer, polled, publish
from tests.contracts.test_faults_sqlite import target
from tests.servers.cutter import Cutter
from tests.servers.postgres import Postgres

CUT = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
         WHERE pid <> pg_backend_pid() AND datname = '{}'"""

UNDER_WAY = """SELECT count(*) FROM pg_stat_activity
               WHERE pid <> pg_backend_pid() AND datname = '{}' AND state <> 'idle'"""


def name_of(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture
def plain(postgres_url: str, clock: Clock) -> Iterator[Store]:
    with open_store(postgres_url, clock=clock, sleep=lambda _: None) as store:
        yield store


@pytest.fixture
def cutter(postgres: Postgres) -> Iterator[Cutter]:
    with (
        tempfile.TemporaryDirectory(dir="/tmp") as folder,
        Cutter(Path(folder), postgres.folder) as proxy,
    ):  # a short path
        yield proxy


@pytest.fixture
def cut_store(postgres: Postgres, postgres_url: str, cutter: Cutter, clock: Clock) -> Iterator[Store]:
    name = name_of(postgres_url)
    url = f"postgresql://postgres@/{name}?host={cutter.folder}"
    with open_store(url, clock=clock, sleep=lambda _: until_settled(postgres, name)) as store:
        yield store


def until_settled(postgres: Postgres, name: str) -> None:
    """Return when the server has noticed which connections are cut: until then it calls their work under way."""
    end = time.monotonic() + 10
    while postgres.run(UNDER_WAY.format(name))[0][0]:
        assert time.monotonic() < end


def test_d5_connections_that_the_server_ended_are_made_anew(
    plain: Store, postgres: Postgres, postgres_url: str
) -> None:
    publish(plain, "a", "Body.")
    for ask in (plain.feeds, plain.counts, lambda: offer(plain, item("b")), lambda: claim(plain)):
        assert postgres.run(CUT.format(name_of(postgres_url)))[0][0]
        ask()
    postgres.run(CUT.format(name_of(postgres_url)))
    with plain.placing() as desk:
        desk.place(1, Placement("s"))
    assert plain.counts().stories == 1


def test_d5_a_connection_that_ends_in_the_middle_of_a_transaction_is_tried_again(
    plain: Store, postgres: Postgres, postgres_url: str
) -> None:
    tries = []

    def work(connection: Connection) -> int:
        tries.append(1)
        connection.execute(text("INSERT INTO meta (key, value) VALUES ('k', 'v')"))
        if len(tries) < 3:
            postgres.run(CUT.format(name_of(postgres_url)))
        return int(connection.scalar(text("SELECT count(*) FROM meta")) or 0)

    assert plain._db.write(work) == 1
    assert len(tries) == 3


def test_d5_a_desk_whose_connection_ends_leaves_nothing(
    plain: Store, postgres: Postgres, postgres_url: str
) -> None:
    publish(plain, "a", "Body.")

    def place() -> None:
        with plain.placing() as desk:
            desk.place(1, Placement("s"))
            postgres.run(CUT.format(name_of(postgres_url)))
            desk.pending(9)

    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        place()
    assert plain.has_unplaced()
    assert plain.story("s") is None


@pytest.mark.parametrize("cuts", [["before"], ["after"], ["before", "after"], ["after", "before"]])
def test_d5_a_connection_cut_at_commit_writes_once(cut_store: Store, cutter: Cutter, cuts: list[str]) -> None:
    offer(cut_store, item("a"))
    (job,) = claim(cut_store)
    cutter.cuts += cuts
    done = cut_store.settle_entry("reader", job.id, kept(article("Body.")))
    assert (done.document_id is not None, done.is_new_document) == (True, True)
    assert cutter.done == cuts[: 1 if cuts[0] == "after" else 2]
    assert (cut_store.counts().documents, cut_store.counts().versions) == (1, 1)
    assert not claim(cut_store)


def test_d5_a_poll_cut_at_commit_tells_what_it_wrote(cut_store: Store, cutter: Cutter, clock: Clock) -> None:
    cut_store.add_feed(feed())
    cut_store.claim_feeds("p", limit=1, lease_s=60)
    cutter.cuts += ["after"]
    assert cut_store.settle_poll("p", feed().url, polled(feed(), clock()), [item("a")]).new == 1
    assert cut_store.counts().waiting == 1


def test_d5_a_desk_cut_at_commit_is_kept_if_the_server_has_it(cut_store: Store, cutter: Cutter) -> None:
    publish(cut_store, "a", "Body.")
    cutter.cuts += ["before"]
    with pytest.raises(StoreUnavailable), cut_store.placing() as desk:
        desk.place(1, Placement("s"))
    assert cut_store.has_unplaced()
    cutter.cuts += ["after"]
    with cut_store.placing() as desk:
        desk.place(1, Placement("s"))
    assert not cut_store.has_unplaced()


def test_d5_a_serialization_failure_is_tried_again_and_not_for_ever(plain: Store) -> None:
    tries = []

    def work(connection: Connection, failures: int) -> str:
        tries.append(1)
        if len(tries) <= failures:
            connection.execute(text("DO $$ BEGIN RAISE serialization_failure; END $$"))
        return "done"

    assert plain._db.write(lambda c: work(c, 2)) == "done"
    assert len(tries) == 3
    tries.clear()
    with pytest.raises(StoreUnavailable, match="again and again"):
        plain._db.write(lambda c: work(c, 99))
    assert len(tries) == 4


def test_d5_a_server_that_takes_no_changes_says_so_and_is_still_read(
    plain: Store, postgres: Postgres, postgres_url: str
) -> None:
    publish(plain, "a", "A harbour.")
    postgres.run(f"ALTER DATABASE {name_of(postgres_url)} SET default_transaction_read_only = on")
    postgres.run(CUT.format(name_of(postgres_url)))
    with pytest.raises(StoreUnavailable, match="takes no changes now"):
        offer(plain, item("b"))
    assert plain.search("harbour")
    postgres.run(f"ALTER DATABASE {name_of(postgres_url)} RESET default_transaction_read_only")
    postgres.run(CUT.format(name_of(postgres_url)))
    offer(plain, item("b"))


def test_d1_a_lock_that_is_held_too_long_is_said(postgres_url: str, clock: Clock) -> None:
    with (
        open_store(postgres_url, clock=clock) as one,
        open_store(postgres_url, clock=clock, lock_s=0.2, sleep=lambda _: None) as two,
        one.placing(),
    ):
        with pytest.raises(StoreUnavailable, match="is locked"), two.placing():
            pass
        assert two.counts().feeds == 0


def test_d4_a_migration_that_is_killed_leaves_the_old_schema(postgres: Postgres) -> None:
    name = postgres.fresh()
    for statements in (4, 20, 40):
        with target("migrate_and_die", postgres.url(name), statements) as process:
            process.communicate()
        assert process.returncode == -9
        assert postgres.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name) == [(0,)]
    open_store(postgres.url(name)).close()
    postgres.drop(name)


def test_d4_processes_that_start_at_once_migrate_once(postgres: Postgres) -> None:
    name = postgres.fresh()
    started = [target("start_when_told", postgres.url(name)) for _ in range(3)]
    for each in started:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in started:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    assert [each.communicate()[0] for each in started] == ["0\n"] * 3
    postgres.drop(name)


def test_leases_are_given_by_the_server_s_clock(postgres_url: str, postgres: Postgres) -> None:
    """Processes on machines whose clocks differ agree on when a lease ends."""
    with open_store(postgres_url) as store:
        before, now, after = (
            postgres.run("SELECT now()")[0][0],
            store.now(),
            postgres.run("SELECT now()")[0][0],
        )
    assert before <= now <= after  # type: ignore[operator]
