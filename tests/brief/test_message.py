"""What a briefing says to a reader: parts, order, words."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.brief.briefing import of_article
from bot.brief.message import NO_EVENTS, of_briefing
from bot.types import (
    Actor,
    ActorKind,
    Article,
    Block,
    Briefing,
    Direction,
    Escalation,
    Event,
    Facts,
    Heading,
    Message,
    Modality,
    Para,
    Quote,
    Root,
    Severity,
    Time,
)

BODY = "Chad closed its border with Sudan on Monday. Sudan said it would wait. In 1990 they fought a war."
NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
ARTICLE = Article(
    "a", "https://wire.example/1", "Wire", "Wire", "Chad closes border", None, None, BODY, "en", NOW, NOW
)
FIRST, SECOND, THIRD = ARTICLE.span(0, 44), ARTICLE.span(45, 70), ARTICLE.span(71, 97)
NAMES = {"TCD": "Chad", "SDN": "Sudan", "FRA": "France"}
CLOSURE = Event(
    ("TCD",), ("SDN",), Root.SANCTION, "withdraw", Modality.DONE, Direction.UP, Severity.MEDIUM, -6.0, FIRST
)
WAR = replace(
    CLOSURE,
    code=Root.ASSAULT,
    mode=None,
    modality=Modality.HISTORICAL,
    direction=Direction.NEUTRAL,
    severity=Severity.NONE,
    span=THIRD,
)
CALL = replace(
    CLOSURE,
    code=Root.REQUEST,
    mode="yield",
    modality=Modality.CALLED_FOR,
    direction=Direction.DOWN,
    severity=Severity.LOW,
)


def is_flag(event: Event) -> bool:
    return event.severity is Severity.MEDIUM


def briefing(*events: Event) -> Briefing:
    way = Escalation(Direction.UP, Severity.MEDIUM, ("TCD", "SDN"), events) if events else STEADY
    state = Actor("TCD", "Chad", ActorKind.STATE, None, "TCD", (), (ARTICLE.span(0, 4),), None, None, 1.0)
    return of_article(ARTICLE, (FIRST,), (state,), events, way, NAMES)


STEADY = Escalation(Direction.STEADY, Severity.NONE, None, ())


def told(*events: Event, key_actors: int = 8) -> Message:
    return of_briefing(briefing(*events), is_flag=is_flag, key_actors=key_actors)


def parts(message: Message) -> dict[str, list[Block]]:
    """The blocks under each heading of the second level."""
    found: dict[str, list[Block]] = {"": []}
    for block in message.blocks:
        if isinstance(block, Heading) and block.level > 1:
            found[block.text] = []
        else:
            found[list(found)[-1]].append(block)
    return found


def test_the_parts_come_in_this_order_and_empty_ones_are_left_out() -> None:
    assert list(parts(told(CLOSURE, WAR, CALL))) == [
        "",
        "Summary",
        "Key actors",
        "Escalations",
        "Also said and done",
        "Background",
    ]


def test_the_head_tells_what_where_and_when() -> None:
    head = parts(told(CLOSURE))[""]
    assert head[0] == Heading("Chad closes border", 1)
    assert Time(NOW) in head
    assert head[-1] == Para("Escalation · medium · Chad / Sudan", Direction.UP)


def test_an_event_reads_severity_parties_what_and_whether_above_its_sentence() -> None:
    line, quote = parts(told(CLOSURE))["Escalations"]
    assert isinstance(line, Para)
    assert line.text == "medium · Chad → Sudan · penalty (withdraw) · done"
    assert quote == Quote(FIRST, ARTICLE.url)


def test_modes_that_say_little_are_put_into_words() -> None:
    line = parts(told(CALL))["Also said and done"][0]
    assert isinstance(line, Para)
    assert line.text == "low · Chad → Sudan · call to give way · called for"


def test_two_events_of_one_sentence_share_its_quotation() -> None:
    threat = replace(CLOSURE, code=Root.THREATEN, mode=None, modality=Modality.THREATENED)
    blocks = parts(told(CLOSURE, threat))["Escalations"]
    assert [type(block) for block in blocks] == [Para, Para, Quote]


def test_the_gravest_comes_first() -> None:
    grave = replace(CLOSURE, severity=Severity.CRITICAL, span=SECOND)
    message = of_briefing(briefing(CLOSURE, grave), is_flag=lambda _: True, key_actors=8)
    first = parts(message)["Escalations"][0]
    assert isinstance(first, Para)
    assert first.text.startswith("critical")


def test_a_text_without_events_says_so() -> None:
    message = told()
    assert parts(message)["Escalations and de-escalations"] == [Para(NO_EVENTS)]
    assert message.fallback == "Chad closes border · No escalation or de-escalation of note"


def test_actors_beyond_the_key_ones_are_named_after_them() -> None:
    assert "Key actors" not in parts(told(CLOSURE, key_actors=0))
    [rows] = parts(told(CLOSURE, key_actors=0))["Also named"]
    assert isinstance(rows, Facts)
    assert (rows.rows[0].name, rows.rows[0].note) == ("Chad", "TCD")


def test_key_actors_are_quoted_and_the_others_only_named() -> None:
    [key] = parts(told(CLOSURE))["Key actors"]
    [other] = parts(told(CLOSURE, key_actors=0))["Also named"]
    assert isinstance(key, Facts)
    assert isinstance(other, Facts)
    assert (key.rows[0].claim, other.rows[0].claim) == (ARTICLE.span(0, 4), None)


def test_a_party_without_a_name_of_its_own_keeps_its_label() -> None:
    line = parts(told(replace(CLOSURE, sources=("protesters",), targets=())))["Escalations"][0]
    assert isinstance(line, Para)
    assert line.text == "medium · protesters · penalty (withdraw) · done"


def test_a_briefing_keeps_the_names_that_it_needs() -> None:
    assert briefing(CLOSURE).state_names == {"TCD": "Chad", "SDN": "Sudan"}
