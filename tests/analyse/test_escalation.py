"""How grave an event is, which ones flag, and where a whole story points."""

from dataclasses import replace

import pytest

from bot.analyse.escalation import RANK, Case, dyads, is_flag, weigh, weigh_event
from bot.types import Direction, Dyad, Event, Modality, Root, Severity, Span

STRIKE = Case(
    Root.ASSAULT,
    "aerial",
    Modality.DONE,
    Direction.UP,
    Severity.HIGH,
    ("KEN",),
    ("UGA",),
    "Kenya bombed Uganda.",
)
SPAN = Span("a", 0, 1, "x")


def event(direction: str, severity: str, modality: str = "done", code: Root = Root.ASSAULT) -> Event:
    return Event(
        ("KEN",), ("UGA",), code, None, Modality(modality), Direction(direction), Severity(severity), -9, SPAN
    )


def test_force_is_high() -> None:
    assert weigh_event(STRIKE) == (Direction.UP, Severity.HIGH)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya bombed a nuclear site in Uganda.",
        "Kenya bombed Uganda, and 120 people were killed.",
        "Kenya bombed Uganda; hundreds of people have died.",
        "Kenya bombed Uganda's nuclear enrichment facilities.",
        "1,200 soldiers were killed when Kenya bombed Uganda.",
    ],
)
def test_nuclear_sites_and_a_hundred_dead_are_critical(text: str) -> None:
    assert weigh_event(replace(STRIKE, text=text)) == (Direction.UP, Severity.CRITICAL)


@pytest.mark.parametrize(
    "text", ["Kenya bombed Uganda, killing 99 people.", "100 lorries burned; two men died."]
)
def test_below_a_hundred_is_not(text: str) -> None:
    assert weigh_event(replace(STRIKE, text=text))[1] is Severity.HIGH


def test_nuclear_armed_states_in_combat_are_critical() -> None:
    assert weigh_event(replace(STRIKE, sources=("IND",), targets=("PAK",)))[1] is Severity.CRITICAL
    assert weigh_event(replace(STRIKE, sources=("USA", "GBR"), targets=("Houthis",)))[1] is Severity.HIGH


def test_authorising_war_is_critical() -> None:
    text = "The council authorized all necessary means against Uganda."
    case = replace(
        STRIKE, code=Root.THREATEN, modality=Modality.THREATENED, severity=Severity.MEDIUM, text=text
    )
    assert weigh_event(case) == (Direction.UP, Severity.CRITICAL)


@pytest.mark.parametrize("modality", [Modality.HISTORICAL, Modality.DENIED, Modality.HYPOTHETICAL])
def test_what_is_not_live_has_no_direction(modality: Modality) -> None:
    case = replace(STRIKE, modality=modality, text="Hundreds were killed at a nuclear site.")
    assert weigh_event(case) == (Direction.NEUTRAL, Severity.NONE)


def test_a_plan_is_low_unless_troops_move() -> None:
    planned = replace(STRIKE, code=Root.CONCEDE, direction=Direction.DOWN, modality=Modality.PLANNED)
    assert weigh_event(planned) == (Direction.DOWN, Severity.LOW)
    assert weigh_event(replace(planned, code=Root.MOBILIZE))[1] is Severity.HIGH


def test_the_levels_are_ordered() -> None:
    assert sorted(RANK, key=RANK.__getitem__) == list(Severity)


@pytest.mark.parametrize(
    ("direction", "severity", "modality", "flags"),
    [
        ("up", "medium", "done", True),
        ("up", "high", "ongoing", True),
        ("up", "medium", "threatened", True),
        ("up", "low", "done", False),
        ("up", "high", "planned", False),
        ("up", "high", "called_for", False),
        ("down", "medium", "called_for", True),
        ("down", "medium", "planned", True),
        ("down", "low", "done", False),
        ("down", "high", "threatened", False),
        ("neutral", "critical", "done", False),
        ("up", "high", "historical", False),
        ("down", "high", "denied", False),
    ],
)
def test_what_flags(direction: str, severity: str, modality: str, flags: bool) -> None:
    assert is_flag(event(direction, severity, modality)) is flags


def test_a_story_without_flags_is_steady() -> None:
    told = weigh([event("up", "low"), event("neutral", "high")])
    assert (told.direction, told.severity, told.dyad, told.events) == (
        Direction.STEADY,
        Severity.NONE,
        None,
        (),
    )


def test_a_story_that_goes_both_ways_is_mixed_and_as_grave_as_its_gravest() -> None:
    calm = replace(event("down", "medium", code=Root.RETREAT), sources=("RWA",))
    told = weigh([calm, event("up", "high")])
    assert (told.direction, told.severity, told.dyad) == (Direction.MIXED, Severity.HIGH, ("KEN", "UGA"))
    assert told.events == (calm, event("up", "high"))


def test_the_dyad_is_of_the_gravest_flag_that_names_both_sides() -> None:
    nobody = replace(event("up", "critical"), targets=())
    told = weigh([nobody, event("up", "high")])
    assert (told.severity, told.dyad) == (Severity.CRITICAL, ("KEN", "UGA"))


def test_dyads_gravest_first_whoever_acts() -> None:
    raid, answer = (
        event("up", "medium"),
        replace(event("up", "high"), sources=("UGA",), targets=("KEN", "TCD")),
    )
    swap = replace(event("down", "medium"), targets=("TCD",))
    assert dyads([raid, answer, swap]) == (
        Dyad(("KEN", "UGA"), Direction.UP, Severity.HIGH),
        Dyad(("UGA", "TCD"), Direction.UP, Severity.HIGH),
        Dyad(("KEN", "TCD"), Direction.DOWN, Severity.MEDIUM),
    )
    assert weigh([raid, answer, swap]).dyad == ("KEN", "UGA")
    assert dyads([raid, replace(raid, direction=Direction.DOWN)])[0].direction is Direction.MIXED


@pytest.mark.parametrize(("code", "severity"), [(Root.SANCTION, Severity.LOW), (Root.ASSAULT, Severity.HIGH)])
def test_what_a_company_stops_is_business_and_what_it_shoots_is_not(code: Root, severity: Severity) -> None:
    assert weigh_event(replace(STRIKE, code=code, is_private=True))[1] is severity
