"""F11: articles that are edited, corrected, taken down, held back: one document and one story, whatever happens.

A site shows an edit in its feed by another title, teaser or text; one that it does not show there is not looked for.
"""

from datetime import timedelta

import pytest

from bot.store.records import Dropped, Later
from tests.intake.conftest import Opens
from tests.intake.ledger import answers, held, titles, visits, wrong
from tests.intake.station import Station

FORMS = 4


def first_sentence_changed(one: Station, feed: int, number: int = 0) -> str:
    """A text whose teaser is another one."""
    old = one.web.sources[feed].pieces[number].now
    return "\n\n".join(("Nobody was hurt after all, it turned out.", *old.paragraphs))


class TestEdits:
    @pytest.mark.parametrize("what", ["title", "teaser", "full text"])
    def test_an_edit_is_a_version_of_the_same_article_in_the_same_story(
        self, newsrooms: Opens, what: str
    ) -> None:
        with newsrooms(FORMS, articles=1) as one:
            for feed in range(FORMS):
                one.web.habits(feed, full_text=what == "full text")
            if what == "full text":
                one.web.sources[2].form = "rss"  # of RDF no full texts are read, but pages
            one.poll()
            before = {found.key: found.story_id for found in held(one)}
            for story in one.store.stories():
                assert one.store.mark_posted(story.id)
            one.clock.advance(minutes=31)
            for feed in range(FORMS):
                title = f"Corrected: {one.web.sources[feed].pieces[0].now.title}" if what == "title" else None
                body = first_sentence_changed(one, feed) if what == "teaser" else None
                one.web.edit(feed, 0, title=title, body=body)
            one.poll()
            assert {told.changed for told in one.polled.values()} == {1}
            assert {found.key: found.story_id for found in held(one)} == before
            assert len(one.store.stories()) == len(set(before.values()))
            assert all(story.is_posted for story in one.store.stories()), "it is not posted twice"
            assert wrong(one) == []

    @pytest.mark.parametrize("minutes", [1.0, 17.0])
    def test_one_that_comes_too_soon_to_be_read_again_is_read_when_its_time_has_come(
        self, newsroom: Opens, minutes: float
    ) -> None:
        """Half an hour must pass between two readings. The feed does not change any more: a 304 would hide the edit."""
        with newsroom(articles=1) as one:
            one.poll()
            one.clock.advance(minutes=minutes)
            one.web.edit(0, 0, title="A better title for the same")
            one.poll(now=True)
            assert [len(found.texts) for found in held(one)] == [1]
            one.clock.advance(minutes=31 - minutes)
            one.poll(now=True)
            assert wrong(one) == []
            assert [len(found.texts) for found in held(one)] == [2]
            one.poll(now=True)
            one.poll(now=True)
            assert answers(one)[-1] == "304", "and then the feed is at rest"

    def test_three_edits_are_read_and_no_more_however_often_a_site_turns_its_words(
        self, newsroom: Opens
    ) -> None:
        """A title that changes with each poll costs three visits, after half an hour, one and two."""
        with newsroom(articles=1) as one:
            one.poll()
            for number in range(20):
                one.web.edit(0, 0, title=f"Live: turn {number} of the same evening")
                one.later(hours=1)
            assert visits(one) == {"/f/0/a/0": 4}
            (found,) = held(one)
            assert len(found.texts) == 4

    def test_a_reading_that_finds_the_same_words_is_no_version(self, newsroom: Opens) -> None:
        """The feed's teaser is another one, the page is not."""
        with newsroom(articles=1) as one:
            one.poll()
            piece = one.web.sources[0].pieces[0]
            before = list(piece.versions)
            one.web.edit(0, 0, title="Another title in the feed alone")
            one.clock.advance(minutes=31)
            flow = one.runner.run(one.flow())
            one.runner.run(flow._poller.poll(one.news.append))
            piece.versions = before
            one.poll()
            assert visits(one) == {"/f/0/a/0": 2}
            assert wrong(one) == []

    def test_an_edit_while_the_article_waits_to_be_read_is_all_that_is_read(self, newsroom: Opens) -> None:
        with newsroom(articles=1) as one:
            piece = one.web.sources[0].pieces[0]
            piece.state = "error"
            one.poll()
            one.web.edit(0, 0, title="What it says now")
            piece.state, piece.versions = "live", piece.versions[1:]
            one.later(minutes=17)
            assert wrong(one) == []

    def test_what_was_known_at_a_time_can_still_be_told(self, newsroom: Opens) -> None:
        with newsroom(articles=1) as one:
            one.poll()
            before = one.clock()
            one.clock.advance(minutes=31)
            one.web.edit(0, 0, title="What is known now")
            one.poll()
            (story,) = one.store.stories()
            (then,) = one.store.story_documents(story.id, at=before)
            (now,) = one.store.story_documents(story.id)
            assert (then.version, now.version, now.versions) == (1, 2, 2)
            assert now.article.headline == "What is known now" != then.article.headline


