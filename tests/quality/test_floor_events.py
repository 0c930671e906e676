"""Floors of events in single sentences: our own that trained nothing, and public sets that train nothing either."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from bot.types import Modality, Root
from tests.conftest import SHARED
from tests.quality import __main__ as quality
from tests.quality import event_agreement, event_sentences, quiet_texts
from tests.quality.development import below
from tests.quality.runners import case21, plv
from tests.quality.runners.gold import shipped
from tests.quality.runners.petrarch import code
from tests.quality.schemes import cameo_quad

FOLDER = SHARED / "eval" / "events"

SETS = {
    "plv": ("plv_dev", "score_plv", {"root": (r"^SCORE root_macroF1 = ([\d.]+)", 0.7)}),
    "aw": ("aw_wiki_dev", "score_plv", {"binary": (r"^SCORE binary_macroF1 = ([\d.]+)", 0.7)}),
    "cameo": ("cameo_e2e_dev", "score_cameo_e2e", {"joint": (r"^SCORE joint_F1 = ([\d.]+)", 0.46)}),
    "petrarch": ("petrarch2_dev", "score_petrarch2", {"events": (r"^SCORE event_F1 = ([\d.]+)", 0.3)}),
    "case21": ("case21_acled_dev", "score_case21", {"25": (r"^SCORE weighted_F1_25 = ([\d.]+)", 0.74)}),
    "factuality": ("fact_uw_dev", "score_factuality", {"mode": (r"^SCORE mode_macroF1 = ([\d.]+)", 0.68)}),
}
"""Runner → gold, scorer, figures with where it prints them and their floors. Measured .713 .725 .488 .336 .768 .692."""

OWN = {
    "triggers": 0.86,
    "root": 0.88,
    "mode": 0.69,
    "modality": 0.88,
    "sources": 0.88,
    "targets": 0.73,
    "pair": 0.8,
    "quiet": 0.82,
}
"""Held-out sentences of our own; measured .880 .898 .718 .905 .899 .751 .824 .848."""


@pytest.mark.parametrize("name", SETS)
def test_public_set(name: str, tmp_path: Path) -> None:
    gold, scorer, figures = SETS[name]
    if not FOLDER.exists():
        pytest.skip("the labelled sentences are not beside this checkout")
    pred = tmp_path / "pred.jsonl"
    quality.runners()[name][1](FOLDER / f"{gold}.jsonl", pred)
    command = [sys.executable, f"{scorer}.py", f"{gold}.jsonl", str(pred)]
    told = subprocess.run(command, cwd=FOLDER, check=True, capture_output=True, text=True).stdout
    patterns = {figure: pattern for figure, (pattern, _) in figures.items()}
    assert not below(told, patterns, {figure: floor for figure, (_, floor) in figures.items()})


@cache
def own() -> dict[str, float]:
    return event_agreement.measure(plv.model(), event_sentences.heldout())


@pytest.mark.parametrize("figure", OWN)
def test_own_sentences(figure: str) -> None:
    assert own()[figure] >= OWN[figure]


@pytest.mark.parametrize("name", ["gum_pool_ner_dev", "uner_ewt_dev"])
def test_what_is_no_news_hardly_flags(name: str) -> None:
    """Per 1,000 sentences; measured 1.1 and 1.0."""
    file = SHARED / "eval" / "actors" / f"{name}.jsonl"
    if not file.exists():
        pytest.skip("the labelled sentences are not beside this checkout")
    flagged, total = quiet_texts.flags(file, shipped()[0])
    assert total > 1000
    assert len(flagged) <= 0.002 * total


def test_marks_and_rows_of_plv(tmp_path: Path) -> None:
    text, sides = plv.unmark("<s>Kenya</s> met <t>Chad</t>, said <s>Mali</s>.")
    assert text == "Kenya met Chad, said Mali."
    assert {side: [text[a:b] for a, b in spans] for side, spans in sides.items()} == {
        "s": ["Kenya", "Mali"],
        "t": ["Chad"],
    }
    rows = [
        {"id": 1, "marked": "<s>Kenya</s> bombed a camp in <t>Chad</t>, killing ten soldiers."},
        {"id": 2, "marked": "Nobody is marked here."},
    ]
    (tmp_path / "gold.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    plv.run(tmp_path / "gold.jsonl", tmp_path / "pred.jsonl")
    said = [json.loads(line) for line in (tmp_path / "pred.jsonl").read_text("utf-8").splitlines()]
    assert said == [{"id": 1, "root": "ASSAULT"}, {"id": 2, "root": "ACCUSE"}]


def test_cameos_classes_by_hand() -> None:
    assert cameo_quad(Root.ASSAULT, Modality.DONE, "bombed") == 4
    assert cameo_quad(Root.ASSAULT, Modality.PLANNED, "bomb") == 3
    assert cameo_quad(Root.AID, Modality.DENIED, "help") == 3
    assert cameo_quad(Root.REQUEST, Modality.CALLED_FOR, "urged") == 0
    assert cameo_quad(Root.REQUEST, Modality.CALLED_FOR, "demanded") == 3
    assert cameo_quad(None, Modality.DONE, "slept") == 0


def test_countries_of_petrarchs_parties() -> None:
    roster = shipped()[0].roster
    assert code("the Kenyan army", roster) == "KEN"
    assert code("nobody in particular", roster) == "---"


def test_the_table_of_acled_holds_its_types() -> None:
    labels = case21._table()["labels"]
    assert len(labels) >= 25
    blast = "A suicide bomber blew himself up at a market."
    assert case21.label(blast, {}) == "SUIC_BOMB"
    assert case21.label("Shells hit a village.", {"ASSAULT": 0.9}) != case21.label(blast, {"ASSAULT": 0.9})
