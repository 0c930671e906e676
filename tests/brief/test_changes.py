"""The rules of what changed, on briefings made by hand: each rule with what it must find and what it must leave."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.acquire.assembly import assemble
from bot.analyse import casualties
from bot.analyse.escalation import RANK, weigh
from bot.brief.changes import changes
from bot.brief.changes.events import GRAVITY
from bot.text import sentences
from bot.types import (
    Actor,
    ActorKind,
    Article,
    Briefing,
    Change,
    ChangeKind,
    Direction,
    Event,
    Modality,
    Root,
    Severity,
    Story,
)
from tests.analyse.coding import TODAY

NAMES = {"KEN": "Kenya", "UGA": "Uganda", "TCD": "Chad"}


def article(body: str, *, hours: float = 0, outlet: str = "Wire", at: str = "", read: float = 0) -> Article:
    """An article of some hours after noon; without an address of its own (``at``) no other has its address."""
    return assemble(
        url=f"https://wire.example/{at or hours}{outlet}",
        outlet=outlet,
        headline="",
        byline=None,
        body=body,
        lang="en",
        published_at=TODAY + timedelta(hours=hours),
        fetched_at=TODAY + timedelta(hours=read or hours),
    )


def briefing(of: Article, *events: Event, actors: Sequence[Actor] = ()) -> Briefing:
    """A briefing with real figures; its events and actors are given."""
    at = of.published_at or of.fetched_at
    story = Story("s", (of.id,), "", at, at, (of.outlet,))
    tolls = casualties.find(of, sentences(of.body))
    return Briefing(story, (of,), (), tuple(actors), events, weigh(events), NAMES, tolls=tolls)


def told(body: str, **where: float | str) -> Briefing:
    """A briefing of a text without events and actors."""
    return briefing(article(body, **where))  # type: ignore[arg-type]


def event(of: Article, number: int = 0, *, source: str = "KEN", target: str = "UGA", **more: object) -> Event:
    """An air strike that the sentence of this number tells, unless said otherwise."""
    span = of.span(*sentences(of.body)[number])
    plain = Event(
        (source,),
        (target,),
        Root.ASSAULT,
        "aerial",
        Modality.DONE,
        Direction.UP,
        Severity.HIGH,
        -9.5,
        span,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def actor(
    of: Article, name: str, kind: ActorKind = ActorKind.PERSON, key: str = "", aliases: tuple[str, ...] = ()
) -> Actor:
    at = of.body.index(name)
    mention = of.span(at, at + len(name))
    return Actor(key or f"{kind}:{name}", name, kind, None, None, aliases, (mention,), None, None, 1.0)


def labels(found: Sequence[Change], kind: ChangeKind) -> list[str]:
    return [change.label for change in found if change.kind is kind]


def figures(before: Sequence[Briefing], after: Sequence[Briefing]) -> list[str]:
    return labels(changes(before, [*before, *after]), ChangeKind.FIGURE)


FIRST = "A bomb killed 12 people in Marwe on Monday."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (FIRST, "The bomb in Marwe killed 17 people.", ["killed: 12 → 17"]),
        (
            "At least 12 people were killed in Marwe.",
            "In Marwe 17 people were killed.",
            ["killed: at least 12 → 17"],
        ),
        (
            "Dozens of people were killed in Marwe.",
            "In Marwe 31 people were killed.",
            ["killed: dozens → 31"],
        ),
        (FIRST, "A dozen people were killed in Marwe.", []),
        (FIRST, "At least 12 people were killed in Marwe.", []),
        (FIRST, "The bomb in Marwe killed at least nine people.", []),
        ("Nearly 100 people were killed in Marwe.", "In Marwe 100 people were killed.", []),
        (FIRST, "The bomb in Marwe wounded 17 people.", ["wounded: 17"]),
        (FIRST, "A bomb killed 17 people in Borun.", []),
        (FIRST, "The blast in Marwe could have killed 300 people.", []),
        (FIRST, "As many as 60 people were killed in Marwe.", []),
        (FIRST, "In Marwe as many as 60 people were wounded.", []),
        (FIRST, "On May 3, 17 people were killed in Marwe.", ["killed: 12 → 17"]),
        ("In Marwe 12 soldiers were killed.", "In Marwe 40 fighters were killed.", []),
        ("In Dankoro in Nigeria 12 people were killed.", "In Aleru in Nigeria 17 people were killed.", []),
        (
            "In Dankoro in Nigeria 12 people were killed.",
            "In Nigeria 17 people were killed.",
            ["killed: 12 → 17"],
        ),
        (FIRST, "Police lowered the toll: 9 people were killed in Marwe.", ["killed: 12 → 9"]),
    ],
)
def test_a_figure_is_revised_where_it_counts_the_same(before: str, after: str, expected: list[str]) -> None:
    assert figures([told(before)], [told(after, hours=3, outlet="Post")]) == expected


def test_two_articles_of_one_time_are_a_range() -> None:
    other = "The bomb in Marwe killed 17 people."
    assert figures([told(FIRST)], [told(other, outlet="Post")]) == []
    assert figures([told(FIRST, hours=3)], [told(other, outlet="Post")]) == []


def test_a_figure_inside_a_known_range_is_no_change() -> None:
    known = [told(FIRST), told("The bomb in Marwe killed 17 people.", outlet="Post")]
    assert figures(known, [told("The bomb in Marwe killed 15 people.", hours=3, outlet="Mail")]) == []


def test_the_later_version_of_an_article_takes_its_figure_back() -> None:
    old = told(FIRST, at="a")
    edited = told("A bomb killed 9 people in Marwe on Monday.", at="a", read=5)
    [change] = changes([old], [edited])
    assert (change.kind, change.label) == (ChangeKind.FIGURE, "killed: 12 → 9")
    assert [span.text for span in (*change.before, *change.after)] == ["killed 12 people", "killed 9 people"]


def test_a_lower_figure_of_somebody_else_takes_nothing_back() -> None:
    assert figures([told(FIRST)], [told("The bomb in Marwe killed 9 people.", hours=3, outlet="Post")]) == []
    own = told("The bomb in Marwe killed 9 people.", hours=3)
    assert figures([told(FIRST)], [own]) == ["killed: 12 → 9"]
    assert figures([told(FIRST)], [told("The bomb in Marwe killed at least 9 people.", hours=3)]) == []


def test_figures_of_two_places_in_one_sentence_are_kept_apart() -> None:
    before = told("A storm killed 12 people in Aleva and killed 5 people in Borun.")
    after = told("The storm killed 8 people in Borun and killed 12 people in Aleva.", hours=3)
    assert figures([before], [after]) == ["killed: 5 → 8"]


def test_a_story_of_several_places_is_not_summed_up() -> None:
    before = told("A storm killed 12 people in Aleva in Peru and killed 5 people in Borun in Peru.")
    assert figures([before], [told("The storm killed 30 people in Peru.", hours=3)]) == []


def test_states_are_places_whether_or_not_they_act() -> None:
    before = article("In Kenya, 45 people were killed. In Uganda, 20 people were killed.")
    after = article("In Kenya, 63 people were killed. In Uganda, 20 people were killed.", hours=3)
    acting = [actor(before, "Kenya", ActorKind.STATE, "KEN"), actor(before, "Uganda", ActorKind.STATE, "UGA")]
    assert figures([briefing(before, actors=acting)], [briefing(after)]) == ["killed: 45 → 63"]


def test_who_speaks_of_it_is_no_place() -> None:
    texts = (
        "A bomb killed 12 people in Aleva, said an aide of Rex Odum.",
        "In Borun, to Rex Odum's shock, 17 people were killed.",
    )
    articles = [article(text, hours=3 * n) for n, text in enumerate(texts)]
    old, now = (briefing(one, actors=[actor(one, "Rex Odum")]) for one in articles)
    assert figures([old], [now]) == []


def test_past_figures_are_left_alone() -> None:
    old, later = told(FIRST), told("A war in Marwe killed 900 people.", hours=3)
    past = replace(later, tolls=tuple(replace(toll, is_past=True) for toll in later.tolls))
    assert figures([old], [later]) == ["killed: 12 → 900"]
    assert figures([old], [past]) == []


STRIKE = article("Kenyan jets bombed Uganda on Monday.")
LATER = article("Uganda was bombed by Kenya.", hours=20, outlet="Post")


def new_events(old: Event, fresh: Event, before: Article = STRIKE, after: Article = LATER) -> list[Change]:
    known = briefing(before, old)
    return [c for c in changes([known], [known, briefing(after, fresh)]) if c.kind is ChangeKind.EVENT]


@pytest.mark.parametrize(
    ("more", "is_new"),
    [
        ({}, False),
        ({"mode": "explosives"}, False),
        ({"mode": None}, False),
        ({"target": "civilians"}, False),
        ({"source": "unknown"}, False),
        ({"modality": Modality.ONGOING}, False),
        ({"modality": Modality.PLANNED, "severity": Severity.MEDIUM}, False),
        ({"mode": "abduct"}, True),
        ({"source": "UGA", "target": "KEN"}, True),
        ({"target": "TCD"}, True),
        ({"code": Root.SANCTION, "mode": "expel"}, True),
        ({"code": Root.SANCTION, "mode": "expel", "severity": Severity.LOW}, False),
    ],
)
def test_an_event_is_new_unless_it_was_told(more: dict[str, object], is_new: bool) -> None:
    fresh = event(LATER, **more)  # type: ignore[arg-type]
    assert bool(new_events(event(STRIKE), fresh)) is is_new


def test_what_was_planned_and_is_done_is_new_and_shows_the_plan() -> None:
    plan = event(STRIKE, modality=Modality.PLANNED, severity=Severity.LOW)
    [change] = new_events(plan, event(LATER))
    assert change.before == (plan.span,)
    assert change.after[0].text == LATER.body
    assert change.label == "high · Kenya → Uganda · attack (aerial) · done"


def test_a_threat_that_was_carried_out_shows_the_threat() -> None:
    before = article("Kenya threatened to close its border with Uganda.")
    after = article("Kenya closed its border with Uganda.", hours=20)
    threat = event(before, code=Root.THREATEN, mode="restrict", modality=Modality.THREATENED)
    done = event(after, code=Root.SANCTION, mode="discontinue")
    [change] = new_events(threat, done, before, after)
    assert change.before == (threat.span,)


@pytest.mark.parametrize(
    ("words", "is_new"),
    [
        ("Kenyan jets bombed Uganda on Monday night.", False),
        ("Kenyan jets bombed the town of Borun.", False),
        ("Kenyan jets bombed a second wave of attacks on Marwe.", True),
        ("Kenyan jets bombed Uganda near Borun.", True),
        ("Kenyan jets bombed Uganda on Thursday.", True),
        ("Kenya bombed Uganda, officials said on Thursday.", False),
    ],
)
def test_another_strike_of_the_same_parties_is_new(words: str, is_new: bool) -> None:
    where = "in Borun" if "town" in words else "in Marwe"
    before = article(f"Kenyan jets bombed Uganda {where} on Monday.")
    after = article(words, hours=20, outlet="Post")
    assert bool(new_events(event(before), event(after), before, after)) is is_new


def test_one_event_told_by_three_articles_is_one_change_with_each_wording_once() -> None:
    known = briefing(article("Nothing happened."))
    texts = ("Kenya bombed Uganda.", "Kenya bombed Uganda.", "Uganda was bombed.")
    fresh = [article(text, hours=n + 1, outlet=f"O{n}") for n, text in enumerate(texts)]
    found = changes([known], [known, *(briefing(one, event(one)) for one in fresh)])
    [change] = [c for c in found if c.kind is ChangeKind.EVENT]
    assert [span.text for span in change.after] == ["Kenya bombed Uganda.", "Uganda was bombed."]
    assert change.after[0].article_id == fresh[0].id


def test_two_readings_of_one_sentence_are_one_change() -> None:
    known = briefing(article("Nothing happened."))
    after = article("Kenya and Uganda agreed to a truce.", hours=1)
    accord = event(after, code=Root.COOPERATE, mode=None, direction=Direction.DOWN, score=9.5)
    truce = event(after, code=Root.RETREAT, mode="ceasefire", direction=Direction.DOWN, score=7.5)
    found = changes([known], [known, briefing(after, truce, accord)])
    assert labels(found, ChangeKind.EVENT) == ["high · Kenya → Uganda · cooperation · done"]


def test_the_gravest_event_comes_first() -> None:
    known = briefing(article("Nothing happened."))
    after = article("Kenya expelled envoys of Chad. Kenya bombed Uganda.", hours=1)
    mild = event(after, 0, target="TCD", code=Root.SANCTION, mode="expel", severity=Severity.MEDIUM)
    found = changes([known], [known, briefing(after, mild, event(after, 1))])
    assert [label[:4] for label in labels(found, ChangeKind.EVENT)] == ["high", "medi"]


def test_a_move_shows_the_gravest_event_before_and_after() -> None:
    mild = event(STRIKE, code=Root.COERCE, mode="seize", severity=Severity.MEDIUM)
    known = briefing(STRIKE, mild)
    [move] = [
        c for c in changes([known], [known, briefing(LATER, event(LATER))]) if c.kind is ChangeKind.SEVERITY
    ]
    assert (move.label, move.before, move.after) == ("medium → high", (mild.span,), (event(LATER).span,))


def test_a_calming_step_turns_the_story_and_is_shown() -> None:
    truce = event(LATER, code=Root.RETREAT, mode="ceasefire", direction=Direction.DOWN)
    known = briefing(STRIKE, event(STRIKE))
    [move] = [c for c in changes([known], [known, briefing(LATER, truce)]) if c.kind is ChangeKind.SEVERITY]
    assert (move.label, move.before, move.after) == ("up → mixed", (event(STRIKE).span,), (truce.span,))


def test_an_event_that_a_later_version_no_longer_tells_is_taken_back() -> None:
    old, edited = article("Kenya bombed Uganda.", at="a"), article("Kenya denied it.", at="a", read=4)
    [move] = changes([briefing(old, event(old))], [briefing(edited)])
    assert (move.label, move.after) == ("high → none, up → steady", ())


def test_a_happening_that_was_told_by_its_figures_is_not_new() -> None:
    before = article(FIRST)
    after = article("The bombing of Marwe by Kenya killed 17 people in Marwe.", hours=4)
    known = briefing(before)
    found = changes([known], [known, briefing(after, event(after, target="civilians"))])
    assert [change.kind for change in found] == [ChangeKind.FIGURE]


def test_words_of_a_later_article_are_never_shown_as_those_from_before() -> None:
    before = article(FIRST)
    after = article("Kenya's bombing killed 17 people in Marwe. Uganda declared war.", hours=4)
    retold = event(after, target="civilians")
    grave = event(
        after, 1, source="UGA", target="KEN", code=Root.THREATEN, mode=None, severity=Severity.CRITICAL
    )
    known = briefing(before)
    [move] = [
        c for c in changes([known], [known, briefing(after, retold, grave)]) if c.kind is ChangeKind.SEVERITY
    ]
    assert (move.label, move.before, move.after) == ("high → critical", (), (grave.span,))


@pytest.mark.parametrize(
    ("known", "later", "is_new"),
    [
        ("Vladimir Karev", "Karev", False),
        ("Karev", "Vladimir Karev", False),
        ("Vladimir Karev", "Olga Karev", True),
        ("Nicolás Marán", "Nicolas Maran", False),
        ("Olga Petrova", "Vladimir Karev", True),
    ],
)
def test_a_person_is_new_unless_named_under_some_form(known: str, later: str, is_new: bool) -> None:
    before, after = article(f"{known} spoke."), article(f"{later} spoke again.", hours=1)
    old = briefing(before, actors=[actor(before, known)])
    found = changes([old], [old, briefing(after, actors=[actor(after, later)])])
    assert labels(found, ChangeKind.ACTOR) == [later] * is_new


def test_an_alias_a_key_or_the_text_alone_makes_an_actor_old() -> None:
    before = article("The AU met in Marwe. Kenyan guards stood by, and Rex Odum watched.")
    after = article("The African Union met. Kenya and Rex Odum and Uganda came.", hours=1)
    body = ActorKind.ORGANIZATION
    old = briefing(before, actors=[actor(before, "AU", body, aliases=("African Union",))])
    now = briefing(
        after,
        actors=[
            actor(after, "African Union", body),
            actor(after, "Rex Odum"),
            actor(after, "Uganda", ActorKind.STATE, "UGA"),
        ],
    )
    assert labels(changes([old], [old, now]), ChangeKind.ACTOR) == ["Uganda"]
    assert labels(changes([old], [old, now], key_actors=2), ChangeKind.ACTOR) == []


def test_a_new_actor_is_shown_once_in_the_words_of_the_first_article() -> None:
    old = briefing(article("Nothing happened."))
    fresh = [article("Rex Odum spoke.", hours=n, outlet=f"O{n}") for n in (1, 2)]
    [change] = changes([old], [old, *(briefing(one, actors=[actor(one, "Rex Odum")]) for one in fresh)])
    assert [(span.text, span.article_id) for span in change.after] == [("Rex Odum", fresh[0].id)]


def test_severities_rank_as_the_analyser_ranks_them() -> None:
    assert GRAVITY == RANK


def test_an_article_without_a_date_counts_from_when_it_was_read() -> None:
    undated = replace(
        article("The bomb in Marwe killed 17 people.", outlet="Post", read=4), published_at=None
    )
    assert figures([told(FIRST)], [briefing(undated)]) == ["killed: 12 → 17"]
    assert isinstance(undated.fetched_at, datetime)
