"""The chart as a picture: what is on it, that it is the same every time, and what becomes of a drawing that goes wrong."""

import io
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.brief.chart import CHART, MAX_DAYS, draw
from bot.brief.temperature import Series
from bot.errors import InputError, WorkerError, WorkerTimeout
from bot.worker import Worker

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
AMPLE_S = 30.0
UNTIL = date(2026, 11, 24)
UP, DOWN = (0xD5, 0x5E, 0x00), (0x00, 0x72, 0xB2)


def made(pair: str, *values: float) -> Series:
    """Fourteen days that end with ``values``."""
    whole = (0.0,) * (14 - len(values)) + values
    return Series(pair, UNTIL, whole, tuple(int(bool(value)) for value in whole))


PERU = made("Ecuador / Peru", 3.4, 11.2, 18.4, 7.8, -5.7)


@pytest.fixture(scope="module")
def chart() -> Iterator[Worker]:
    with Worker(CHART) as worker:
        yield worker


@pytest.fixture(scope="module")
def troubled() -> Iterator[Worker]:
    with Worker("chart_targets:troubled", path=[str(HERE)]) as worker:
        yield worker


def colours(png: bytes) -> set[tuple[int, ...]]:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    return {colour for _, colour in picture.getcolors(1 << 20) or () if isinstance(colour, tuple)}


