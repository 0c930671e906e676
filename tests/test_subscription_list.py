"""Subscriptions: read strictly from a file, every fault at once by line and key; and the same words from a chat."""

import subprocess
import sys
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from bot.brief.watches import compile  # noqa: A004 - see there
from bot.config_folder import ConfigFolder
from bot.errors import ConfigError
from bot.feed_list import load_feeds
from bot.subscription_list import (
    Known,
    Problem,
    check_subscriptions,
    load_known,
    load_regions,
    load_subscriptions,
    parse_days,
    parse_duration,
    parse_quiet,
    parse_rule,
    parse_severity,
    parse_times,
    parse_zone,
)
from bot.types import Alerts, Channel, Policy, Quiet, Rule, Severity, Subscription
from tests.brief.dossiers import story_of
from tests.conftest import SHARED

CONFIG = Path(__file__).parent.parent / "config"
KNOWLEDGE = SHARED / "knowledge"
KNOWN = Known(
    states={
        "UKR": ("Ukraine",),
        "RUS": ("Russia",),
        "COD": ("Congo",),
        "COG": ("Congo",),
        "CAN": ("Canada",),
    },
    regions={"Eastern Europe": frozenset({"UKR", "RUS"})},
    codes=frozenset({"AGREE", "ASSAULT", "ASSAULT.aerial", "ASSAULT.drone", "SANCTION"}),
    feeds=frozenset({"https://wire.net/rss.xml"}),
    topics={"grain-corridor": Rule(words=("grain corridor",))},
)
GOOD = "channel: dir/local/desk, everything: true, at: ['08:00']"


def written(folder: Path, text: str) -> Path:
    file = folder / "subscriptions.yaml"
    file.write_text(text, "utf-8")
    return file


def faults(folder: Path, text: str) -> list[str]:
    """Every fault of a file, without its name."""
    file = written(folder, text)
    with pytest.raises(ConfigError) as told:
        load_subscriptions(file, KNOWN)
    return [line.removeprefix(f"{file}:") for line in str(told.value).split("\n")]


WHOLE = """\
topics:
  grain-corridor:
    any:
      - words: [grain corridor, Black Sea]
      - all: [{countries: [ukr, Russia]}, {codes: [agree, SANCTION]}]
    not: {words: football}
subscriptions:
  morning-desk:
    channel: dir/local/morning
    title: Morning desk
    topics: [grain corridor]
    regions: [eastern europe]
    feeds: ["http://www.wire.net/rss.xml"]
    at: ["18:00", "08:00"]
    days: [mon, tue-thu, Friday]
    tz: Europe/Kyiv
    quiet: "22:00-07:00"
    min_severity: low
    alerts: {min_severity: medium, cooldown: 90m}
    nothing_new: silent
    stories: 4
    chars: 6000
  short: {channel: dir/local/short, everything: true, alerts: on}
"""


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    read = load_subscriptions(written(tmp_path, WHOLE), KNOWN)
    both = Rule(all=(Rule(countries=("UKR", "RUS")), Rule(codes=("AGREE", "SANCTION"))))
    assert read.topics == {
        "grain-corridor": Rule(
            any=(Rule(words=("grain corridor", "Black Sea")), both), none=(Rule(words=("football",)),)
        )
    }
    wire = "https://wire.net/rss.xml"
    assert read.subscriptions == (
        Subscription(
            "morning-desk",
            Channel("dir", "local", "morning"),
            "Morning desk",
            Rule(topics=("grain-corridor",), regions=("Eastern Europe",), feeds=(wire,)),
            (time(8), time(18)),
            (0, 1, 2, 3, 4),
            "Europe/Kyiv",
            Quiet(time(22), time(7)),
            Severity.LOW,
            Alerts(Severity.MEDIUM, 5_400.0),
            Policy.SILENT,
            4,
            6_000,
        ),
        Subscription(
            "short", Channel("dir", "local", "short"), "short", Rule(everything=True), alerts=Alerts()
        ),
    )
    assert read.warnings == ()


