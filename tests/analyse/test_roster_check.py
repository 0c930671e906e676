"""Every fault of a table is found, where it stands and with its remedy; sound tables have none."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analyse import roster
from bot.analyse.actor_tables import Tables
from bot.analyse.roster_check import File, faults, stock
from bot.config import keys, load_yaml
from bot.errors import ConfigError
from tests.analyse.actor_reading import TABLES

TODAY = date(2026, 6, 15)

SOUND = """\
source: made up for this test
date: 2026-01-01
states:
  AAA: {name: Aland, also: [Isle of A], demonyms: [Alish], seats: [Atown]}
  BBB: {name: Bland, demonyms: [Bee], drop: [Bee]}
  CCC: Cland | C; Clandia | Bee
bodies:
  Union of Isles: {also: [UoI, Isles]}
  Court of Isles: {of: Union of Isles}
  Aland Guard: {state: AAA}
groups:
  Front of A: {also: [FoA]}
  Front of B: B Front; Bees
organs:
  BBB: Diet of B = House of B; Bank of B
agencies: [Isle News, Isles Wire]
swallow: [Aland Street]
needs:
  UoI: [Union]
given: Ann Bo
leaders:
  AAA: Holm; Ek
heads:
  AAA: |
    President | Ann Ek | Ek | 2020-05-01
    Queen | Bo II
officials:
  Union of Isles: |
    Secretary | Bo Holm | Holm | 2021 | 2025-12-31 | isles.example
members:
  BBB: Bland Party = BP
