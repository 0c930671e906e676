"""Nothing is lost from sight: what was read is what was told and what was dropped, whatever comes in."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.brief.digest import Candidate
from bot.types import ChangeKind, Direction, Drop, Severity
from tests.brief.test_digest import DESK, candidate, changed, digest, story, told

STORIES = [
    story(f"s{number}", severity, direction, families=1 + number % 3)
    for number, (severity, direction) in enumerate(
        (severity, direction) for severity in Severity for direction in (Direction.UP, Direction.DOWN)
    )
]


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    chosen = draw(st.lists(st.sampled_from(STORIES), unique_by=lambda one: one.id))
    found = []
    for whole in chosen:
        kind = draw(st.sampled_from(list(ChangeKind)))
        found.append(
            candidate(
                draw(st.sampled_from([whole, replace(whole, briefings=())])),
                new=draw(st.integers(-1, 5)),
                grounds=draw(st.sampled_from([None, ()])),
                told=draw(st.sampled_from([None, told(whole), told(whole, revision=whole.revision)])),
                is_muted=draw(st.booleans()),
                changes=lambda kind=kind: changed(kind),
            )
        )
    return found


@settings(deadline=None)
@given(candidates(), st.integers(0, 8), st.integers(0, 3_000), st.sampled_from(list(Severity)))
def test_what_was_read_is_what_was_told_and_what_was_dropped(
    some: list[Candidate], stories: int, chars: int, least: Severity
) -> None:
    desk = replace(DESK, stories=stories, chars=chars, min_severity=least)
    found = digest(*some, desk=desk)
    assert found.read == len(found.items) + sum(count for _, count in found.dropped)
    assert len(found.items) <= stories
    assert all(count > 0 for _, count in found.dropped)
    assert [reason for reason, _ in found.dropped] == [
        reason for reason in Drop if reason in dict(found.dropped)
    ]
    assert digest(*reversed(some), desk=desk) == found
