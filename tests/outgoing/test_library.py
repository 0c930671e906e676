"""Dossiers and matches: put together once, and anew when the story changed."""

from bot.brief.watches import Tables
from bot.outgoing.library import Library
from bot.outgoing.matching import Matcher
from bot.types import Rule
from tests.outgoing.newsroom import COPY, FERRY, SEVENTEEN, SHELLING, Desk


def test_a_story_that_did_not_change_is_put_together_once(one: Desk) -> None:
    one.publish(SHELLING)
    story = one.story("Shelling")
    first = one.library.dossier(story, 1)
    assert one.library.dossier(story, 1) is first
    one.publish(SEVENTEEN)
    second = one.library.dossier(story, 2)
    assert second is not None
    assert (second.revision, len(second.briefings)) == (2, 2)
    assert one.library.dossier("nowhere") is None


def test_a_dossier_holds_what_the_store_knows_of_its_story(one: Desk) -> None:
    one.publish(SHELLING, COPY)
    row, dossier = one.store.stories()[0], one.library.dossier(one.story("Shelling"))
    assert dossier is not None
    assert (dossier.id, dossier.headline, dossier.severity) == (row.id, row.headline, row.severity)
    assert (dossier.families, dossier.first_at, dossier.last_at) == (row.families, row.first_at, row.last_at)
    assert dossier.feeds == {"https://one.example/one.xml"}
    texts = [briefing.articles[0] for briefing in dossier.briefings]
    assert dossier.copies == {texts[1].id}
    for briefing in dossier.briefings:
        (text,) = briefing.articles
        assert all(span.text == text.body[span.start : span.end] for span in briefing.summary)


def test_a_story_under_its_old_name_is_the_one_it_was_merged_into(one: Desk) -> None:
    one.publish(SHELLING, FERRY)
    old, new = one.story("Shelling"), one.story("ferry")
    with one.store.placing() as desk:
        desk.merge(old, new)
    dossier = one.library.dossier(old)
    assert dossier is not None
    assert (dossier.id, len(dossier.briefings)) == (new, 2)


def test_what_is_no_longer_kept_is_left_out(one: Desk) -> None:
    one.publish(SHELLING)
    one.clock.forward(days=40)
    one.publish(FERRY)
    one.store.retain(30)
    dossier = one.library.dossier(one.story("Shelling"))
    assert dossier is not None
    assert dossier.briefings == ()
    one.subscribe("s1", "13:00")
    one.tick(hours=1)
    assert one.store.slots()[0].told == 1


def test_only_so_many_dossiers_are_remembered(one: Desk) -> None:
    one.publish(SHELLING, FERRY)
    small = Library(one.store, kept=1)
    first = small.dossier(one.story("Shelling"), 1)
    small.dossier(one.story("ferry"), 1)
    again = small.dossier(one.story("Shelling"), 1)
    assert again == first
    assert again is not first


def test_a_rule_is_asked_anew_when_its_story_changed(one: Desk) -> None:
    matcher, rule = Matcher(Tables()), Rule(words=("five more bodies",))
    one.publish(SHELLING)
    story = one.story("Shelling")
    before = one.library.dossier(story)
    assert before is not None
    assert matcher.grounds(rule, before) is None
    one.publish(SEVENTEEN)
    after = one.library.dossier(story)
    assert after is not None
    found = matcher.grounds(rule, after)
    assert found is not None
    assert [basis.span.text for basis in found] == ["five more bodies"]
    assert matcher.grounds(rule, after) is found
    assert matcher.grounds(Rule(), after) is None
