"""Parts of a message that not every story has: pairs of parties, contested claims, casualty figures."""

from dataclasses import replace

from bot.brief.message import of_briefing
from bot.types import (
    Briefing,
    Direction,
    Dispute,
    Dyad,
    Escalation,
    Event,
    Facts,
    Harm,
    Heading,
    Message,
    Modality,
    Para,
    Quote,
    Root,
    Severity,
    Story,
    Toll,
)
from tests.analyse.coding import TODAY, article

ARTICLE = article("Kenya accused Uganda of a raid that killed 12 people. Uganda denied the charge.")
SAID, DENIED = ARTICLE.span(0, 53), ARTICLE.span(54, 79)
NAMES = {"KEN": "Kenya", "UGA": "Uganda"}


def event(code: Root, source: str, target: str, modality: Modality) -> Event:
    span = DENIED if modality is Modality.DENIED else SAID
    return Event((source,), (target,), code, None, modality, Direction.NEUTRAL, Severity.LOW, 0, span)


def shown(way: Escalation, disputes: tuple[Dispute, ...] = (), tolls: tuple[Toll, ...] = ()) -> Message:
    story = Story(ARTICLE.id, (ARTICLE.id,), "", TODAY, TODAY, ("Example",))
    made = Briefing(story, (ARTICLE,), (), (), (), way, NAMES, tolls=tolls, disputes=disputes)
    return of_briefing(made, is_flag=lambda _: False, key_actors=8)


def lines(message: Message) -> list[str]:
    """Lines with a sign: the bottom line and the pairs."""
    return [block.text for block in message.blocks if isinstance(block, Para) and block.tone]


ONE = Dyad(("KEN", "UGA"), Direction.UP, Severity.HIGH)
TWO = Dyad(("UGA", "TCD"), Direction.DOWN, Severity.MEDIUM)


def test_pairs_stand_below_the_bottom_line_where_there_are_two() -> None:
    way = Escalation(Direction.MIXED, Severity.HIGH, ONE.parties, (), (ONE, TWO))
    assert lines(shown(way)) == [
        "Escalation and de-escalation · high · Kenya / Uganda",
        "high · Kenya / Uganda",
        "medium · Uganda / TCD",
    ]
    alone = replace(way, dyads=(ONE,))
    assert "high · Kenya / Uganda" not in lines(shown(alone))


def test_a_pair_that_is_less_grave_than_the_story_does_not_lead_it() -> None:
    way = Escalation(Direction.DOWN, Severity.HIGH, TWO.parties, (), (TWO,))
    assert lines(shown(way)) == ["De-escalation · high", "medium · Uganda / TCD"]


def test_a_claim_stands_beside_its_denial() -> None:
    claim, denial = (
        event(Root.ACCUSE, "KEN", "UGA", Modality.DONE),
        event(Root.REJECT, "UGA", "KEN", Modality.DENIED),
    )
    steady = Escalation(Direction.STEADY, Severity.NONE, None, ())
    message = shown(steady, (Dispute(claim, denial),))
    at = message.blocks.index(Heading("Contested"))
    said, *quotes = message.blocks[at + 1 : at + 4]
    assert isinstance(said, Para)
    assert said.text == "Kenya accuses · Uganda denies"
    assert quotes == [Quote(SAID, ARTICLE.url), Quote(DENIED, ARTICLE.url)]


def test_figures_are_quoted_and_the_past_is_marked() -> None:
    span = ARTICLE.span(34, 52)
    tolls = (Toll(Harm.KILLED, 12, span, is_past=False), Toll(Harm.WOUNDED, 9, span, is_past=True))
    message = shown(Escalation(Direction.STEADY, Severity.NONE, None, ()), (), tolls)
    (rows,) = [block.rows for block in message.blocks if isinstance(block, Facts)]
    assert [(row.name, row.claim, row.note) for row in rows] == [
        ("killed", span, ""),
        ("wounded", span, "past"),
    ]
