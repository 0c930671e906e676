"""Whose name stays."""

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyse.stories.assign import Stories
from bot.analyse.stories.identity import Standing, heir, keeper
from bot.analyse.stories.review import Merge
from tests.analyse.stories.streams import own


@pytest.mark.parametrize(
    ("standings", "stays"),
    [
        ([Standing("new", 50), Standing("old", 10)], "old"),
        ([Standing("old", 10), Standing("posted", 50, 60)], "posted"),
        ([Standing("second", 10, 70), Standing("first", 50, 60)], "first"),
        ([Standing("b", 10), Standing("a", 10)], "a"),
        ([Standing("b", 10, 60), Standing("c", 5, 60), Standing("a", 1)], "c"),
    ],
    ids=["older", "posted", "posted-first", "tie", "three"],
)
def test_who_keeps_the_name_in_a_merge(standings: list[Standing], stays: str) -> None:
    assert keeper(standings).story_id == stays
    assert keeper(standings[::-1]).story_id == stays


@pytest.mark.parametrize(
    ("parts", "lead", "keeps"),
    [
        ([[(20, 2), (30, 3)], [(10, 1)]], None, 1),
        ([[(20, 2), (30, 3)], [(10, 1)]], 3, 0),
        ([[(20, 2)], [(20, 1), (40, 4)]], None, 1),
        ([[(20, 2)], [(10, 1)]], 99, 1),
    ],
    ids=["earliest", "posted-lead", "tie", "lead-left-the-window"],
)
def test_who_keeps_the_name_in_a_split(
    parts: list[list[tuple[int, int]]], lead: int | None, keeps: int
) -> None:
    assert heir(parts, lead) == keeps


@settings(max_examples=25, deadline=None)
@given(
    order=st.permutations(range(len(own()))),
    posted=st.sets(st.integers(0, len(own()) - 1), min_size=1, max_size=12),
)
def test_a_posted_story_stays_itself_whatever_comes(order: list[int], posted: set[int]) -> None:
    """Its name holds its leading article, unless a story that was posted before it took it in."""
    stories, numbers = Stories(), count()
    leads: dict[str, int] = {}
    aliases: dict[str, str] = {}

    def name(_doc: int) -> str:
        return f"story-{next(numbers):03}"

    for at, doc in enumerate(order):
        made = stories.assign(doc, own()[doc][1], name(doc))
        aliases.update(made.merges)
        story = stories.story_of(doc)
        assert story
        if doc in posted and story not in leads:
            stories.note_posted(story, datetime.fromtimestamp(at, UTC), doc)
            leads[story] = doc
        if at % 7 == 6:
            changes = stories.review(name)
            aliases.update((one.from_id, one.into_id) for one in changes if isinstance(one, Merge))
    ranks = list(leads)
    for story, lead in leads.items():
        if story not in aliases:
            assert stories.story_of(lead) == story
        else:
            assert ranks.index(aliases[story]) < ranks.index(story)