"""


def written(folder: Path, *texts: str) -> list[File]:
    """The texts as files ``1.yaml``, ``2.yaml`` …, read as the command reads them."""
    found = []
    for number, text in enumerate(texts, 1):
        file = folder / f"{number}.yaml"
        file.write_text(text, "utf-8")
        found.append(File(file.name, load_yaml(file), tuple(keys(file))))
    return found


def told(folder: Path, *texts: str) -> list[str]:
    return [str(fault) for fault in faults(written(folder, *texts), TODAY)]


def changed(old: str, new: str) -> str:
    assert SOUND.count(old) == 1, old
    return SOUND.replace(old, new)


def sheet(rows: str) -> str:
    """A second file with these rows."""
    return f"source: made up too\ndate: 2026-02-02\n{rows}\n"


def test_sound_tables_have_no_fault(tmp_path: Path) -> None:
    files = written(tmp_path, SOUND)
    assert faults(files, TODAY) == []
    roster.build([file.raw for file in files])


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        # shapes
        ("agencies:", "agency:", "1.yaml:16: agency: unknown key. Known here: source, date, "),
        ("date: 2026-01-01", "date: soon", "1.yaml:2: date: Invalid RFC3339 encoded date."),
        ("source: made up for this test\n", "", "1.yaml:1: source: missing. Say where the rows come from"),
        ("{state: AAA}", "{stat: AAA}", "1.yaml:10: bodies.Aland Guard: Object contains unknown field `stat`."),
        ("[FoA]", "FoA", "1.yaml:12: groups.Front of A: Expected `array`, got `str` - at `$.also`."),
        ("given: Ann Bo", "given: [Ann, Bo]", "1.yaml:20: given: Expected `str`, got `array`."),
        ("states:\n", "states:\n  NO: {name: Norland}\n", "1.yaml:3: states.False: a key that YAML takes for something else"),
        ("given: Ann Bo", "given: Ann Bo\ngiven: Cy", "1.yaml:21: given: given twice, first on line 20. Keep one."),
        ("  AAA: Holm; Ek", "  AAA: Holm; Ek\n  AAA: Ek", "1.yaml:23: leaders.AAA: given twice, first on line 22. Keep one."),
        # sources and dates
        ("date: 2026-01-01", "date: 2026-06-16", "1.yaml:2: date: 2026-06-16 lies in the future. Write the day"),
        ("source: made up for this test", "source: ' '", "1.yaml:8: bodies.Union of Isles: lacks a source. Give it one"),
        # names
        ("[FoA]", "[FoA, '']", "1.yaml:12: groups.Front of A.also: a blank name. Take it out."),
        ("[FoA]", "[FoA, ' ']", "1.yaml:12: groups.Front of A.also: a blank name. Take it out."),
        ("name: Bland, d", "name: '', d", "1.yaml:5: states.BBB: no table names this state."),
        ("Bank of B", "Bank of B = ", "1.yaml:15: organs.BBB: a blank name. Take it out."),
        ("[FoA]", "[FoA, A’s Front]", "1.yaml:12: groups.Front of A.also: 'A’s Front' is never found."),
        ("[FoA]", "[FoA, -FoA-]", "1.yaml:12: groups.Front of A.also: '-FoA-' is never found."),
        ("[FoA]", "['Front  of A']", "1.yaml:12: groups.Front of A.also: 'Front  of A' is never found."),
        ("[FoA]", "[FoA, Atown]", "1.yaml:12: groups.Front of A.also: 'Atown' names AAA too, in 1.yaml:4. Drop it from one of them."),
        ("[FoA]", "[FoA, Uoi]", ""),
        ("[FoA]", "[FoA, ÀTOWN]", ""),
        ("[FoA]", "[FoA, Àtown]", "1.yaml:12: groups.Front of A.also: 'Atown' names AAA too, in 1.yaml:4."),
        ("[FoA]", "[FoA, Diet of B]", "1.yaml:15: organs.BBB: 'Diet of B' names Front of A too, in 1.yaml:12."),
        ("[FoA]", "[FoA, FoA]", "1.yaml:12: groups.Front of A.also: 'FoA' is a name of Front of A already, in 1.yaml:12. Keep one."),
        ("seats: [Atown]", "seats: [Alish]", "1.yaml:4: states.AAA.seats: 'Alish' is a name of AAA already, in 1.yaml:4. Keep one."),
        ("seats: [Atown]", "seats: [Atöwn, Atown]", "1.yaml:4: states.AAA.seats: 'Atown' is found anyhow, as a spelling of 'Atöwn'."),
        ("[FoA]", "[FOAX, Foax]", "1.yaml:12: groups.Front of A.also: 'Foax' is found anyhow, as a spelling of 'FOAX'."),
        ("[FoA]", "[FoA, FoA group]", "1.yaml:12: groups.Front of A.also: 'FoA group' adds nothing to 'FoA', found in it."),
        ("[FoA]", "[FoA, FoA Brigades]", ""),
        ("[UoI, Isles]", "[UoI, UoI summit, Isles]", ""),  # UoI needs company, the longer name does not
        # who is who
        ("  AAA: {name: A", "  Aaa: {name: A", "1.yaml:4: states.Aaa: no code of a state. Write three capitals"),
        ("CCC: Cland | C; Clandia | Bee", "CCC: {demonyms: [Bee]}", "1.yaml:6: states.CCC: no table names this state."),
        ("CCC: Cland | C; Clandia | Bee", "CCC: '| C | Bee'", "1.yaml:6: states.CCC: no table names this state."),
        ("C; Clandia | Bee", "C; Clandia; C | Bee", "1.yaml:6: states.CCC.also: 'C' is a name of CCC already, in 1.yaml:6."),
        ("C; Clandia | Bee", "C; Clandia | Bee | Ctown | x", "1.yaml:6: states.CCC.seats: 'Ctown | x' is never found."),
        ("drop: [Bee]", "drop: [Bea]", "1.yaml:5: states.BBB.drop: 'Bea' is no name of BBB. Take it out."),
        ("{state: AAA}", "{state: AAX}", "1.yaml:10: bodies.Aland Guard.state: 'AAX' is the code of no state"),
        ("{of: Union of Isles}", "{of: Union}", "1.yaml:9: bodies.Court of Isles.of: 'Union' is neither the code of a state nor"),
        ("{of: Union of Isles}", "{of: UoI}", "Write 'Union of Isles'."),
        ("{of: Union of Isles}", "{of: Union of Isles, state: AAA}", "1.yaml:9: bodies.Court of Isles.of: to no use beside state."),
        ("{of: Union of Isles}", "{kind: person}", "1.yaml:9: bodies.Court of Isles.kind: a body is no person."),
        ("  BBB: Diet", "  BBX: Diet", "1.yaml:15: organs.BBX: 'BBX' is the code of no state"),
        ("  AAA: Holm", "  AAX: Holm", "1.yaml:22: leaders.AAX: 'AAX' is the code of no state"),
        ("members:", "cities:\n  AAX: Orvik\nmembers:", "1.yaml:31: cities.AAX: 'AAX' is the code of no state"),
        ("members:", "served:\n  Isle Court: Bo Ek\nmembers:", "1.yaml:31: served.Isle Court: 'Isle Court'"),
        ("members:", "served:\n  AAA: Bo Ek; Bo Ek\nmembers:", "1.yaml:31: served.AAA: 'bo ek' stands there already"),
        ("  BBB: Bland", "  BBX: Bland", "1.yaml:31: members.BBX: 'BBX' is the code of no state"),
        ("B Front; Bees", "B Front; ; Bees", "1.yaml:13: groups.Front of B.also: a blank name."),
        ("= BP", "= Atown", "1.yaml:31: members.BBB: 'Atown' names AAA too, in 1.yaml:4."),
        ("  AAA: |", "  AAX: |", "1.yaml:24: heads.AAX: 'AAX' is the code of no state"),
        ("  Union of Isles: |", "  Union: |", "1.yaml:28: officials.Union: 'Union' is neither the code of a state"),
        # lists
        ("[Isle News, ", "[Isle News, Atown, ", "1.yaml:16: agencies: 'Atown' is an actor too, AAA in 1.yaml:4."),
        ("[Isle News, ", "[Isle News, Isle News, ", "1.yaml:16: agencies: 'Isle News' stands there already, in 1.yaml:16."),
        ("[Isle News, ", "[Isle News, '', ", "1.yaml:16: agencies: a blank entry. Take it out."),
        ("[Aland Street]", "[Aland]", "1.yaml:17: swallow: 'Aland' hides that name of AAA in 1.yaml:4."),
        ("[Aland Street]", "[Main Street]", "1.yaml:17: swallow: 'Main Street' holds no name that it could swallow."),
        ("[Aland Street]", "[Alandia Street]", "1.yaml:17: swallow: 'Alandia Street' holds no name"),
        ("given: Ann Bo", "given: Ann Bo Ann", "1.yaml:20: given: 'Ann' stands there already, in 1.yaml:20."),
        ("Holm; Ek\n", "Holm; HOLM\n", "1.yaml:22: leaders.AAA: 'holm' stands there already, in 1.yaml:22."),
        ("Holm; Ek\n", "Holm; ; Ek\n", "1.yaml:22: leaders.AAA: a blank entry. Take it out."),
        ("UoI: [Union]", "UoX: [Union]", "1.yaml:19: needs.UoX: 'UoX' is no name in these tables."),
        ("UoI: [Union]", "UoI: []", "1.yaml:19: needs.UoI: without company it is never found."),
        ("UoI: [Union]", "UoI: [Union, '']", "1.yaml:19: needs.UoI: a blank entry."),
        ("UoI: [Union]", "UoI: [Union, oI]", "1.yaml:19: needs.UoI: 'oI' stands in the name itself."),
        # officials
        ("| Ek | 2020-05-01", "", ""),
        ("Queen | Bo II", "Queen", "1.yaml:24: heads.AAA: 'Queen' is no row. Write 'office | name"),
        ("Queen | Bo II", "Queen | ", "1.yaml:24: heads.AAA: 'Queen |': the office or the name is blank."),
        ("| Ek | 2020-05-01", "| Eck | 2020-05-01", "'Eck' is no part of the name."),
        ("2020-05-01", "last May", "1.yaml:24: heads.AAA: 'last May' is no day. Write YYYY-MM-DD, YYYY-MM or YYYY."),
        ("2025-12-31", "2025-12", "1.yaml:28: officials.Union of Isles: '2025-12' is no day. Write YYYY-MM-DD."),
        ("2025-12-31", "2026-12-31", "2026-12-31 lies in the future."),
        ("| 2021 |", "| 2026 |", "in office from a later day than 2025-12-31"),
        ("    Queen | Bo II", "    Queen | Bo II\n    Queen | BO II", "'Queen | BO II' stands there already, in 1.yaml:24."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_remedy(old: str, new: str, fault: str, tmp_path: Path) -> None:
    found = told(tmp_path, changed(old, new))
    if fault:
        assert [line for line in found if fault in line], found
        assert all(re.match(r"1\.yaml:\d+: [\w .]+: .+\.$", line) for line in found)
    else:
        assert found == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("states: {AAA: {also: [Alandia]}}", ""),
        ("states: {AAA: {name: Isle of A}}", ""),  # chosen from the names it has
        ("states: {AAA: {also: [Alish]}}", ""),  # a demonym that is a name as well
        ("states: {AAA: {demonyms: [Isle of A]}}", "2.yaml:3: states.AAA.demonyms: 'Isle of A' is a name of AAA already, in 1.yaml:4."),
        ("states: {AAA: {also: [Bland]}}", "2.yaml:3: states.AAA.also: 'Bland' names BBB too, in 1.yaml:5."),
        ("bodies: {Union of Isles: {}}", "2.yaml:3: bodies.Union of Isles: 'Union of Isles' is entered already, in 1.yaml:8."),
        ("groups: {Union of Isles: {}}", "2.yaml:3: groups.Union of Isles: 'Union of Isles' is entered already, in 1.yaml:8."),
        ("organs: {AAA: Bank of B}", "2.yaml:3: organs.AAA: 'Bank of B' is entered already, in 1.yaml:15."),
        ("given: Cy Bo", "2.yaml:3: given: 'Bo' stands there already, in 1.yaml:20."),
        ("agencies: [Isles Wire]", "2.yaml:3: agencies: 'Isles Wire' stands there already, in 1.yaml:16."),
        ("leaders: {AAA: Ek}", "2.yaml:3: leaders.AAA: 'ek' stands there already, in 1.yaml:22."),
        ("leaders: {BBB: Ek}", ""),
        ("officials: {AAA: President | Ann Ek}", "stands there already, in 1.yaml:24."),
        ("officials: {AAA: Minister | Ann Ek}", ""),
        ("by_hand: true\nofficials: {AAA: Minister | Ann Ek}", "'Minister | Ann Ek': lacks a source. Rows made by hand name their own"),
        ("by_hand: true\nofficials: {AAA: 'Minister | Ann Ek | Ek | 2021 | 2026-01-01 | '}", "lacks a source."),
        ("by_hand: true\nofficials: {AAA: Minister | Ann Ek | Ek | | | a.example}", ""),
    ],
)  # fmt: skip
def test_files_are_checked_together(rows: str, fault: str, tmp_path: Path) -> None:
    found = told(tmp_path, SOUND, sheet(rows))
    assert [fault in line for line in found] == [True] * bool(fault), found


def test_all_faults_are_told_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    first = changed("[FoA]", "[FoA, Atown, Isles]").replace("date: 2026-01-01", "date: 2027-01-01")
    found = told(tmp_path, first, sheet("agency: []\ngiven: Bo"))
    assert [line.split(": ")[0] for line in found] == [
        "1.yaml:2",
        "1.yaml:12",
        "1.yaml:12",
        "2.yaml:3",
        "2.yaml:4",
    ]


def test_an_alias_of_three_actors_is_told_for_each_pair(tmp_path: Path) -> None:
    found = told(tmp_path, changed("[FoA]", "[FoA, Atown]").replace("[UoI, Isles]", "[UoI, Isles, Atown]"))
    assert len([line for line in found if "'Atown' names AAA too" in line]) == 2


@pytest.mark.parametrize(
    "rows",
    ["x: 1", "states: {BBB: {also: [Aland]}}", "officials: {AAA: x}", "given: 3", "bodies: {B: {of: 7}}"],
)
def test_what_the_analyser_refuses_has_a_fault(rows: str, tmp_path: Path) -> None:
    files = written(tmp_path, SOUND, sheet(rows))
    with pytest.raises(ConfigError):
        roster.build([file.raw for file in files])
    assert faults(files, TODAY)


def test_the_stock_counts_and_tells_what_is_old(tmp_path: Path) -> None:
    old = "source: made up\ndate: 2025-06-14\ngiven: Cy\nheads: {BBB: King | Cy}\ncities: {AAA: Orvik; Norvik}\nserved: {AAA: Bo Ek}\n"
    found = stock(written(tmp_path, SOUND, old), date(2026, 6, 15))
    assert found.counts == {
        "states and territories": 3,
        "bodies": 3,
        "organs of states": 2,
        "parties and agencies": 1,
        "armed groups": 2,
        "heads of state and government": 3,
        "other officials": 1,
        "agencies and outlets": 2,
        "given names": 3,
        "large cities": 2,
        "people who served": 1,
    }
    assert [(one.name, one.date) for one in found.sheets] == [
        ("1.yaml", date(2026, 1, 1)),
        ("2.yaml", date(2025, 6, 14)),
    ]
    assert [one.name for one in found.old_sheets] == ["2.yaml"]
    assert found.old_officials == ()  # the king is as old as his file, which is told


@pytest.mark.parametrize(("today", "old"), [(date(2026, 12, 31), 0), (date(2027, 1, 1), 1)])
def test_an_official_grows_old_by_his_own_day(today: date, old: int, tmp_path: Path) -> None:
    """His file says 1 January 2026, his row 31 December 2025."""
    found = stock(written(tmp_path, SOUND), today)
    assert [one.name for one in found.old_officials] == ["Bo Holm"] * old
    assert found.old_sheets == ()


LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.dates()
    | st.sampled_from(["", " ", "AAA", "A | B", "A = B; C", "a|b|c|d|e|f|g"])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["AAA", "also", "name", "drop", "of", "Aland"]) | st.integers(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
KEYS = st.sampled_from([*Tables.__struct_fields__, "unknown"])


@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_no_table_whatever_is_in_it_breaks_the_check(rows: dict[str, object]) -> None:
    file = File("1.yaml", {"source": "s", "date": TODAY, **rows}, [((key,), 1) for key in rows])
    found = faults([file], TODAY)
    try:
        roster.build([file.raw])
    except ConfigError:
        assert found
    assert all(str(fault).startswith("1.yaml:1: ") for fault in found)
    if not found:
        stock([file], TODAY)


def test_the_tables_that_ship_have_no_fault() -> None:
    files = [File(file.name, load_yaml(file), tuple(keys(file))) for file in TABLES]
    assert [str(fault) for fault in faults(files, date.today())] == []  # noqa: DTZ011 - days suffice