@pytest.mark.parametrize("text", ["topics:\nsubscriptions:\n", "subscriptions: {}\n", "topics: {}\n"])
def test_a_file_that_asks_for_nothing_is_sound(tmp_path: Path, text: str) -> None:
    assert load_subscriptions(written(tmp_path, text), KNOWN).subscriptions == ()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("everything: true, at: ['08:00']", "2: subscriptions.a.channel: missing."),
        ("chanel: x", "2: subscriptions.a.chanel: unknown key. Did you mean channel? Known here: channel, title"),
        (GOOD.replace("dir/local/desk", "dir/desk"), "2: subscriptions.a.channel: 'dir/desk' is no channel."),
        (GOOD.replace("dir/local/desk", "dir//desk"), "2: subscriptions.a.channel: 'dir//desk' is no channel."),
        (GOOD.replace("dir/", "slak/"), "2: subscriptions.a.channel: unknown platform 'slak'. Did you mean slack?"),
        (f"{GOOD}, title: ''", "2: subscriptions.a.title: empty."),
        (f'{GOOD}, title: "a\\nb"', "2: subscriptions.a.title: 'a\\nb' is not one line"),
        (f"{GOOD}, title: {'x' * 101}", "2: subscriptions.a.title: longer than 100"),
        (f"{GOOD}, title: 7", "2: subscriptions.a.title: 7 is no text."),
        (GOOD.replace("'08:00'", "18:00"), '2: subscriptions.a.at: 1080 is a number: without quotes YAML reads 18:00 as 1080. Write "18:00"'),
        (GOOD.replace("['08:00']", "18:30"), '2: subscriptions.a.at: 1110 is a number: without quotes YAML reads 18:00 as 1080. Write "18:30"'),
        (GOOD.replace("08:00", "24:00"), "2: subscriptions.a.at: 24:00 belongs to no day."),
        (GOOD.replace("08:00", "25:00"), "2: subscriptions.a.at: '25:00' is no time of the day."),
        (GOOD.replace("08:00", "8 am"), "2: subscriptions.a.at: '8 am' is no time."),
        (GOOD.replace("['08:00']", "[]"), "2: subscriptions.a.at: 0 times."),
        (GOOD.replace("'08:00'", "'08:00', '8:00'"), "2: subscriptions.a.at: 08:00 is given twice."),
        (f"{GOOD}, days: [munday]", "2: subscriptions.a.days: unknown day 'munday'. Did you mean monday?"),
        (f"{GOOD}, days: []", "2: subscriptions.a.days: no day."),
        (f"{GOOD}, tz: Europe/Pariss", "2: subscriptions.a.tz: unknown zone 'Europe/Pariss'. Did you mean Europe/Paris?"),
        (f"{GOOD}, tz: kyiv", "2: subscriptions.a.tz: unknown zone 'kyiv'. Did you mean Europe/Kyiv?"),
        (f"{GOOD}, tz: ../../etc/passwd", "2: subscriptions.a.tz: unknown zone"),
        (f"{GOOD}, tz: localtime", "2: subscriptions.a.tz: unknown zone"),
        (f"{GOOD}, quiet: '22:00'", "2: subscriptions.a.quiet: '22:00' are no quiet hours."),
        (f"{GOOD}, quiet: '07:00-07:00'", "2: subscriptions.a.quiet: start and end are both 07:00, which could mean never or always."),
        (f"{GOOD}, min_severity: hihg", "2: subscriptions.a.min_severity: unknown severity 'hihg'. Did you mean high?"),
        (f"{GOOD}, nothing_new: explian", "2: subscriptions.a.nothing_new: unknown choice 'explian'. Did you mean explain?"),
        (f"{GOOD}, stories: 0", "2: subscriptions.a.stories: 0 is out of range. Give a whole number, 1 to 30."),
        (f"{GOOD}, stories: true", "2: subscriptions.a.stories: True is out of range."),
        (f"{GOOD}, chars: .inf", "2: subscriptions.a.chars: inf is out of range."),
        (f"{GOOD}, alerts: 5", "2: subscriptions.a.alerts: write off, on, or"),
        (f"{GOOD}, alerts: {{severity: high}}", "2: subscriptions.a.alerts.severity: unknown key. Did you mean min_severity?"),
        (f"{GOOD}, alerts: {{cooldown: 6}}", '2: subscriptions.a.alerts.cooldown: 6 is no duration: a number with m, h or d. Write "6h"'),
        (f"{GOOD}, alerts: {{cooldown: 8d}}", "2: subscriptions.a.alerts.cooldown: '8d' is longer than a week."),
        ("channel: dir/local/a, everything: true", "2: subscriptions.a: neither at nor alerts, so it posts nothing."),
        ("channel: dir/local/a, everything: true, alerts: off", "2: subscriptions.a.alerts: no alerts, and no at either"),
        ("channel: dir/local/a, at: ['08:00']", "2: subscriptions.a: no condition that says what is wanted"),
        (f"{GOOD}, not: {{}}", "2: subscriptions.a.not: no condition that says what is wanted"),
        (GOOD.replace("true", "false"), "2: subscriptions.a.everything: write true, or leave it out."),
        (f"{GOOD}, word: [x]", "2: subscriptions.a.word: unknown key. Did you mean words?"),
        (f"{GOOD}, words: []", "2: subscriptions.a.words: 0 values."),
        (f"{GOOD}, words: ", "2: subscriptions.a.words: 0 values."),
        (f"{GOOD}, words: ['--']", "2: subscriptions.a.words: '--' holds no word."),
        (f"{GOOD}, words: [on]", "2: subscriptions.a.words: True is no text. Put it in quotes."),
        (f"{GOOD}, words: [x, x]", "2: subscriptions.a.words: x is given twice."),
        (f"{GOOD}, words: [{', '.join(f'w{n}' for n in range(51))}]", "2: subscriptions.a.words: 51 values. Give 1 to 50"),
        (f"{GOOD}, countries: [Ukrane]", "2: subscriptions.a.countries: unknown country 'Ukrane'. Did you mean UKR (Ukraine)?"),
        (f"{GOOD}, countries: [UKX]", "2: subscriptions.a.countries: unknown country 'UKX'. "),
        (f"{GOOD}, countries: [Congo]", "2: subscriptions.a.countries: 'Congo' may be COD or COG. Give the code."),
        (f"{GOOD}, regions: [East Europe]", "2: subscriptions.a.regions: unknown region 'East Europe'. Did you mean Eastern Europe?"),
        (f"{GOOD}, codes: [ASAULT]", "2: subscriptions.a.codes: unknown code 'ASAULT'. Did you mean ASSAULT?"),
        (f"{GOOD}, codes: [ASSAULT.arial]", "2: subscriptions.a.codes: unknown code 'ASSAULT.arial'. Did you mean ASSAULT.aerial?"),
        (f"{GOOD}, codes: [AGREE.visit]", "2: subscriptions.a.codes: unknown code 'AGREE.visit'. AGREE has no modes."),
        (f"{GOOD}, topics: [grain-coridor]", "2: subscriptions.a.topics: unknown topic 'grain-coridor'. Define it under topics."),
        (f"{GOOD}, feeds: [wire]", "2: subscriptions.a.feeds: 'wire' is not an address"),
        (f"{GOOD}, any: []", "2: subscriptions.a.any: 0 rules."),
        (f"{GOOD}, any: [x]", "2: subscriptions.a.any.1: expected conditions (words, "),
        (f"{GOOD}, any: [{{words: [a]}}, {{wrds: [a], codes: [AGREE]}}]", "2: subscriptions.a.any.2.wrds: unknown key. Did you mean words?"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_by_line_and_key(tmp_path: Path, row: str, fault: str) -> None:
    told = faults(tmp_path, f"subscriptions:\n  a: {{{row}}}\n")
    assert any(line.startswith(fault) for line in told), told


@pytest.mark.parametrize(
    ("topics", "fault"),
    [
        ("  a: {topics: [b]}\n  b: {any: [{words: [x]}, {topics: [a]}]}", "2: topics.a: leads back to itself (a → b → a)."),
        ("  a: {topics: [a]}", "2: topics.a: leads back to itself (a → a)."),
        ("  a: {words: [x]}\n  b:\n    not: {topics: [a]}", "3: topics.b: no condition that says what is wanted"),
        ("  a/b: {words: [x]}", "2: topics.a/b: 'a/b' cannot be a name."),
        ("  a: [x]", "2: topics.a: expected a mapping"),
        ("  a: {words: [x], at: ['08:00']}", "2: topics.a.at: unknown key. "),
        ("  grain: {words: [x]}\n  b: {topics: [grian]}", "3: topics.b.topics: unknown topic 'grian'. Did you mean grain?"),
        ("  a: " + "{all: [" * 7 + "{words: [x]}" + "]}" * 7, "2: topics.a.all.1.all.1.all.1.all.1.all.1.all.1.all: more than 6 rules"),
        ("  a: {words: [x]}\n  a: {words: [y]}", "2: topics.a: given twice, on lines 2 and 3. Keep one."),
    ],
)  # fmt: skip
def test_a_wrong_topic_is_told_by_line_and_key(tmp_path: Path, topics: str, fault: str) -> None:
    told = faults(tmp_path, f"topics:\n{topics}\n")
    assert any(line.startswith(fault) for line in told), told


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("subscription: {}\n", "1: subscription: unknown key. Did you mean subscriptions?"),
        ("subscriptions: [a]\n", "1: subscriptions: expected a mapping of names"),
        (f"subscriptions:\n  a/b: {{{GOOD}}}\n", "2: subscriptions.a/b: 'a/b' cannot be a name."),
        ("subscriptions:\n  a:\n", "2: subscriptions.a: expected a mapping of keys"),
        (f"subscriptions:\n  a: {{{GOOD}}}\n  a: {{{GOOD}}}\n", "2: subscriptions.a: given twice, on lines 2 and 3. Keep one."),
        (f'subscriptions:\n  "a\\nb": {{{GOOD}}}\n', "2: 'subscriptions.a\\nb': 'a\\nb' is not one line"),
        (f"subscriptions:\n  7: {{{GOOD}}}\n", "2: subscriptions.7: 7 is no text. Put it in quotes."),
        ("subscriptions: {a: [}\n", "1: not valid YAML"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_by_line_and_key(tmp_path: Path, text: str, fault: str) -> None:
    told = faults(tmp_path, text)
    assert any(line.startswith(fault) for line in told), told


def test_every_fault_is_told_at_once_and_in_the_order_of_lines(tmp_path: Path) -> None:
    text = "topics:\n  a: {word: [x]}\nsubscriptions:\n  b:\n    chanel: x\n    at: [18:00]\n"
    read, found = check_subscriptions(written(tmp_path, text), KNOWN)
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)
    assert {fault.key for fault in found} >= {"topics.a.word", "subscriptions.b.chanel", "subscriptions.b.at"}
    assert read.subscriptions[0].id == "b"


@pytest.mark.parametrize(
    ("row", "warning"),
    [
        (f"{GOOD}, quiet: '22:00-09:00'", "subscriptions.a.at: 08:00 lies in the quiet hours: that digest is held until 09:00."),
        (f"{GOOD}, quiet: '07:30-08:30'", "subscriptions.a.at: 08:00 lies in the quiet hours"),
        (f"{GOOD}, feeds: ['https://wire.net/rs.xml']", "subscriptions.a.feeds: unknown feed 'https://wire.net/rs.xml'. Did you mean https://wire.net/rss.xml?"),
        ("channel: dir/local/a, everything: true, alerts: on, days: weekends", "subscriptions.a.days: no effect without at"),
    ],
)  # fmt: skip
def test_what_works_and_may_not_be_meant_is_a_warning(tmp_path: Path, row: str, warning: str) -> None:
    read = load_subscriptions(written(tmp_path, f"subscriptions:\n  a: {{{row}}}\n"), KNOWN)
    [told] = read.warnings
    assert (told.line, str(told).partition("yaml:2: ")[2].startswith(warning)) == (2, True)


@pytest.mark.parametrize("quiet", ["08:01-08:00", "22:00-08:00"])
def test_a_slot_at_the_end_of_the_quiet_hours_is_not_in_them(tmp_path: Path, quiet: str) -> None:
    read = load_subscriptions(
        written(tmp_path, f"subscriptions:\n  a: {{{GOOD}, quiet: '{quiet}'}}\n"), KNOWN
    )
    assert read.warnings == ()


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ("topic grain-corridor", Rule(topics=("grain-corridor",))),
        ("Topic: Grain Corridor", Rule(topics=("grain-corridor",))),
        ("grain corridor", Rule(topics=("grain-corridor",))),
        ("words grain corridor", Rule(words=("grain corridor",))),
        ("country ukr, Russia", Rule(countries=("UKR", "RUS"))),
        ("Ukraine", Rule(countries=("UKR",))),
        ("UKR", Rule(countries=("UKR",))),
        ("CAN", Rule(countries=("CAN",))),
        ("can", Rule(words=("can",))),
        ("region eastern europe", Rule(regions=("Eastern Europe",))),
        ("Eastern Europe", Rule(regions=("Eastern Europe",))),
        ("actor Amadou Keita", Rule(actors=("Amadou Keita",))),
        ("code assault", Rule(codes=("ASSAULT",))),
        ("feed wire.net/rss.xml", Problem("'wire.net/rss.xml' is not an address that Sitrep visits. Give the address of a feed.")),
        ("feed https://wire.net/rss.xml/", Rule(feeds=("https://wire.net/rss.xml",))),
        ("everything", Rule(everything=True)),
        ("“black sea”, grain ship", Rule(words=("black sea", "grain ship"))),
        ("country Ukrane", Problem("unknown country 'Ukrane'. Did you mean UKR (Ukraine)?")),
        ("topic grain-coridor", Problem("unknown topic 'grain-coridor'. Did you mean grain-corridor?")),
        ("code ASSAULT.dron", Problem("unknown code 'ASSAULT.dron'. Did you mean ASSAULT.drone?")),
        ("...", Problem("'...' holds no word.")),
    ],
)  # fmt: skip
def test_a_rule_in_a_few_words(given: str, rule: Rule | Problem) -> None:
    assert parse_rule(given, KNOWN) == rule