class TestDeletions:
    def test_an_article_that_is_taken_down_stays_as_it_was_read(self, newsrooms: Opens) -> None:
        """One leaves the feed and its page answers 410; one stays in the feed with another title, and is gone, too."""
        with newsrooms(articles=3) as one:
            one.poll()
            before = held(one)
            one.clock.advance(minutes=31)
            pieces = one.web.sources[0].pieces
            pieces[0].is_listed = False
            one.web.edit(0, 1, title="Removed")
            pieces[0].state = pieces[1].state = "gone"
            one.poll()
            (told,) = one.read
            assert isinstance(told.outcome, Dropped)
            one.later(days=2)
            assert held(one) == before
            assert visits(one) == {"/f/0/a/0": 1, "/f/0/a/1": 2, "/f/0/a/2": 1}

    def test_one_that_comes_back_is_not_new(self, newsroom: Opens) -> None:
        with newsroom(articles=2) as one:
            one.poll()
            for listed in (False, True, False, True):
                one.web.sources[0].pieces[0].is_listed = listed
                one.later(hours=5)
            assert visits(one) == {"/f/0/a/0": 1, "/f/0/a/1": 1}
            assert wrong(one) == []


class TestEmbargoes:
    @pytest.mark.parametrize("held_h", [0.2, 3.0, 15.0])
    def test_a_page_that_is_not_there_yet_is_read_once_it_is(self, newsroom: Opens, held_h: float) -> None:
        """The feed names it early: 404, and 200 when the embargo is lifted."""
        with newsroom(articles=1) as one:
            one.poll()
            piece = one.web.publish(0, state="embargoed")
            one.later(minutes=17)
            (told,) = one.read
            assert isinstance(told.outcome, Later)
            assert titles(one, "new") == {piece.now.title}
            lifted = one.clock() + timedelta(hours=held_h)
            while one.store.counts().waiting:
                one.clock.advance(minutes=30)
                piece.state = "live" if one.clock() >= lifted else "embargoed"
                one.poll()
            assert wrong(one) == []
            assert visits(one)[piece.path] <= 6

    def test_one_that_is_never_lifted_is_given_up_after_a_day_and_said_so(self, newsroom: Opens) -> None:
        with newsroom(articles=1) as one:
            piece = one.web.sources[0].pieces[0]
            piece.state = "embargoed"
            for _ in range(25):
                one.poll()
                one.clock.advance(hours=1)
            assert titles(one, "failed") == {piece.now.title}
            assert visits(one) == {piece.path: 6}
            lines = one.store.why(one.web.address(one.web.sources[0], piece.path).replace("http:", "https:"))
            assert lines[-1].outcome == "dropped"
            piece.state = "live"
            one.later(days=1)
            assert visits(one) == {piece.path: 6}, "it is not asked for ever"
