"""Tables of zones: which there are, in which version, and what is said where they are missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.deliver.schedule import tz_version, zone
from bot.errors import InputError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "name",
    [
        *("", "Mars/Olympus", "America", "../etc/passwd", "/etc/localtime", "\0", "\ud800", "x" * 5_000),
        *("localtime", "right/UTC", "posix/UTC", "Factory", "zone.tab"),
    ],
)
def test_an_unknown_zone_is_refused_with_the_remedy(name: str) -> None:
    with pytest.raises(InputError, match="Give an IANA name") as caught:
        zone(name)
    assert len(str(caught.value)) < 200
    assert str(caught.value).isprintable()


def in_a_process(code: str, tz_path: str) -> str:
    """What ``code`` prints where the zones lie in ``tz_path``."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PYTHONTZPATH": tz_path},
    )
    return done.stdout + done.stderr


def test_missing_tables_are_told_with_the_remedy() -> None:
    code = (
        "import sys; sys.modules['tzdata'] = None\n"
        "from bot.deliver import schedule\n"
        "print(schedule.tz_version())\n"
        "try: schedule.zone('Europe/Kyiv')\n"
        "except schedule.ConfigError as error: print(error)\n"
    )
    assert in_a_process(code, "").splitlines() == [
        "none",
        "There are no time zone tables on this machine. Install them: pip install tzdata",
    ]


def test_the_version_of_the_tables_is_told(tmp_path: Path) -> None:
    import tzdata  # type: ignore[import-untyped]

    assert tz_version()
    code = "from bot.deliver import schedule; print(schedule.tz_version())"
    assert in_a_process(code, "").strip() == f"{tzdata.IANA_VERSION} (tzdata)"
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "London").write_bytes(b"TZif")
    assert in_a_process(code, str(tmp_path)).strip() == "unknown version (system)"
    (tmp_path / "+VERSION").write_text("2024a\n")
    assert in_a_process(code, str(tmp_path)).strip() == "2024a (system)"
    (tmp_path / "tzdata.zi").write_text("# version 2025b\n# more\n")
    assert in_a_process(code, str(tmp_path)).strip() == "2025b (system)"