@pytest.mark.parametrize(
    "given", ["", "  ", "topic", "country ,", "words " + ", ".join(f"w{n}" for n in range(51))]
)
def test_a_rule_of_nothing_says_what_to_write(given: str) -> None:
    assert isinstance(parse_rule(given, KNOWN), Problem)


def test_times_days_quiet_hours_zones_and_durations_as_people_write_them() -> None:
    assert parse_times("18:00, 8:00 and 09:30") == (time(8), time(9, 30), time(18))
    assert parse_days("weekdays") == (0, 1, 2, 3, 4)
    assert parse_days("sat - mon") == (0, 5, 6)
    assert parse_days("Mondays, thurs") == (0, 3)
    assert parse_days("every day") == tuple(range(7))
    assert parse_quiet("22:00 to 7:00") == parse_quiet("22:00–07:00") == Quiet(time(22), time(7))
    assert parse_quiet("off") is None
    assert parse_zone("America/Argentina/Buenos_Aires") == "America/Argentina/Buenos_Aires"
    assert parse_zone("new york") == Problem("unknown zone 'new york'. Did you mean America/New_York?")
    assert (parse_duration("90m"), parse_duration("6 hours"), parse_duration("0m")) == (
        5_400.0,
        21_600.0,
        0.0,
    )
    assert parse_severity("HIGH") is Severity.HIGH


