"""The table of triggers: what ships is whole and quick, what is wrong is refused by name."""

import time
from pathlib import Path
from typing import Any

import pytest

from bot.analyse.codebook import build
from bot.analyse.encoder.labels import MODES
from bot.analyse.inflect import Form, plural, verb
from bot.analyse.patterns import Frame
from bot.config import load_yaml
from bot.errors import ConfigError
from bot.types import Modality, Root, Severity

SHIPPED = Path(__file__).parent.parent.parent / "config" / "plover.yaml"


def raw() -> dict[str, Any]:
    return load_yaml(SHIPPED)


def test_every_root_has_its_quad_score_and_triggers() -> None:
    codebook = build(raw())
    assert set(codebook.quads) == set(Root)
    patterns = codebook.patterns
    signalled = {p.sense.root for word in patterns for p in patterns.starting(word) if p.sense}
    assert signalled == set(Root)


def test_scores_are_those_of_the_manual_with_the_two_choices_made() -> None:
    codebook = build(raw())
    assert codebook.score(Root.ASSAULT, "aerial") == -9.5
    assert codebook.score(Root.ASSAULT, None) == -9
    assert codebook.score(Root.ACCUSE, None) == -3  # the manual prints +3 above negative modes
    assert codebook.quads[Root.SANCTION] == 4  # one of its tables says 3


@pytest.mark.parametrize("root", Root)
def test_a_root_has_many_ways_to_be_said(root: Root) -> None:
    groups = raw()["triggers"][root]
    phrases = {p.strip() for g in groups for p in f"{g.get('verbs', '')},{g.get('nouns', '')}".split(",")}
    words = {(phrase.split()[0], *phrase.split()[-1].split("|")) for phrase in phrases if phrase}
    assert len({choice for group in words for choice in group}) >= 25


def test_loading_the_table_takes_milliseconds() -> None:
    def cost() -> float:
        begun = time.process_time()
        build(raw())
        return time.process_time() - begun

    assert min(cost() for _ in range(3)) < 0.1  # measured 0.02 s; a cold start must not wait for it


def broken(**changes: Any) -> dict[str, Any]:
    return {**raw(), **changes}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"version": None}, "version"),
        ({"extra": 1}, "extra"),
        ({"roots": {}}, "roots lacks AGREE"),
        ({"triggers": {}}, "triggers lacks AGREE"),
        ({"triggers": {"FEUD": []}}, "FEUD"),
        (
            {
                "triggers": {
                    "ASSAULT": [{"direction": "up", "severity": "high", "mode": "stares", "verbs": "bomb"}]
                }
            },
            "stares",
        ),
        (
            {"triggers": {"ASSAULT": [{"direction": "sideways", "severity": "high", "verbs": "bomb"}]}},
            "sideways",
        ),
        ({"triggers": {"ASSAULT": [{"direction": "up", "severity": "high", "verbs": "~ bomb"}]}}, "gap"),
        (
            {"triggers": {"ASSAULT": [{"direction": "up", "severity": "high", "verbs": "bomb ~ @ducks"}]}},
            "@ducks",
        ),
    ],
)
def test_a_fault_is_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        build(broken(**change))


def test_patterns_know_forms_choices_and_gaps() -> None:
    group = {
        "direction": "up",
        "severity": "high",
        "frame": "say",
        "verbs": "tear up ~ pact|deal",
        "nouns": "air raid",
    }
    codebook = build(broken(triggers={**raw()["triggers"], "REJECT": [group]}, idioms="air raid siren"))
    tore = next(p for p in codebook.patterns.starting("tore") if p.sense and p.sense.root is Root.REJECT)
    assert tore.rest == (frozenset({"up"}), None, frozenset({"pact", "deal"}))
    assert tore.form == Form.PAST
    assert tore.sense is not None
    assert tore.sense.frame is Frame.SAY
    assert codebook.patterns.starting("air")[0].size == 3  # the idiom is longer and goes first
    assert codebook.patterns.starting("air")[0].sense is None


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("strike", "strike strikes struck stricken striking"),
        ("expel", "expel expels expelled expelling"),
        ("deny", "deny denies denied denying"),
        ("clash", "clash clashes clashed clashing"),
        ("cut", "cut cuts cutting"),
        ("free", "free frees freed freeing"),
        ("ban", "ban bans banned banning"),
        ("vow", "vow vows vowed vowing"),
        ("withdraw", "withdraw withdraws withdrew withdrawn withdrawing"),
    ],
)
def test_forms_of_verbs(base: str, forms: str) -> None:
    assert set(verb(base)) == set(forms.split())


def test_plurals() -> None:
    assert [plural(w) for w in ("strike", "sortie", "treaty", "delay", "clash", "crisis")] == [
        "strikes", "sorties", "treaties", "delays", "clashes", "crisises",
    ]  # fmt: skip


def test_a_class_of_words_stands_for_each_of_them() -> None:
    group = {
        "direction": "up",
        "severity": "medium",
        "verbs": "expel ~ @envoys|staff",
        "nouns": "@envoys recalled",
    }
    codebook = build(
        broken(
            triggers={**raw()["triggers"], "SANCTION": [group]},
            classes={**raw()["classes"], "envoys": "envoy consul"},
        )
    )
    expelled = [
        p for p in codebook.patterns.starting("expelled") if p.sense and p.sense.root is Root.SANCTION
    ]
    assert [p.rest for p in expelled] == [(None, frozenset({"envoy", "consul", "staff"}))]
    assert codebook.patterns.starting("consul")[0].rest == (frozenset({"recalled", "recalleds"}),)


def test_every_root_and_mode_has_a_direction_and_a_severity() -> None:
    codebook = build(raw())
    for root, modes in MODES.items():
        for mode in (None, *modes):
            sense = codebook.sense(root, mode)
            assert (sense.root, sense.mode) == (root, mode)
    assert codebook.sense(Root.RETREAT, "ceasefire").severity is Severity.HIGH
    assert codebook.sense(Root.THREATEN, None).modality is Modality.THREATENED


def test_a_root_without_defaults_is_refused() -> None:
    table = raw()
    del table["defaults"]["ASSAULT"]
    with pytest.raises(ConfigError, match="defaults"):
        build(table)
