"""``brief check`` without a subject: every fault of every file at once, then how things stand in the database."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.deliver.messenger import Scope
from bot.deliver.outbox import Change, Gate
from bot.store.open import open_store
from bot.store.store import Store
from bot.types import Channel, Delivery, Heading, Kind, Message, State
from tests.terminal.command import ROOT, brief

DESK = Channel("dir", "local", "desk")
SETTINGS = (ROOT / "config" / "settings.yaml").read_text("utf-8")
WELL = """
subscriptions:
  kyiv:
    channel: dir/local/kyiv
    everything: true
    at: ["08:00"]
    tz: Europe/Kyiv
"""


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    """A sound configuration of its own, and an empty data folder."""
    config = tmp_path / "config"
    config.mkdir()
    (config / "settings.yaml").write_text(SETTINGS, "utf-8")
    (config / "feeds.yaml").write_text("feeds: {}\n", "utf-8")
    (config / "subscriptions.yaml").write_text(WELL, "utf-8")
    return {"SITREP_CONFIG": str(config), "SITREP_DATA": str(tmp_path / "data")}


def rows(place: dict[str, str], code: int = 0) -> list[dict[str, Any]]:
    """What it tells as JSON."""
    done = brief("check", "--json", environment=place)
    assert (done.returncode, done.stderr) == (code, b"")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    keys = {"schema", "row", "ok", "level", "file", "line", "key", "what"}
    assert all(row.keys() == keys and row["schema"] == "sitrep.check/1" for row in found)
    return found


def store(place: dict[str, str]) -> Store:
    Path(place["SITREP_DATA"]).mkdir()
    return open_store(f"sqlite:///{place['SITREP_DATA']}/sitrep.db")


def test_a_sound_configuration_is_told_with_the_next_digests_and_nothing_is_made(
    place: dict[str, str],
) -> None:
    done = brief("check", environment=place)
    assert (done.returncode, done.stderr) == (0, b"")
    told = done.stdout.decode()
    assert "1 subscriptions, 0 topics, no faults" in told
    assert told.count("dir/local/kyiv: next digest ") == 3
    assert "08:00 (Europe/Kyiv): kyiv" in told
    assert "time zones: " in told
    assert "there is none yet" in told
    assert not Path(place["SITREP_DATA"]).exists()


def test_every_fault_of_every_file_is_told_at_once(place: dict[str, str]) -> None:
    config = Path(place["SITREP_CONFIG"])
    (config / "settings.yaml").write_text(SETTINGS.replace("sitrep: 1", "sitrep: 9\nsurplus: 1"), "utf-8")
    (config / "feeds.yaml").write_text("feeds:\n  https://a.example.org/feed: {outlet: A}\n", "utf-8")
    (config / "subscriptions.yaml").write_text(
        WELL.replace("Europe/Kyiv", "Europe/Kiyv").replace('"08:00"', "18:00"), "utf-8"
    )
    faults = [row for row in rows(place, 7) if not row["ok"]]
    assert {row["row"] for row in faults} == {"settings", "feeds", "subscriptions"}
    told = {row["key"]: row for row in faults}
    assert told.keys() >= {"sitrep", "surplus", "subscriptions.kyiv.tz", "subscriptions.kyiv.at"}
    zone = told["subscriptions.kyiv.tz"]
    assert (zone["file"], zone["line"]) == (f"{config}/subscriptions.yaml", 7)
    assert "Did you mean Europe/" in zone["what"]
    done = brief("check", environment=place)
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, len(lines)) == (7, len(faults))
    assert f"brief: {zone['file']}:7: {zone['key']}: {zone['what']}" in lines


def test_what_is_stuck_or_in_doubt_is_told_with_the_way_on(place: dict[str, str]) -> None:
    with store(place) as kept:
        then = kept.now() - timedelta(hours=2)
        for key, state in (
            ("lost", State.UNCONFIRMED),
            ("old", State.EXPIRED),
            ("no", State.REFUSED),
        ):
            end(kept, key, Change(state, f"for a reason: {key}"))
        end(
            kept, "shut", Change(State.PENDING, "slow down", wait_s=900, gate=Gate(Scope.CHANNEL, 900, "429"))
        )
        late = Message("late", (Heading("Late"),), "Late")
        kept.enqueue(Delivery("late", Channel("dir", "local", "other"), Kind.DIGEST, late, due_at=then))
        kept.pause_channel(Channel("dir", "local", "gone"), "no such channel")
    found = {row["key"]: row for row in rows(place) if row["level"] == "warning"}
    assert all(row["ok"] for row in found.values()), "a warning is no fault"
    assert "brief confirm lost" in found["lost"]["what"]
    assert "brief resend lost" in found["lost"]["what"]
    assert "expired" in found["old"]["what"]
    assert "for a reason: no" in found["no"]["what"]
    assert "stuck" in found["late"]["what"]
    assert "brief run" in found["late"]["what"]
    assert "brief resume dir/local/gone" in found["dir/local/gone"]["what"]
    assert "429" in found["channel:dir/local/desk"]["what"]
    assert "! " in brief("check", environment=place).stdout.decode()


def end(kept: Store, key: str, change: Change) -> None:
    """Let a delivery come to that."""
    assert kept.enqueue(Delivery(key, DESK, Kind.DIGEST, Message(key, (Heading(key),), key)))
    (job,) = kept.claim_deliveries("test", platforms=["dir"], limit=1, lease_s=60)
    kept.freeze_parts("test", job.id, ["part"], lease_s=60)
    kept.begin_part("test", job.id, 0, lease_s=60)
    kept.apply_change("test", job.id, change, lease_s=60)


def test_a_database_that_cannot_be_used_is_told_beside_sound_files(place: dict[str, str]) -> None:
    Path(place["SITREP_DATA"]).mkdir()
    (Path(place["SITREP_DATA"]) / "sitrep.db").write_bytes(b"this is no database" * 100)
    (fault,) = [row for row in rows(place, 9) if not row["ok"]]
    assert fault["row"] == "database"
    done = brief("check", environment={**place, "DATABASE_URL": "mysql://me:secret@host/db"})
    assert done.returncode == 7
    assert b"secret" not in done.stderr + done.stdout


def test_quiet_hours_that_hold_now_are_told(place: dict[str, str]) -> None:
    now = datetime.now(UTC)
    start, ends = (f"{now + timedelta(hours=hours):%H:%M}" for hours in (-1, 1))
    text = WELL.replace("Europe/Kyiv", "UTC") + f'    quiet: "{start}-{ends}"\n'
    (Path(place["SITREP_CONFIG"]) / "subscriptions.yaml").write_text(text, "utf-8")
    (quiet,) = [row for row in rows(place) if row["row"] == "quiet"]
    assert f"{ends} (UTC)" in quiet["what"]
