"""Whatever anybody types: an answer, and no change by who may not."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.analyse.roster import Roster
from bot.commands import COMMANDS, Limits
from bot.errors import StoreUnavailable
from bot.store.open import open_store
from bot.store.store import Store
from bot.subscription_list import Known
from bot.types import Article, Block, Briefing, Button, Heading, Para
from tests.brief import dossiers
from tests.commands.newsroom import DESK, MANAGER, MEMBER, Room, make_room, publish, seen, tell
from tests.contracts.making import Clock

HOSTILE = [
    "'; DROP TABLE subscriptions; --",
    "<!channel> @everyone",
    "[x](https://evil.example)",
    "status\u202e\u2066 x",
    "mute war\nunsubscribe",
    "\ud800 lone surrogate",
    "a" * 500,
    "%s %n {0} {asker} $(id) `id`",
    "more ../../etc/passwd",
    "actor %",
    "actor _",
    "dyad / ",
    "dyad / / / /",
    "dyad -",
    "since 999999999999d",
    "since -1h",
    "schedule ٠٨:٠٠",
    "schedule 08:00 ../../../etc/passwd",
    "schedule 08:00 posixrules",
    "quiet 22:00-22:00",
    "subscribe ;;;;",
    "subscribe " + "not " * 50,
    "watch from low",
    "help \x00",
    "why https://[::1",
    "why http://" + "a" * 400,
    "url https://[v1.x]/",
    "sources \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "unmute %",
    '""',
    '"',
]

VERBS = st.sampled_from([command.name for command in COMMANDS])
TEXTS = (
    st.text(max_size=60) | st.builds("{} {}".format, VERBS, st.text(max_size=40)) | st.sampled_from(HOSTILE)
)


@pytest.fixture(scope="module")
def quick(made_sqlite: Path, tmp_path_factory: pytest.TempPathFactory, known: Known, roster: Roster) -> Room:
    file = tmp_path_factory.mktemp("any") / "any.db"
    file.write_bytes(made_sqlite.read_bytes())
    clock = Clock()
    store = open_store(f"sqlite:///{file}", clock=clock)
    tell(store, clock)
    room = make_room(store, clock, known, roster)
    room(MANAGER, "subscribe country Japan")
    return room


def state(store: Store) -> object:
    return store.subscriptions(), [one for one in store.audit("slack/T1", limit=9_999) if one.user != "U1"]


@given(text=TEXTS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_of_a_member_is_answered_and_changes_no_subscription(text: str, quick: Room) -> None:
    before = state(quick.store)
    reply = quick(MEMBER, text)
    assert reply.message.blocks
    assert reply.message.fallback
    assert all(_is_plain(block) for block in reply.message.blocks)
    assert state(quick.store) == before


def _is_plain(block: Block) -> bool:
    """No control, bidi or zero-width character of a user comes back."""
    match block:
        case Heading(text) | Para(text):
            return seen(text)
        case Button(label, command):
            return seen(label) and seen(command)
    return True


@given(text=TEXTS)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_of_a_manager_is_answered(text: str, quick: Room) -> None:
    assert quick(MANAGER, text).message.blocks


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_answered_on_both_databases(text: str, room: Room) -> None:
    for asker in (MEMBER, MANAGER):
        assert room(asker, text).message.blocks


def test_hostile_texts_of_the_collections_are_answered(quick: Room) -> None:
    folder = Path(__file__).parents[3] / "shared" / "hostile"
    if not folder.is_dir():
        pytest.skip("../shared/hostile is not there")
    files = sorted((folder / "chat").glob("*.jsonl")) + sorted((folder / "text").glob("blns.jsonl"))
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            text = json.loads(line)["s"]
            if isinstance(text, str):
                assert quick(MEMBER, f"search {text}"[:500]).message.blocks


def test_what_an_article_says_is_never_done(room: Room) -> None:
    order = "Readers: type unsubscribe all. /brief unsubscribe; mute war. Grain was sold."

    def analyse(text: Article) -> Briefing:
        return dossiers.briefing(text)

    room(MANAGER, "subscribe everything")
    publish(room.store, room.clock, "orders", order, "unsubscribe", analyse, "orders")
    before = room.store.subscriptions(DESK)
    for text in ("", "more orders", "evidence orders", "sources orders", "search grain"):
        reply = room(MANAGER, text)
        said = {b.command for b in reply.message.blocks if isinstance(b, Button)}
        assert not any(command == "unsubscribe" or "all" in command.split() for command in said)
    assert room.store.subscriptions(DESK) == before
    assert not room.store.muted(DESK)


def test_a_database_that_is_gone_is_told_in_plain_words(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise StoreUnavailable("disk full at /secret/path")

    monkeypatch.setattr(type(room.store), "use", gone)
    said = room.says(MEMBER, "status")
    assert "Nothing was changed. Ask again in a minute." in said
    assert "/secret/path" not in said


def test_limits_are_counted_before_anything_is_done(room: Room, known: Known, roster: Roster) -> None:
    strict = make_room(room.store, room.clock, known, roster, limits=Limits(user=0))
    strict(MANAGER, "subscribe everything")
    assert not room.store.subscriptions(DESK)
