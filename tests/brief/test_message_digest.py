"""How digests and alerts read: head, sections, stories, what is new, sources; and what is said when there is nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.brief.briefing import of_story
from bot.brief.message import lost, of_alert, of_briefing, of_digest, of_update, size
from bot.types import (
    Basis,
    Button,
    Change,
    ChangeKind,
    Channel,
    Digest,
    Direction,
    Dispute,
    Dossier,
    Drop,
    Facts,
    Heading,
    Image,
    Item,
    Kind,
    Link,
    Message,
    Modality,
    Para,
    Quote,
    Rule,
    Severity,
    Slot,
    Subscription,
    Time,
)
from tests.brief.dossiers import NOW, actor, article, briefing, dossier, event, quote, state

DESK = Subscription(
    "desk", Channel("terminal", "local", "desk"), "Desk", Rule(everything=True), tz="Europe/Berlin"
)
SLOT = Slot("desk", date(2026, 3, 2), time(7, 30))
CLASH = "Ruritania shelled Sylvania on Monday."


def story(
    name: str = "a", direction: Direction = Direction.UP, severity: Severity = Severity.HIGH
) -> Dossier:
    text = article(f"{CLASH} Ada Roe wept.", headline=f"News {name}", id=f"{name}-1", outlet=f"Wire {name}")
    happened = event(text, CLASH, ["RUR"], "ASSAULT", ["SYL"], direction=direction, severity=severity)
    cast = [state(text, "Ruritania", "RUR"), state(text, "Sylvania", "SYL"), actor(text, "Ada Roe")]
    return dossier(briefing(text, actors=cast, events=[happened]), id=f"{name}5eed")


def item(
    whole: Dossier,
    *,
    changes: tuple[Change, ...] = (),
    grounds: tuple[Basis, ...] = (),
    is_told: bool = False,
) -> Item:
    return Item(of_story(whole, changes), grounds, NOW if is_told else None, 0.5, (), whole)


def digest(*items: Item, **changed: object) -> Digest:
    plain = Digest(DESK, SLOT, NOW - timedelta(days=1), NOW, items, len(items), ())
    return replace(plain, **changed)  # type: ignore[arg-type]


def texts(blocks: Sequence[object]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading | Para)]


def links(message: Message) -> list[str]:
    return [block.label for block in message.blocks if isinstance(block, Link)]


def test_the_head_names_the_digest_and_its_local_time_and_counts_what_was_read() -> None:
    dropped = ((Drop.DUPLICATE, 30), (Drop.BELOW, 5))
    message = of_digest(digest(item(story()), read=36, dropped=dropped))
    assert texts(message.blocks)[:3] == [
        "Desk · Monday 2 March 2026, 07:30",
        "From Sunday 1 March 2026, 09:00 to Monday 2 March 2026, 09:00 (Europe/Berlin)",
        "36 read, 1 told: 30 duplicates, 5 below threshold",
    ]
    assert message.key == "desk/2026-03-02/07:30"


def test_a_digest_without_a_slot_tells_the_time_up_to_which_it_looked() -> None:
    message = of_digest(digest(item(story()), slot=None))
    assert texts(message.blocks)[0] == "Desk · Monday 2 March 2026, 09:00"
    assert message.key == "desk/2026-03-02T08:00:00+00:00"
    assert of_digest(digest(item(story())), key="mine").key == "mine"


def test_a_zone_that_is_not_known_is_not_claimed() -> None:
    desk = replace(DESK, tz="Mars/Olympus")
    head = texts(of_digest(digest(item(story()), subscription=desk)).blocks)[1]
    assert head.endswith("Monday 2 March 2026, 08:00 (UTC)")


def test_it_says_plainly_that_it_is_late_and_what_else_there_is_to_know() -> None:
    note = lost(Kind.DIGEST, NOW, "", "Europe/Berlin")
    said = texts(of_digest(digest(item(story()), is_late=True, notes=(note,))).blocks)
    assert "Late: this digest could not be made at its time." in said
    assert "The digest of Monday 2 March 2026, 09:00 was not posted: its time was over." in said


def test_escalations_come_first_then_de_escalations_then_the_rest() -> None:
    calm, quiet = story("b", Direction.DOWN), story("c", severity=Severity.NONE)
    message = of_digest(digest(*map(item, (quiet, calm, story()))))
    headings = [(b.text, b.level) for b in message.blocks if isinstance(b, Heading)]
    assert headings[1:] == [
        ("Escalations", 2),
        ("News a", 3),
        ("De-escalations", 2),
        ("News b", 3),
        ("Other stories", 2),
        ("News c", 3),
    ]
    assert message.fallback == "Desk · 1 escalation, 1 de-escalation, 1 other story · News a"


def test_the_chart_stands_behind_the_head() -> None:
    chart = Image("ab", "a chart")
    blocks = of_digest(digest(item(story())), chart=chart).blocks
    assert blocks.index(chart) == blocks.index(Heading("Escalations", 2)) - 1


def test_the_bottom_line_rests_on_the_gravest_flag() -> None:
    line = next(
        b for b in of_alert(item(story()), DESK, is_update=False).blocks if isinstance(b, Para) and b.tone
    )
    assert (line.text, line.tone) == ("Escalation · high · Ruritania / Sylvania", Direction.UP)
    assert [rest.span.text for rest in line.basis] == [CLASH]


def test_the_evidence_is_quoted_even_if_the_summary_passes_it_over() -> None:
    body = f"The weather was fine. The sea was calm. The sky was blue. {CLASH}"
    text = article(body, headline="Fine", outlet="Wire")
    told = briefing(
        text,
        events=[event(text, CLASH, ["RUR"], "ASSAULT", ["SYL"])],
        summary=["The weather was fine.", "The sea was calm.", "The sky was blue."],
    )
    blocks = of_alert(item(dossier(told)), DESK, is_update=False).blocks
    said = [block.span.text for block in blocks if isinstance(block, Quote)]
    assert said == ["The weather was fine.", "The sea was calm.", CLASH]


def test_evidence_late_in_the_summary_is_not_pushed_out_by_evidence_elsewhere() -> None:
    truce = "Ruritania and Sylvania agreed a truce on Tuesday."
    one = article(f"The weather was fine. The sea was calm. {CLASH}", headline="Fine", id="a", outlet="Wire")
    other = article(truce, headline="Truce", id="b", outlet="Herald")
    clash = briefing(
        one,
        events=[event(one, CLASH, ["RUR"], "ASSAULT", ["SYL"])],
        summary=["The weather was fine.", "The sea was calm.", CLASH],
    )
    calm = event(other, truce, ["RUR"], "AGREE", ["SYL"], direction=Direction.DOWN, severity=Severity.MEDIUM)
    blocks = of_alert(item(dossier(clash, briefing(other, events=[calm]))), DESK, is_update=False).blocks
    said = [block.span.text for block in blocks if isinstance(block, Quote)]
    assert said == ["The weather was fine.", CLASH, truce]


def test_the_parties_of_the_bottom_line_are_not_named_again() -> None:
    [rows] = [b for b in of_alert(item(story()), DESK, is_update=False).blocks if isinstance(b, Facts)]
    assert [row.name for row in rows.rows] == ["Ada Roe"]


def test_what_is_new_shows_the_words_from_before_and_from_now() -> None:
    whole = story()
    text = whole.briefings[0].articles[0]
    change = Change(
        ChangeKind.FIGURE, "killed: 12 → 17", (quote(text, "Ruritania"),), (quote(text, "Ada Roe"),)
    )
    named = Change(ChangeKind.ACTOR, "Ada Roe", (), (quote(text, "Ada Roe"),))
    blocks = of_alert(item(whole, changes=(change, named), is_told=True), DESK, is_update=True).blocks
    at = blocks.index(Time(NOW))
    assert texts(blocks[at - 1 : at + 4]) == [
        "New since it was last told here:",
        "Figures · killed: 12 → 17",
        "Not named before: Ada Roe",
    ]
    rows = blocks[at + 2]
    assert isinstance(rows, Facts)
    assert [(row.name, row.claim.text if row.claim else "", row.note) for row in rows.rows] == [
        ("before", "Ruritania", "Wire a"),
        ("now", "Ada Roe", "Wire a"),
    ]


def test_of_many_changes_the_rest_is_counted() -> None:
    changes = tuple(Change(ChangeKind.EVENT, f"change {number}", (), ()) for number in range(5))
    said = texts(of_update(item(story(), changes=changes, is_told=True), DESK).blocks)
    assert "And 2 more changes" in said


def test_a_story_that_is_new_to_the_channel_shows_no_changes() -> None:
    change = Change(ChangeKind.FIGURE, "killed: 17", (), ())
    assert "New since it was last told here:" not in texts(
        of_alert(item(story(), changes=(change,)), DESK, is_update=False).blocks
    )


def test_sources_are_counted_by_publisher_and_copies_are_named_as_such() -> None:
    told = [
        briefing(article(f"{CLASH} Told by {name}.", headline="News", id=name, outlet=name, family=family))
        for name, family in (("Wire", "W"), ("Radio Wire", "W"), ("Herald", "H"), ("Echo", "E"))
    ]
    message = of_alert(item(dossier(*told, copies=["Echo"])), DESK, is_update=False)
    said = texts(message.blocks)
    assert "2 independent sources (4 reports):" in said
    assert "Of the same publishers: Radio Wire" in said or "Of the same publishers: Wire" in said
    assert "Same text, word for word: Echo" in said
    assert len(links(message)) == 2


def test_one_source_is_named_beside_its_link() -> None:
    message = of_alert(item(story()), DESK, is_update=False)
    assert "1 source: Wire a" in texts(message.blocks)
    assert links(message) == ["Read the article"]


@pytest.mark.parametrize("outlet", ["evil.example", "https://evil.example/x", "www.evil.example", "  "])
def test_no_link_label_looks_like_another_address(outlet: str) -> None:
    message = of_alert(item(two_outlets(outlet)), DESK, is_update=False)
    assert links(message) == ["Read the article", "Herald"]


def test_an_outlet_that_is_called_by_its_own_address_keeps_its_name() -> None:
    message = of_alert(item(two_outlets("Wire.example")), DESK, is_update=False)
    assert links(message) == ["Wire.example", "Herald"]


def two_outlets(outlet: str) -> Dossier:
    first = article(
        "Nothing happened.", headline="News", id="z", outlet=outlet, url="https://www.wire.example/1"
    )
    second = article("Nothing happened there.", headline="News", id="a", outlet="Herald")
    return dossier(briefing(first), briefing(second))


def test_a_story_of_several_articles_can_be_told_in_full() -> None:
    one, other = story("a"), story("b")
    whole = of_story(dossier(*one.briefings, *other.briefings))
    message = of_briefing(whole, is_flag=lambda _: True, key_actors=8)
    bodies = {text.id: text for text in whole.articles}
    quotes = [block for block in message.blocks if isinstance(block, Quote)]
    assert {block.url for block in quotes} == {bodies[block.span.article_id].url for block in quotes}
    assert message.blocks[0] == Heading("News b", 1)
    [rows] = [block for block in message.blocks if isinstance(block, Facts)]
    for row in rows.rows:
        assert row.claim is None or row.claim.text in bodies[row.claim.article_id].body


def test_why_a_story_is_here_is_said_in_short() -> None:
    whole = story()
    span = whole.briefings[0].summary[0]
    labels = ("topic: wars", "words: shelled", "country: RUR", "words: shelled", "code: ASSAULT")
    grounds = tuple(Basis(label, span) for label in labels)
    line = next(
        b
        for b in of_alert(item(whole, grounds=grounds), DESK, is_update=False).blocks
        if isinstance(b, Para) and b.text.startswith("Here")
    )
    assert line.text == "Here because of the topic wars, the words “shelled”, Ruritania and 1 more"
    assert line.basis == grounds


def test_buttons_carry_the_commands_that_a_user_would_type() -> None:
    buttons = [
        b.command for b in of_alert(item(story()), DESK, is_update=False).blocks if isinstance(b, Button)
    ]
    assert buttons[:3] == ["more a5eed", "sources a5eed", "mute a5eed"]
    assert buttons[3:] == ["evidence a5eed", "useful a5eed", "useless a5eed"]


def test_a_denied_claim_is_shown_as_contested() -> None:
    whole = story(severity=Severity.NONE)
    happened = whole.briefings[0].events[0]
    denial = replace(happened, sources=("SYL",), modality=Modality.DENIED)
    disputed = replace(whole.briefings[0], events=(happened, denial), disputes=(Dispute(happened, denial),))
    message = of_alert(item(replace(whole, briefings=(disputed,))), DESK, is_update=False)
    assert "Contested: attack by Ruritania · Sylvania denies" in texts(message.blocks)
    assert CLASH in [block.span.text for block in message.blocks if isinstance(block, Quote)]


def test_an_alert_says_so_and_so_does_its_newer_version() -> None:
    first = of_alert(item(story()), DESK, is_update=False)
    second = of_alert(item(story()), DESK, is_update=True)
    assert texts(first.blocks)[:2] == ["News a", "Alert · Desk"]
    assert texts(second.blocks)[1] == "Alert, brought up to date · Desk"
    assert first.fallback == "Alert: News a · Escalation · high · Ruritania / Sylvania"
    assert first.key == "alert/a5eed/1"


def test_an_update_says_in_its_notification_what_changed() -> None:
    change = Change(ChangeKind.FIGURE, "killed: 12 → 17", (), ())
    message = of_update(item(story(), changes=(change,), is_told=True), DESK)
    assert message.fallback == "Update: News a · Figures · killed: 12 → 17 · taken back"
    assert size(message.blocks) < size(of_alert(item(story()), DESK, is_update=False).blocks)


def test_size_counts_what_a_reader_sees() -> None:
    text = article("Nothing happened.", headline="News")
    blocks = (
        Heading("four"),
        Para("four"),
        Quote(text.span(0, 4), "https://wire.example/long"),
        Link("four", "https://wire.example/long"),
        Button("four", "a long command"),
        Image("ab", "four"),
        Time(datetime(2026, 3, 2, tzinfo=UTC)),
    )
    assert size(blocks) == 24
