"""What a channel gets when there is nothing to tell: nothing, a line, or why."""

from dataclasses import replace

from bot.brief.message import Miss, of_nothing
from bot.types import Button, Drop, Facts, Message, Para, Policy, Severity
from tests.brief.test_message_digest import DESK, digest, texts


def nothing(policy: Policy, *misses: Miss, **changed: object) -> Message | None:
    desk = replace(DESK, nothing_new=policy, min_severity=Severity.HIGH)
    return of_nothing(digest(subscription=desk, **changed), misses)


def test_a_silent_channel_is_told_nothing_but_of_what_it_lost() -> None:
    assert nothing(Policy.SILENT) is None
    message = nothing(Policy.SILENT, notes=("The digest of yesterday was not posted.",))
    assert message
    assert "The digest of yesterday was not posted." in texts(message.blocks)


def test_a_line_is_one_line_and_a_way_to_ask_why() -> None:
    message = nothing(Policy.LINE, read=5, dropped=((Drop.BELOW, 5),))
    assert message
    assert message.blocks == (
        Para("Desk · Monday 2 March 2026, 07:30: nothing new · 5 read, 0 told: 5 below threshold"),
        Button("Why", "why"),
    )


def test_an_explanation_names_reasons_and_the_nearest_misses() -> None:
    miss = Miss("a5eed", "News a", Severity.MEDIUM, Drop.BELOW)
    message = nothing(Policy.EXPLAIN, miss, read=5, dropped=((Drop.BELOW, 5),))
    assert message
    assert "5 articles: below this channel's threshold, which is high" in texts(message.blocks)
    [rows] = [block for block in message.blocks if isinstance(block, Facts)]
    assert [(row.name, row.note) for row in rows.rows] == [
        ("News a", "medium, below this channel's threshold, which is high")
    ]


def test_an_explanation_says_when_nothing_came_in_at_all() -> None:
    message = nothing(Policy.EXPLAIN, read=0)
    assert message
    assert any(said.startswith("No new article came in.") for said in texts(message.blocks))
