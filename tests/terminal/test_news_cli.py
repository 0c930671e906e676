"""The commands about news from outside: what is wrong usage, and what works without feeds, network or set-up."""

import json
from pathlib import Path

import pytest

from tests.terminal.command import brief


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """A data folder that is not there yet, and no feeds."""
    config = tmp_path / "config"
    config.mkdir()
    settings = (Path(__file__).parent.parent.parent / "config" / "settings.yaml").read_text("utf-8")
    (config / "settings.yaml").write_text(settings, "utf-8")
    (config / "feeds.yaml").write_text("feeds: {}\n", "utf-8")
    return {"SITREP_CONFIG": str(config), "SITREP_DATA": str(tmp_path / "data" / "sitrep")}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("stories", "--since", "yesterday"), "give an age (90m, 24h, 7d, 2w) or a date"),
        (("stories", "--min-severity", "grave"), "'grave' is not one of"),
        (("poll", "--now"), "--now needs --once"),
        (("export",), "Give --json or --csv"),
        (("search",), "Missing argument 'WORDS...'"),
        (("feeds", "mend"), "No such command 'mend'"),
        (("--json", "stories"), "Put 'stories' first"),
    ],
)
def test_wrong_usage_says_what_is_right(words: tuple[str, ...], told: str) -> None:
    done = brief(*words)
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [("stories", "--json"), ("search", "x", "--json"), ("feeds", "list", "--json")]
)
def test_a_first_run_needs_no_set_up_and_finds_nothing(bare: dict[str, str], words: tuple[str, ...]) -> None:
    done = brief(*words, environment=bare)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (Path(bare["SITREP_DATA"]) / "sitrep.db").stat().st_mode & 0o077 == 0


def test_a_poll_without_feeds_is_no_fault(bare: dict[str, str]) -> None:
    done = brief("poll", "--once", "--json", environment=bare)
    assert done.returncode == 0
    assert json.loads(done.stdout)["feeds"] == 0


def test_empty_lists_say_what_to_do(bare: dict[str, str]) -> None:
    assert b"brief poll --once" in brief("stories", environment=bare).stdout
    assert b"brief feeds add URL" in brief("feeds", "list", environment=bare).stdout


def test_a_feed_is_removed_once(bare: dict[str, str]) -> None:
    done = brief("feeds", "remove", "https://news.example.org/feed", environment=bare)
    assert done.returncode == 4
    assert b"there is no such feed" in done.stderr


def test_a_list_of_feeds_goes_out_as_it_came_in(bare: dict[str, str], tmp_path: Path) -> None:
    opml = tmp_path / "mine.opml"
    rows = "".join(
        f'<outline type="rss" text="Paper {n}" xmlUrl="https://paper{n}.example.org/feed"/>' for n in range(3)
    )
    opml.write_text(
        f'<opml version="2.0"><head/><body><outline text="Africa">{rows}</outline></body></opml>', "utf-8"
    )
    assert b"3 feeds read, 3 of them new" in brief("feeds", "import", opml, environment=bare).stdout
    assert b"3 feeds read, 0 of them new" in brief("feeds", "import", opml, environment=bare).stdout
    held = [
        json.loads(line) for line in brief("feeds", "list", "--json", environment=bare).stdout.splitlines()
    ]
    assert [(row["outlet"], row["region"]) for row in held] == [(f"Paper {n}", "Africa") for n in range(3)]
    out = brief("feeds", "export", environment=bare).stdout
    other = {**bare, "SITREP_DATA": str(tmp_path / "other")}
    assert b"3 of them new" in brief("feeds", "import", "-", stdin=out, environment=other).stdout
    again = [
        json.loads(line) for line in brief("feeds", "list", "--json", environment=other).stdout.splitlines()
    ]
    same = ("url", "outlet", "family", "lang", "region", "every_s")
    assert [[row[name] for name in same] for row in again] == [[row[name] for name in same] for row in held]


def test_a_list_that_states_no_interval_is_asked_as_often_as_the_settings_say(
    bare: dict[str, str], tmp_path: Path
) -> None:
    file = Path(bare["SITREP_CONFIG"]) / "settings.yaml"
    settings = file.read_text("utf-8")
    assert "every_s: 900" in settings
    file.write_text(settings.replace("every_s: 900", "every_s: 1800"), "utf-8")
    opml = tmp_path / "mine.opml"
    stated = 'xmlns:sitrep="https://sitrep.invalid/opml/1" sitrep:every_s="60"'
    opml.write_text(
        '<opml version="2.0"><head/><body><outline text="A" xmlUrl="https://a.example.org/feed"/>'
        f'<outline text="B" xmlUrl="https://b.example.org/feed" {stated}/></body></opml>',
        "utf-8",
    )
    assert brief("feeds", "import", opml, environment=bare).returncode == 0
    rows = brief("feeds", "list", "--json", environment=bare).stdout.splitlines()
    assert [json.loads(row)["every_s"] for row in rows] == [1800.0, 300.0]


def test_a_file_that_is_no_list_of_feeds_is_refused(bare: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "x.opml").write_text("<html><body>Nothing</body></html>", "utf-8")
    done = brief("feeds", "import", tmp_path / "x.opml", environment=bare)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


def test_a_wrong_feeds_file_is_told_with_its_lines(bare: dict[str, str]) -> None:
    file = Path(bare["SITREP_CONFIG"]) / "feeds.yaml"
    file.write_text("feeds:\n  https://news.example.org/feed: {outlet: Paper}\n", "utf-8")
    done = brief("feeds", "list", environment=bare)
    assert done.returncode == 7
    assert "feeds.yaml:2" in done.stderr.decode()


def test_a_damaged_database_is_refused_and_left_alone(bare: dict[str, str]) -> None:
    data = Path(bare["SITREP_DATA"])
    data.mkdir(parents=True)
    (data / "sitrep.db").write_bytes(b"this is no database" * 100)
    done = brief("stories", environment=bare)
    assert done.returncode == 9
    assert b"Traceback" not in done.stderr
    assert (data / "sitrep.db").read_bytes() == b"this is no database" * 100


def test_a_database_address_of_another_kind_is_refused(bare: dict[str, str]) -> None:
    done = brief("stories", environment={**bare, "DATABASE_URL": "mysql://me:secret@host/db"})
    assert done.returncode == 7
    assert b"postgresql://" in done.stderr
    assert b"secret" not in done.stderr
