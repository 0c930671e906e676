"""On any text: nothing raises, spans are true, mentions are in order and apart, time is linear, seeds change nothing."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyse.actors import ActorReading
from bot.text import clean
from tests.analyse.actor_reading import read

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared"

_WORDS = st.sampled_from(
    [
        "President",
        "Minister",
        "Gen.",
        "Mr.",
        "the",
        "of",
        ",",
        ".",
        ";",
        "(",
        ")",
        "-",
        "—",
        "'",
        "’",
        "'",
        "'s",
        "and",
        "who",
        "heads",
        "leads",
        "is",
        "by",
        "Iran",
        "Iranian",
        "U.S.",
        "Moscow",
        "Rosa",
        "Vidal",
        "Kim",
        "al-Assad",
        "bin",
        "de",
        "la",
        "Council",
        "Party",
        "Ministry",
        "for",
        "Security",
        "envoy",
        "to",
        "spokesman",
        "said",
        "Washington",
        "counterparts",
        "his",
        "its",
        "council's",
        "Georgia",
        "\n",
        "“",
        "”",
        "42",
        "In",
        "III",
    ]
)


def assert_sound(body: str, reading: ActorReading) -> None:
    past = 0
    keys = [one.key for one in reading.actors]
    assert len(keys) == len(set(keys))
    for mention in reading.mentions:
        assert past <= mention.start < mention.end <= len(body)
        assert mention.actor_key in keys
        past = mention.end
    for one in reading.actors:
        assert one.mentions
        assert 0 <= one.salience <= 1
        assert (one.role is None) == (one.role_span is None)
        assert (one.affiliation is None) <= (one.affiliation_span is None)
        for span in (*one.mentions, one.role_span, one.affiliation_span):
            assert span is None or span.text == body[span.start : span.end] != ""


@settings(max_examples=200, deadline=None)
@given(st.lists(_WORDS, max_size=40).map(" ".join))
def test_any_row_of_names_titles_and_marks_is_read_soundly(body: str) -> None:
    assert_sound(body, read(body, headline=body[:30]))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_unicode_is_read_soundly(body: str) -> None:
    assert_sound(body, read(body))


@pytest.mark.skipif(
    not (SHARED / "hostile" / "text").is_dir(), reason="the hostile texts are not beside this checkout"
)
def test_hostile_texts_are_read_soundly() -> None:
    for file in sorted((SHARED / "hostile" / "text").glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            for text in _strings(json.loads(line)):
                for body in (text, clean(text)):
                    assert_sound(body, read(body))


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    "unit",
    [
        "Iran's ",
        "Aa Bb ",
        "Council of Xx ",
        "Ministry of Xx and ",
        "President Aa, ",
        "Jan Aa, who heads ",
        "John Smith said Smith. ",
        "John Smith met Jim Smith. Smith said. ",
        "The council's spokesman, John Aa, said. ",
        "President John Aa of it said. Iran said. ",
        "President John Aa and the Yy Council, ",
        "Minister Aa Bb, the council's head, said Iran and ",
        "Iran Council Aa ",
        "The Council of Aa said the Council ",
        "Georgia ",
        "Anna Holm said the Norvik Council and ",
        "Aa de la ",
        "'",
        "minister ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    """Two of these took a minute and a half for 100,000 characters while a rule was quadratic; now 0.2 s each."""
    start = time.perf_counter()
    read(unit * (30_000 // len(unit)))
    assert time.perf_counter() - start < 3


def test_many_people_and_parties_take_linear_time() -> None:
    """Each person is weighed against each party: this took 23 s until both were bounded; now 0.5 s."""
    letters = "abcdefghijklmnop"
    names = [f"{one.upper()}ar{two}el" for one in letters for two in letters]
    body = " ".join(
        f"“No,” said Ana {name}. The {name} {name} Council met in Lyon. The prime minister left."
        for name in names * 3
    )
    start = time.perf_counter()
    read(body, model=False)
    assert time.perf_counter() - start < 5


def test_the_hash_seed_changes_nothing() -> None:
    code = (
        "from tests.analyse.actor_reading import read;"
        "print(read('President Rosa Vidal of Peru met Kim Min-jae, Norway, Kenya and the Harbour Council. Vidal left.'))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(told) == 1


SAMPLE = SHARED / "samples" / "moscow-tehran.txt"


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the sample article is not beside this checkout")
def test_the_sample_names_who_it_must() -> None:
    body = SAMPLE.read_text("utf-8")
    reading = read(body)
    people = {one.name: (one.role, one.affiliation) for one in reading.actors if one.kind == "person"}
    assert (
        people.items()
        >= {
            "Vladimir Putin": ("President", "RUS"),
            "Abbas Araqchi": ("Foreign Minister", "IRN"),
            "Sergei Lavrov": ("Foreign Minister", "RUS"),
            "Yuri Ushakov": ("foreign policy advisor", "RUS"),
            "Igor Kostyukov": ("GRU intelligence chief", "RUS"),
            "Ali Khamenei": ("Supreme Leader", "IRN"),
            "Vassily Nebenzia": ("envoy", "RUS"),
        }.items()
    )
    assert {"RUS", "IRN", "USA"} <= {one.key for one in reading.actors}
    party = {body[m.start : m.end]: m.actor_key for m in reading.mentions}
    assert [party[w] for w in ("Moscow", "Kremlin", "Tehran", "Washington")] == ["RUS", "RUS", "IRN", "USA"]
    assert not any("Reuters" in one.name for one in reading.actors)
