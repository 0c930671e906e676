"""Did it happen? Scope of dates, negation, modals, conditions and reports; sentences of our own."""

from datetime import date

import pytest

from bot.analyse import dates
from bot.analyse.dates import When
from bot.types import Modality, Root
from tests.analyse.coding import code


def modality(sentence: str, root: Root) -> Modality:
    found = [event.modality for event in code(sentence) if event.code is root]
    assert found, [(e.code, e.modality) for e in code(sentence)]
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "root", "wanted"),
    [
        # dates reach over their clause, and over all of a sentence that they open
        ("Peru expelled Chile's ambassador on Friday.", Root.SANCTION, "done"),
        ("Peru expelled Chile's ambassador in 2018.", Root.SANCTION, "historical"),
        ("In 2018 Peru expelled Chile's ambassador and closed its embassy.", Root.SANCTION, "historical"),
        ("Peru expelled Chile's ambassador last year.", Root.SANCTION, "historical"),
        ("Peru expelled Chile's ambassador on June 3.", Root.SANCTION, "done"),
        ("Peru expelled Chile's ambassador on April 3.", Root.SANCTION, "historical"),
        ("Peru expelled Chile's ambassador three years ago.", Root.SANCTION, "historical"),
        ("Peru expelled Chile's ambassador on Friday over the 2018 treaty.", Root.SANCTION, "done"),
        ("Peru expelled Chile's ambassador on Friday, a year after the vote of 2023.", Root.SANCTION, "done"),
        ("Peru, which joined the union in 1991, attacked Chile on Friday.", Root.ASSAULT, "done"),
        ("Chad was born in 1960, when France withdrew its troops from the country.", Root.RETREAT, "historical"),
        ("A past example came when Chad attacked Niger.", Root.ASSAULT, "historical"),
        # negation and denial
        ("Chad did not attack Niger.", Root.ASSAULT, "denied"),
        ("Chad denied attacking Niger.", Root.ASSAULT, "denied"),
        ("Chad denied that it had attacked Niger.", Root.ASSAULT, "denied"),
        ("Chad never attacked Niger, its envoy said.", Root.ASSAULT, "denied"),
        ("Chad denied any involvement and attacked Niger on Friday.", Root.ASSAULT, "done"),
        # modals and conditions
        ("Chad could attack Niger.", Root.ASSAULT, "hypothetical"),
        ("Chad may yet attack Niger.", Root.ASSAULT, "hypothetical"),
        ("If Chad attacks Niger, the union will meet.", Root.ASSAULT, "hypothetical"),
        ("Diplomats fear that Chad might attack Niger.", Root.ASSAULT, "hypothetical"),
        # plans, and what is going on
        ("Chad will send aid to Niger next week.", Root.AID, "planned"),
        ("Chad plans to send aid to Niger.", Root.AID, "planned"),
        ("Chad is to send aid to Niger.", Root.AID, "planned"),
        ("Chad is shelling Niger.", Root.ASSAULT, "ongoing"),
        ("Chad shelled Niger for a third day.", Root.ASSAULT, "ongoing"),
        ("Chad has since shelled Niger.", Root.ASSAULT, "ongoing"),
        # words that are acts by being said
        ("Chad threatened to attack Niger.", Root.THREATEN, "threatened"),
        ("Chad said that it would attack Niger.", Root.THREATEN, "threatened"),
        ("Chad urged Niger to show restraint.", Root.REQUEST, "called_for"),
        ("Chad said that it would never accept the plan of Niger.", Root.REJECT, "done"),
    ],
)  # fmt: skip
def test_modality(sentence: str, root: Root, wanted: str) -> None:
    assert modality(sentence, root) == wanted


TODAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("on Friday", [When.NOW]),
        ("in 2003", [When.PAST]),
        ("in late 2023", [When.PAST]),
        ("in the 1980s", [When.PAST]),
        ("in 2024", []),
        ("2,003 troops", []),
        ("2003 troops", []),
        ("last month", [When.PAST]),
        ("earlier this year", [When.PAST]),
        ("on June 1", [When.NOW]),
        ("on March 1", [When.PAST]),
        ("in March", [When.PAST]),
        ("in June", []),
        ("in October", [When.PAST]),  # the last one
        ("on Dec. 24", [When.PAST]),
        ("on July 2", []),  # to come
        ("on 3 May 1999", [When.PAST]),
        ("they may march", []),
        ("twenty years ago this week", [When.PAST]),
    ],
)
def test_dates_against_the_article_s_own(text: str, wanted: list[When]) -> None:
    assert [cue.when for cue in dates.find(text, 0, len(text), TODAY)] == wanted


@pytest.mark.parametrize(("text", "wanted"), [("in 2003", [When.PAST]), ("in March", []), ("on June 1", [])])
def test_without_a_day_of_its_own_only_years_count(text: str, wanted: list[When]) -> None:
    assert [cue.when for cue in dates.find(text, 0, len(text), None)] == wanted


@pytest.mark.parametrize("text", ["Feb. 30", "on 99 May 1999", "June 31 2024", "in February"])
def test_a_day_that_no_calendar_has_is_no_error(text: str) -> None:
    dates.find(text, 0, len(text), date(2024, 1, 31))