@pytest.mark.parametrize(
    "parse", [parse_times, parse_days, parse_quiet, parse_zone, parse_duration, parse_severity]
)
@pytest.mark.parametrize(
    "given", [None, True, -1, 1.5, {}, {"a": 1}, "x" * 500, "\x00", "٠٨:٠٠x", [[]], b"08:00"]
)
def test_nothing_that_yaml_can_hold_makes_a_parser_raise(parse: object, given: object) -> None:
    assert callable(parse)
    assert isinstance(parse(given), Problem)


def test_what_ships_is_sound_and_posts_to_no_platform() -> None:
    known = load_known(ConfigFolder(CONFIG), (feed.url for feed in load_feeds(CONFIG / "feeds.yaml")))
    read = load_subscriptions(CONFIG / "subscriptions.yaml", known)
    assert read.warnings == ()
    assert [one.channel.key for one in read.subscriptions] == ["dir/local/desk"]
    assert 6 <= len(read.topics) <= 10
    tables = replace(known, topics=read.topics).tables
    assert compile(Rule(topics=("nuclear",)), tables).holds(story_of("Inspectors saw the nuclear plants."))
    assert not compile(read.subscriptions[0].rule, tables).holds(story_of("A turkey was roasted."))


def test_every_region_holds_known_states_and_its_parts() -> None:
    known = load_known(ConfigFolder(CONFIG))
    assert known.regions["Europe"] > known.regions["Eastern Europe"] > {"UKR", "RUS", "POL"}
    assert known.regions["Sub-Saharan Africa"] > known.regions["Western Africa"] > {"MLI", "NER"}
    assert known.regions["Middle East"] >= {"PSE", "ISR", "IRN", "SAU"}
    assert frozenset().union(*known.regions.values()) <= set(known.states)


def test_a_region_of_unknown_states_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "regions.yaml"
    file.write_text("regions:\n  Here: UKR XYZ\n  There: ''\n", "utf-8")
    with pytest.raises(ConfigError) as told:
        load_regions(file, KNOWN.states)
    assert str(told.value).splitlines() == [
        f"{file}:2: regions.Here: unknown states: XYZ. Take them out, or add them to actors.yaml.",
        f"{file}:3: regions.There: expected codes of states, parted by blanks.",
    ]


@pytest.mark.skipif(not KNOWLEDGE.exists(), reason=f"{KNOWLEDGE} lies beside some checkouts")
def test_the_shipped_regions_are_what_the_script_writes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(CONFIG / "build_regions.py"), str(KNOWLEDGE), str(tmp_path)], check=True
    )
    assert (tmp_path / "regions.yaml").read_bytes() == (CONFIG / "regions.yaml").read_bytes()