def bars(png: bytes, colour: tuple[int, ...], below: int) -> list[int]:
    """Rows of pixels, under the legend, that hold ``colour``."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    width, height = picture.size
    return [y for y in range(below, height) if any(picture.getpixel((x, y)) == colour for x in range(width))]


def test_a_picture_is_small_and_tells_up_from_down_by_place_alone(chart: Worker) -> None:
    png = draw(chart, [PERU], AMPLE_S)
    assert len(png) < 64_000
    picture = Image.open(io.BytesIO(png))
    assert (picture.width, picture.height) < (961, 500)
    assert max(bars(png, UP, 80)) <= min(bars(png, DOWN, 80))
    assert len(bars(png, UP, 80)) == pytest.approx(18.4 / 5.7 * len(bars(png, DOWN, 80)), rel=0.05)


def test_only_what_eased_hangs_from_the_line(chart: Worker) -> None:
    png = draw(chart, [made("A / B", -3, 0, -7)], AMPLE_S)
    assert not bars(png, UP, 80)
    assert bars(png, DOWN, 80)


def test_pairs_without_events_are_not_drawn_and_four_are_the_most(chart: Worker) -> None:
    none = made("none")
    assert draw(chart, [none, PERU, none], AMPLE_S) == draw(chart, [PERU], AMPLE_S)
    assert draw(chart, [PERU] * 4, AMPLE_S) == draw(chart, [PERU] * 9, AMPLE_S)
    with pytest.raises(InputError, match="nothing to draw"):
        draw(chart, [none], AMPLE_S)


def test_a_day_whose_events_cancel_out_is_not_blank(chart: Worker) -> None:
    even = Series("A / B", UNTIL, (0.0,) * 13 + (1.0,), (0,) * 12 + (2, 1))
    assert draw(chart, [even], AMPLE_S) != draw(chart, [made("A / B", 1.0)], AMPLE_S)
    nothing_else = Series("A / B", UNTIL, (0.0,) * 14, (2,) * 14)
    assert colours(draw(chart, [nothing_else], AMPLE_S))


def test_the_same_figures_give_the_same_bytes_in_another_process(chart: Worker) -> None:
    four = [PERU, made("A / B", -1, 2), made("C / D", 40, 0, 3), made("E / F", 1)]
    first = draw(chart, four, AMPLE_S)
    draw(chart, [PERU], AMPLE_S)
    assert draw(chart, four, AMPLE_S) == first
    with Worker(CHART) as another:  # with another hash seed
        assert draw(another, four, AMPLE_S) == first
    for stamp in (b"tEXt", b"iTXt", b"zTXt", b"tIME"):
        assert stamp not in first


def test_names_are_no_formulas(chart: Worker) -> None:
    drawn = {
        draw(chart, [made(name, 1)], AMPLE_S)
        for name in ("$x_2$ / B", "x_2 / B", "$x^{2$ / B", r"$\frac$ / B")
    }
    assert len(drawn) == 4


@pytest.mark.parametrize(
    "name",
    [
        *(
            "中国 / 日本",
            "إيران / ישראל",
            "नेपाल / ไทย",
            "😀👩‍👩‍👧 / Peru",
            "A\u202eB / C\u2066",
            "é̂̃̄ / Z\u0301\u0302\u0303",
        ),
        *("\x00\x07\n", "", "W" * 500, "\\usepackage{x}", "a" * 47 + "👍🏽", "\U0010ffff / \ue000"),
    ],
)
def test_names_in_any_script_are_drawn_or_stood_in_for(chart: Worker, name: str) -> None:
    assert draw(chart, [made(name, 1, -2, 3), PERU], AMPLE_S).startswith(b"\x89PNG")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=60),
    st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=MAX_DAYS),
)
def test_any_name_and_any_figures_give_a_picture(chart: Worker, name: str, values: list[float]) -> None:
    name = name.encode(
        "utf-8", "replace"
    ).decode()  # JSON knows no lone surrogates, and no text that was cleaned
    told = Series(name, UNTIL, tuple(values), (1,) * len(values))
    assert draw(chart, [told], AMPLE_S).startswith(b"\x89PNG")


def test_too_many_days_or_rows_that_do_not_fit_are_refused(chart: Worker) -> None:
    for values, counts in (((1.0,) * (MAX_DAYS + 1), (1,) * (MAX_DAYS + 1)), ((1.0,), (1, 1))):
        with pytest.raises(InputError, match="62 days"):
            draw(chart, [Series("A / B", UNTIL, values, counts)], AMPLE_S)


def test_x2_a_drawing_that_hangs_is_ended_at_its_deadline(troubled: Worker) -> None:
    before = draw(troubled, [PERU], AMPLE_S)
    began = time.monotonic()
    with pytest.raises(WorkerTimeout):
        draw(troubled, [made("hang", 1)], 0.3)
    assert time.monotonic() - began < 5  # against the 60 it would sleep
    assert draw(troubled, [PERU], AMPLE_S) == before


@pytest.mark.parametrize(
    ("name", "says"), [("crash", "Aborted"), ("bloat", "more memory"), ("rubbish", "not a picture")]
)
def test_x2_a_drawing_that_goes_wrong_costs_that_picture_only(troubled: Worker, name: str, says: str) -> None:
    if name == "bloat" and sys.platform == "darwin":
        pytest.skip("macOS does not honour RLIMIT_AS")
    with pytest.raises(WorkerError, match=says):
        draw(troubled, [made(name, 1)], AMPLE_S)
    assert draw(troubled, [PERU], AMPLE_S).startswith(b"\x89PNG")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of processor time")
def test_x2_a_drawing_that_never_ends_runs_out_of_processor_time() -> None:
    with Worker("chart_targets:troubled", path=[str(HERE)], cpu_s=0) as short:
        with pytest.raises(WorkerError, match="processor time"):
            draw(short, [made("spin", 1)], AMPLE_S)
        assert draw(short, [PERU], AMPLE_S).startswith(b"\x89PNG")


def test_loading_writes_nothing_that_stays_and_says_nothing(tmp_path: Path) -> None:
    home, scratch, work = (tmp_path / name for name in ("home", "scratch", "work"))
    for folder in (home, scratch, work):
        folder.mkdir()
    (work / "matplotlibrc").write_text("savefig.facecolor: black\nfont.size: 40\n")
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "import msgspec\n"
        "from bot.brief import chart\n"
        "from bot.brief.temperature import Series\n"
        "from datetime import date\n"
        "one = Series('Ecuador / 中国 $x', date(2026, 11, 24), (1.0, -2.0), (1, 1))\n"
        "picture = chart.serve(b'')(msgspec.json.encode((one,)))\n"
        "with open(sys.argv[1], 'wb') as file: file.write(picture)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code, str(tmp_path / "chart.png")],
        env={"HOME": str(home), "TMPDIR": str(scratch), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=work,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (0xFC, 0xFC, 0xFA) in colours((tmp_path / "chart.png").read_bytes())
    assert [*home.iterdir(), *scratch.iterdir()] == []


def test_the_parent_does_not_load_matplotlib() -> None:
    code = "import sys, bot.brief.chart; sys.exit(any(m.startswith(('matplotlib', 'numpy', 'PIL')) for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
