"""A story that several articles tell becomes one briefing, in which nothing is told twice."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.brief.briefing import credible_at, lead, of_story
from bot.types import Briefing, Change, ChangeKind, Direction, Harm, Severity
from tests.brief.dossiers import NOW, actor, article, briefing, dossier, event, state, toll

STRIKE = "Ruritania shelled Port Roe on Monday."
TRUCE = "Ruritania agreed a truce with Sylvania on Tuesday."


def strike(name: str = "a1", hours: float = 0, severity: Severity = Severity.HIGH) -> Briefing:
    text = article(
        f"{STRIKE} Ada Roe wept. 12 people were killed.",
        headline=f"Strike {name}",
        id=name,
        at=NOW + timedelta(hours=hours),
        outlet=f"Wire {name}",
    )
    return briefing(
        text,
        actors=[actor(text, "Ada Roe", salience=0.4), state(text, "Ruritania", "RUR")],
        events=[event(text, STRIKE, ["RUR"], "ASSAULT.heavy-weapons", ["SYL"], severity=severity)],
        tolls=[toll(text, "12 people were killed", Harm.KILLED, 12)],
    )


def truce(name: str = "b1", hours: float = 1) -> Briefing:
    text = article(
        f"{TRUCE} President Ada Roe smiled.",
        headline=f"Truce {name}",
        id=name,
        at=NOW + timedelta(hours=hours),
        outlet=f"Wire {name}",
    )
    return briefing(
        text,
        actors=[actor(text, "Ada Roe", role="President", salience=0.8), state(text, "Sylvania", "SYL")],
        events=[event(text, TRUCE, ["RUR"], "AGREE", ["SYL"], direction=Direction.DOWN, score=8.0)],
    )


def test_the_lead_is_the_last_of_the_gravest() -> None:
    assert lead(dossier(strike(), strike("a2", 2), truce("b1", 3))).articles[0].id == "b1"
    medium = strike("a3", 9, Severity.MEDIUM)
    assert lead(dossier(strike(), strike("a2", 2), medium)).articles[0].id == "a2"


def test_a_copy_leads_only_where_all_are_copies() -> None:
    both = (strike(), strike("a2", 2))
    assert lead(dossier(*both, copies=["a2"])).articles[0].id == "a1"
    assert lead(dossier(*both, copies=["a1", "a2"])).articles[0].id == "a2"


def test_an_article_without_a_headline_leads_only_where_none_has_one() -> None:
    bare = replace(strike("a2", 2), articles=(replace(strike("a2", 2).articles[0], headline=""),))
    assert lead(dossier(strike(), bare)).articles[0].id == "a1"
    assert of_story(dossier(bare, headline="Named by the story")).story.headline == "Named by the story"


@pytest.mark.parametrize("at", [None, NOW + timedelta(days=300)])
def test_a_date_that_cannot_be_true_does_not_make_a_lead(at: datetime | None) -> None:
    wrong = replace(strike("a2", -5).articles[0], published_at=at)
    assert credible_at(wrong) is None
    one = replace(strike("a2", -5), articles=(wrong,))
    assert lead(dossier(strike(), one)).articles[0].id == "a1"


def test_headline_and_summary_are_those_of_the_lead() -> None:
    made = of_story(dossier(strike(), truce()))
    assert made.story.headline == "Truce b1"
    assert {span.article_id for span in made.summary} == {"b1"}
    assert [text.id for text in made.articles] == list(made.story.article_ids) == ["a1", "b1"]


def test_what_a_copy_repeats_is_told_once_and_by_the_original() -> None:
    made = of_story(dossier(strike("copy"), strike("a2", 1), copies=["copy"]))
    assert [one.span.article_id for one in made.events] == ["a2"]
    assert [one.span.article_id for one in made.tolls] == ["a2"]
    assert made.escalation.events == made.events


def test_actors_are_named_once_with_the_words_of_one_article() -> None:
    made = of_story(dossier(strike(), truce()))
    [ada] = [one for one in made.actors if one.name == "Ada Roe"]
    assert ada.role == "President"
    assert {span.article_id for span in ada.mentions} == {"b1"}
    assert [one.name for one in made.actors] == ["Ada Roe", "Ruritania", "Sylvania"]
    assert ada.salience == pytest.approx(0.6)


def test_people_come_first_among_equals() -> None:
    text = article("Zoe Zed met Ruritania.", id="c1")
    told = briefing(text, actors=[state(text, "Ruritania", "RUR"), actor(text, "Zoe Zed")])
    assert [one.name for one in of_story(dossier(told)).actors] == ["Zoe Zed", "Ruritania"]


def test_a_story_points_where_all_its_articles_point_together() -> None:
    way = of_story(dossier(strike(severity=Severity.MEDIUM), truce())).escalation
    assert (way.direction, way.severity) == (Direction.MIXED, Severity.HIGH)
    assert len(way.dyads) == 1
    assert (way.dyads[0].parties, way.dyads[0].direction) == (("RUR", "SYL"), Direction.MIXED)
    assert way.dyad == ("RUR", "SYL")
    assert of_story(dossier(truce())).escalation.direction is Direction.DOWN


def test_a_story_of_one_article_keeps_what_was_found_in_it() -> None:
    one = strike()
    made = of_story(dossier(one))
    assert (made.actors, made.events, made.tolls) == (
        tuple(sorted(one.actors, key=lambda a: -a.salience)),
        one.events,
        one.tolls,
    )
    assert made.escalation == one.escalation


def test_changes_are_kept_as_they_were_found() -> None:
    change = Change(ChangeKind.FIGURE, "killed: 12 → 17", (), ())
    assert of_story(dossier(strike()), (change,)).changes == (change,)
