"""What a digest tells: gates, rank, budget, diversity, and a count for everything that it leaves out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.brief.digest import Candidate, Weights, item, made
from bot.types import (
    Basis,
    Change,
    ChangeKind,
    Channel,
    Digest,
    Direction,
    Dossier,
    Drop,
    Rule,
    Severity,
    Subscription,
    Told,
)
from tests.brief.dossiers import article, briefing, dossier, event

UNTIL = datetime(2026, 3, 2, 9, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=1)
DESK = Subscription(
    "desk", Channel("terminal", "local", "desk"), "Desk", Rule(everything=True), stories=6, chars=100_000
)
DOWN, UP = Direction.DOWN, Direction.UP


def story(
    name: str,
    severity: Severity = Severity.HIGH,
    direction: Direction = UP,
    *,
    parties: tuple[str, str] | None = None,
    families: int = 1,
    hours: float = 2,
) -> Dossier:
    """A story between two parties of its own, told by so many publishers."""
    who, whom = parties or (f"{name} army", f"{name} rebels")
    body = f"The {name} army met the {name} rebels on Monday. Nothing else is known."
    at = UNTIL - timedelta(hours=hours)
    told = []
    for number in range(families):
        text = article(body, headline=f"{name} news", id=f"{name}-{number}", outlet=f"Wire {number}", at=at)
        sentence = f"The {name} army met the {name} rebels on Monday."
        happened = event(text, sentence, [who], "ASSAULT", [whom], direction=direction, severity=severity)
        told.append(briefing(text, events=[happened] if severity is not Severity.NONE else []))
    return dossier(*told, id=name)


def candidate(whole: Dossier, *, new: int = 1, **changed: object) -> Candidate:
    plain = Candidate(whole, (), None, new, is_muted=False, changes=tuple)
    return replace(plain, **changed)  # type: ignore[arg-type]


def told(whole: Dossier, *, revision: int = 0) -> Told:
    return Told(whole.id, SINCE, revision, whole.severity, (), 1, 1)


def changed(kind: ChangeKind) -> tuple[Change, ...]:
    return (Change(kind, "something", (), ()),)


def digest(*candidates: Candidate, desk: Subscription = DESK, weights: Weights | None = None) -> Digest:
    return made(desk, candidates, slot=None, since=SINCE, until=UNTIL, weights=weights or Weights()).digest


def names(made_of: Digest) -> list[str]:
    return [one.dossier.id for one in made_of.items]


def never() -> tuple[Change, ...]:
    raise AssertionError("nobody should have asked")


def test_a_story_that_nobody_asked_for_is_counted_and_not_told() -> None:
    found = digest(candidate(story("a"), grounds=None, new=3))
    assert (found.read, found.items, found.dropped) == (3, (), ((Drop.OFF_TOPIC, 3),))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"dossier": replace(story("a"), briefings=()), "grounds": None, "is_muted": True}, Drop.STRIPPED),
        ({"grounds": None, "is_muted": True}, Drop.OFF_TOPIC),
        ({"is_muted": True, "dossier": story("a", Severity.LOW)}, Drop.MUTED),
        ({"dossier": story("a", Severity.LOW), "told": told(story("a"), revision=1)}, Drop.BELOW),
        ({"told": told(story("a"), revision=1)}, Drop.UNCHANGED),
    ],
)
def test_of_several_reasons_the_first_gate_counts(wrong: dict[str, object], reason: Drop) -> None:
    strict = replace(DESK, min_severity=Severity.MEDIUM)
    found = digest(candidate(story("a"), **wrong), desk=strict)  # type: ignore[arg-type]
    assert found.dropped == ((reason, 1),)


def test_what_changed_is_asked_only_of_a_story_that_passed_all_else() -> None:
    whole = story("a")
    digest(candidate(whole, told=told(whole), changes=never, is_muted=True))
    digest(candidate(whole, told=told(whole, revision=1), changes=never))
    digest(candidate(whole, changes=never))


@pytest.mark.parametrize("kind", [ChangeKind.SEVERITY, ChangeKind.FIGURE, ChangeKind.EVENT])
def test_a_story_that_changed_is_told_again_with_what_is_new(kind: ChangeKind) -> None:
    whole = story("a")
    [one] = digest(candidate(whole, told=told(whole), changes=lambda: changed(kind))).items
    assert (one.told_before, one.briefing.changes) == (SINCE, changed(kind))


def test_a_new_name_alone_is_not_worth_repeating() -> None:
    whole = story("a")
    found = digest(candidate(whole, told=told(whole), changes=lambda: changed(ChangeKind.ACTOR)))
    assert found.dropped == ((Drop.UNCHANGED, 1),)


def test_further_articles_of_a_story_that_is_told_are_duplicates() -> None:
    found = digest(candidate(story("a"), new=4), candidate(story("b"), new=0))
    assert (found.read, len(found.items), found.dropped) == (5, 2, ((Drop.DUPLICATE, 3),))


def test_the_graver_story_comes_first_whichever_way_it_points() -> None:
    for direction in (UP, DOWN):
        found = digest(
            candidate(story("a", Severity.MEDIUM)),
            candidate(story("b", Severity.HIGH, direction)),
            candidate(story("c", Severity.LOW)),
        )
        assert names(found) == ["b", "a", "c"]


def test_escalation_and_de_escalation_of_one_severity_rank_alike() -> None:
    up, down = digest(candidate(story("a")), candidate(story("b", direction=DOWN))).items
    assert up.score == down.score


def test_of_two_alike_the_one_with_more_publishers_comes_first() -> None:
    assert names(digest(candidate(story("a")), candidate(story("b", families=3)))) == ["b", "a"]


def test_of_two_alike_the_new_one_comes_before_the_one_that_changed() -> None:
    known = story("a")
    found = digest(
        candidate(known, told=told(known), changes=lambda: changed(ChangeKind.SEVERITY)),
        candidate(story("b")),
    )
    assert names(found) == ["b", "a"]


def test_of_two_alike_the_one_that_matches_more_closely_comes_first() -> None:
    one, other = story("a"), story("b")
    span = one.briefings[0].summary[0]
    found = digest(
        candidate(one, grounds=(Basis("region: Asia (CHN)", span),)),
        candidate(other, grounds=(Basis("words: army", span),)),
    )
    assert names(found) == ["b", "a"]


def test_of_two_alike_the_fresher_one_comes_first() -> None:
    assert names(digest(candidate(story("a", hours=9)), candidate(story("b", hours=1)))) == ["b", "a"]


def redated(whole: Dossier, at: datetime | None) -> Dossier:
    """The story as if all its articles were published at ``at``; each was read when it was."""
    return replace(
        whole,
        last_at=at or whole.last_at,
        briefings=tuple(
            replace(one, articles=(replace(one.articles[0], published_at=at),)) for one in whole.briefings
        ),
    )


@pytest.mark.parametrize("at", [None, UNTIL + timedelta(days=400), datetime(9999, 1, 1, tzinfo=UTC)])
def test_a_story_without_a_date_or_with_one_that_lies_ahead_never_jumps_the_queue(
    at: datetime | None,
) -> None:
    found = digest(candidate(story("b", hours=20)), candidate(redated(story("a", hours=1), at)))
    assert names(found) == ["b", "a"]


def test_a_story_with_acts_below_a_flag_comes_before_one_without_any() -> None:
    quiet, acts = story("a", Severity.NONE), story("b", Severity.LOW)
    low = replace(acts, severity=Severity.NONE)
    assert names(digest(candidate(quiet), candidate(low))) == ["b", "a"]


def test_each_term_and_the_score_lie_between_0_and_1_and_are_shown() -> None:
    [one] = digest(candidate(story("a", Severity.CRITICAL, families=9, hours=-5))).items
    assert [name for name, _ in one.parts] == ["severity", "novelty", "corroboration", "watch", "recency"]
    assert all(0 <= value <= 1 for _, value in one.parts)
    assert 0 <= one.score <= 1


def test_weights_that_are_all_nothing_rank_by_severity_all_the_same() -> None:
    nothing = Weights(0, 0, 0, 0, 0)
    found = digest(candidate(story("a", Severity.LOW)), candidate(story("b")), weights=nothing)
    assert names(found) == ["b", "a"]


def test_stories_beyond_the_budget_are_counted() -> None:
    found = digest(
        *(candidate(story(name), new=2) for name in "abcde"),
        desk=replace(DESK, stories=2),
    )
    assert names(found) == ["a", "b"]
    assert found.dropped == ((Drop.DUPLICATE, 2), (Drop.OVER_BUDGET, 6))


def test_a_story_that_does_not_fit_is_left_out_as_a_whole_and_the_next_one_is_tried() -> None:
    text = "A long story was told on Monday. " + "It went on for ever and ever " * 40 + "."
    long = dossier(briefing(article(text, headline="Long", id="b-0"), summary=[text[:1100]]), id="b")
    found = digest(
        candidate(story("a")),
        candidate(replace(long, severity=Severity.MEDIUM)),
        candidate(story("c", Severity.LOW)),
        desk=replace(DESK, chars=600),
    )
    assert names(found) == ["a", "c"]
    assert found.dropped == ((Drop.OVER_BUDGET, 1),)


def test_the_best_story_is_told_however_small_the_budget_of_characters() -> None:
    assert names(digest(candidate(story("a")), desk=replace(DESK, chars=1))) == ["a"]


def test_a_third_story_of_one_conflict_waits_until_others_are_told() -> None:
    war = ("Red army", "Blue army")
    same = [candidate(story(name, Severity.CRITICAL, parties=war)) for name in "abc"]
    others = [candidate(story(name, Severity.LOW)) for name in "de"]
    assert names(digest(*same, *others, desk=replace(DESK, stories=4))) == ["a", "b", "d", "e"]
    assert names(digest(*same, others[0], desk=replace(DESK, stories=4))) == ["a", "b", "c", "d"]


def test_a_de_escalation_is_among_those_told_even_if_graver_stories_fill_the_budget() -> None:
    grave = [candidate(story(name, Severity.CRITICAL)) for name in "abcdef"]
    calm = candidate(story("z", Severity.MEDIUM, DOWN))
    found = digest(*grave, calm, desk=replace(DESK, stories=3))
    assert names(found) == ["a", "b", "z"]
    assert names(digest(*grave, calm, desk=replace(DESK, stories=1))) == ["a"]
    assert "z" in names(digest(*grave, calm, desk=replace(DESK, chars=1)))
    low = candidate(story("y", Severity.LOW, DOWN))
    assert "y" not in names(digest(*grave, low, desk=replace(DESK, stories=3)))


def test_the_order_of_the_candidates_changes_nothing() -> None:
    some = [candidate(story(name)) for name in "abcdef"]
    assert digest(*some) == digest(*reversed(some))


def test_the_nearest_misses_are_named_with_their_reason() -> None:
    low, off = candidate(story("a", Severity.LOW)), candidate(story("b"), grounds=None)
    strict = replace(DESK, min_severity=Severity.HIGH)
    found = made(strict, [off, low], slot=None, since=SINCE, until=UNTIL, weights=Weights())
    assert [(one.story_id, one.reason) for one in found.misses] == [("a", Drop.BELOW), ("b", Drop.OFF_TOPIC)]


def test_an_item_of_its_own_says_what_changed() -> None:
    whole = story("a")
    news = candidate(whole, told=told(whole), changes=lambda: changed(ChangeKind.FIGURE))
    one = item(news, since=SINCE, until=UNTIL, weights=Weights())
    assert one.briefing.changes == changed(ChangeKind.FIGURE)
    assert item(candidate(whole), since=SINCE, until=UNTIL, weights=Weights()).briefing.changes == ()
