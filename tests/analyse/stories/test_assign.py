"""Articles come in, stories grow, part, join and expire."""

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from bot.analyse.stories.assign import Assignment, Stories
from bot.analyse.stories.review import Merge, Split
from bot.analyse.stories.settings import SETTINGS
from bot.analyse.stories.sketch import Sketch
from tests.analyse.stories.streams import of, own

DAY = 86400


def placed(stories: Stories, stream: Iterable[tuple[int, Sketch]]) -> dict[int, Assignment]:
    return {doc: stories.assign(doc, made, f"story-{doc}") for doc, made in stream}


def groups(stories: Stories, docs: Iterable[int]) -> set[frozenset[int]]:
    return {frozenset(stories.members(stories.story_of(doc) or "")) for doc in docs}


def later(stream: Iterable[tuple[int, Sketch]], days: float) -> list[tuple[int, Sketch]]:
    """The same articles again, published and read later, under other numbers."""
    shift = int(days * DAY)
    return [(doc + 1000, replace(made, at=made.at + shift, seen=made.seen + shift)) for doc, made in stream]


def test_the_first_article_opens_a_story_and_a_follow_up_joins_it() -> None:
    stories = Stories()
    (one, first), *_, (other, last) = of("ferry-lake-mbeya")
    opened = stories.assign(one, first, "ferry")
    assert opened == Assignment(None, 0.0, None, ())
    joined = stories.assign(other, last, "unused")
    assert joined.story_id == "ferry" == stories.story_of(other)
    assert joined.score >= SETTINGS.join
    assert joined.nearest == one
    assert len(stories) == 1
    assert stories.members("ferry") == (one, other)


def test_reasons_name_what_is_shared_the_most_telling_first() -> None:
    stories = Stories()
    made = placed(stories, of("ferry-lake-mbeya"))
    reasons = list(made.values())[1].reasons
    assert {reason.kind for reason in reasons} <= {"words", "opening", "actors", "figures", "events"}
    assert "kasunga" in {word for reason in reasons for word in reason.shared}
    assert [reason.adds for reason in reasons] == sorted((reason.adds for reason in reasons), reverse=True)


def test_two_happenings_of_one_kind_are_two_stories() -> None:
    for pair in (
        ("quake-tolvera", "quake-mindor"),
        ("coach-rovers", "coach-united"),
        ("truce-zahir", "truce-lomami"),
    ):
        stories = Stories()
        stream = of(*pair)
        placed(stories, stream)
        happenings = [frozenset(doc for doc, _ in of(one)) for one in pair]
        assert groups(stories, (doc for doc, _ in stream)) == set(happenings)


def test_a_big_story_does_not_swallow_its_neighbour() -> None:
    stories = Stories()
    stream = of("quake-tolvera", "dockers-callao")
    placed(stories, stream)
    assert {len(group) for group in groups(stories, (doc for doc, _ in stream))} == {9, 4}


def test_a_story_expires_when_nothing_came_for_its_window() -> None:
    stories = Stories()
    stream = of("strike-odresk")
    placed(stories, stream)
    last = datetime.fromtimestamp(stream[-1][1].seen, UTC)
    assert stories.expire(last + timedelta(hours=71)) == {}
    gone = stories.expire(last + timedelta(hours=73))
    assert gone == {f"story-{stream[0][0]}": tuple(doc for doc, _ in stream)}
    assert len(stories) == 0
    again = placed(stories, later(stream, 9))
    assert next(iter(again.values())) == Assignment(None, 0.0, None, ())


def test_nothing_of_an_expired_article_is_kept() -> None:
    stories = Stories()
    placed(stories, enumerate(made for _, made in own()))
    stories.expire(datetime(2031, 1, 1, tzinfo=UTC))
    index = stories._window.index
    kept = (index._articles, index._numbers, index._labels, index._having, index._lists)
    window = stories._window
    assert not any((*kept, window.of, window.at, window.stories, stories._changed))


def test_time_between_two_articles_takes_closeness_away() -> None:
    def score(days: float) -> float:
        stories = Stories()
        (one, first), (_, second) = of("trial-larue")
        stories.assign(one, first, "trial")
        return stories.assign(1, replace(second, at=first.at + int(days * DAY)), "other").score

    assert score(0.5) == score(2) > score(5) > score(9) == score(40)


def test_a_restored_window_goes_on_as_if_it_had_never_stopped() -> None:
    whole, first = Stories(), Stories()
    stream = [(doc, made) for doc, (_, made) in enumerate(own())]
    placed(whole, stream)
    placed(first, stream[:40])
    second = Stories()
    for doc, made in stream[:40]:
        second.restore(doc, made, first.story_of(doc) or "")
    placed(second, stream[40:])
    assert [second.story_of(doc) for doc, _ in stream] == [whole.story_of(doc) for doc, _ in stream]


def test_a_new_version_takes_the_place_of_the_old_one() -> None:
    stories = Stories()
    stream = of("merger-banks", "lottery")
    placed(stories, stream)
    doc = stream[0][0]
    stories.assign(doc, of("lottery")[0][1], "new")
    assert stories.story_of(doc) == f"story-{of('lottery')[0][0]}"
    assert doc not in stories.members(f"story-{doc}")
    assert len(stories.members(f"story-{doc}")) == len(of("merger-banks")) - 1


def test_a_review_joins_what_is_one_and_the_older_name_stays() -> None:
    stories = Stories()
    for doc, made in of("merger-banks"):
        stories.restore(doc, made, "early" if doc < 20 else "late")
    bridge = later(of("merger-banks")[1:2], 0.1)
    (made_one,) = placed(stories, bridge).values()
    told = [Merge(*pair) for pair in made_one.merges]
    assert [*told, *stories.review(lambda doc: f"new-{doc}")] == [Merge("late", "early")]
    assert len(stories) == 1


def test_a_review_parts_what_are_two_and_the_posted_lead_keeps_the_name() -> None:
    stories = Stories()
    stream = of("quake-tolvera", "dockers-callao")
    dockers = {doc for doc, _ in of("dockers-callao")}
    for doc, made in stream:
        stories.restore(doc, made, "mixed")
    lead = max(dockers)
    stories.note_posted("mixed", datetime(2030, 3, 2, tzinfo=UTC), lead)
    newest = later(of("quake-tolvera")[-1:], 0.1)
    placed(stories, newest)
    changes = stories.review(lambda doc: f"new-{doc}")
    quakes = tuple(sorted(({doc for doc, _ in stream} - dockers) | {newest[0][0]}))
    assert changes == (Split("mixed", quakes, f"new-{quakes[0]}", is_new=True),)
    assert set(stories.members("mixed")) == dockers
    assert stories.review(lambda doc: f"again-{doc}") == ()


def test_a_review_can_be_taken_in_portions() -> None:
    stories = Stories()
    placed(stories, ((doc, made) for doc, (_, made) in enumerate(own())))
    numbers = count()
    waiting = len(stories._changed)
    stories.review(lambda _doc: f"new-{next(numbers)}", limit=3)
    assert len(stories._changed) == waiting - 3


def test_an_article_without_a_word_is_a_story_of_its_own() -> None:
    stories = Stories()
    empty = Sketch((), (), (), 0, 0)
    assert [stories.assign(doc, empty, f"s{doc}").story_id for doc in range(3)] == [None] * 3
    assert stories.review(str) == ()


def test_the_same_stream_gives_the_same_stories_whatever_the_hash_seed() -> None:
    program = (
        "from tests.analyse.stories.streams import own\n"
        "from tests.quality.runners.stories import told\n"
        "print(told([made for _, made in own()]))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
    assert "story-1" in told.pop()
