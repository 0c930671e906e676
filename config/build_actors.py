"""Write the tables of actors that come from open data.

    python config/build_actors.py ../shared/knowledge [FOLDER]    # config/, unless a folder is named

- ``config/actors-states.yaml``: names, demonyms and capitals of states and territories, from
  ``countries_leaders_factbook.json`` (The World Factbook, CC0) and ``country-codes_pddl.csv``
  (datasets/country-codes, ODC-PDDL);
- ``config/actors-leaders.yaml``: heads of state and government, from the Factbook file, and the American
  vice-president, from ``us_executive_cc0.yaml`` (unitedstates/congress-legislators, CC0);
- ``config/actors-given.yaml``: given names, from the officials in ``phoenix_actors.tsv`` (openeventdata/petrarch2,
  MIT);
- ``config/actors-served.yaml``: who served which state until about 2013, from the same file.

The same input gives the same bytes. Corrections and everything that these
files lack (metonyms, bodies, armed groups) are made by hand in ``config/actors.yaml``, which is read on top.
"""  # noqa: INP001 - a script, not a package

import csv
import json
import re
import sys
import textwrap
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import leader_rows
import yaml

CONFIG = Path(__file__).resolve().parent

STATES = """\
# Written by config/build_actors.py; do not edit: corrections go into actors.yaml, which is read on top.
# states: name | other names | demonyms (adjectives and nouns) | seats (capitals that stand for the government)
# organs: parliaments that bear a name of their own.
source: factbook/factbook.json @8662a8b (The World Factbook, CC0-1.0) and datasets/country-codes @caa72d1 (ODC-PDDL-1.0)
date: 2026-02-01
states:
"""

LEADERS = """\
# Written by config/build_actors.py; do not edit: more officials go into actors-officials.yaml, which says what a row is.
# heads: of state and of government; officials: deputies, viceroys and heads of territories.
source: factbook/factbook.json @8662a8b (The World Factbook, CC0-1.0)
date: 2026-01-17
"""

GIVEN = """\
# Written by config/build_actors.py; do not edit: more names go into actors.yaml.
# Given names, in one string, for it loads in no time.
source: openeventdata/petrarch2 @676801c data/dictionaries, Phoenix actors (MIT, (c) 2014 Open Event Data Alliance)
date: 2017-01-01
given: >-
"""

SERVED = """\
# Written by config/build_actors.py; do not edit.
# served: by state or body: people who held office for it, mostly from 1945 to 2013, without accents, each for one only.
# It helps to tell whom somebody speaks for, and never says what they are.
source: openeventdata/petrarch2 @676801c data/dictionaries, Phoenix actors (MIT, (c) 2014 Open Event Data Alliance)
date: 2017-01-01
served:
"""

AMERICANS = "unitedstates/congress-legislators @dfa9622 executive.yaml (CC0-1.0)"
AMERICANS_ON = date(2026, 6, 1)
"""The list is of June 2026."""

_KEPT_CODES = {"BES": "NLD"}
"""The Factbook file files the Netherlands under the code of its Caribbean part."""


_PARLIAMENTS = (
    "Althingi", "Congress of the Union", "Council of Representatives of Iraq",
    "Dewan Perwakilan Rakyat", "Eduskunta", "Federal National Council", "Hellenic Parliament",
    "Hrvatski Sabor", "Inatsisartut", "Jogorku Kenesh", "LegCo", "Legislative Yuan", "Majlisi Oli", "Milli Majlis",
    "National Diet", "National People's Congress", "Oireachtas", "Oliy Majlis", "People's Majlis",
    "Plurinational Legislative Assembly", "Pyidaungsu Hluttaw", "Riigikogu", "Saeima", "Seimas", "Sobranie",
    "State Great Hural", "States of Deliberation", "Supreme People's Assembly", "Tynwald",
)  # fmt: skip
"""Names of parliaments in the file that are those of one parliament only; most are "National Assembly"."""

_NOTE = re.compile(r"disputed| is the |\*|^NA$", re.IGNORECASE)


def _split(text: str | None, joint: str = r"[;,/]| or ") -> list[str]:
    """Alternatives in a Factbook field, without notes and brackets ("A(s), B (plural); note - …")."""
    if not text or text.lower() == "none" or text.startswith(("no official", "administered")):
        return []
    text = re.split(r"; note\b|; some\b| in Romanian", text)[0]
    text = re.sub(r"\((?!s\)|men\)|women\))[^)]*\)", "", text)
    return [part.strip() for part in re.split(joint, text) if part.strip() and not _NOTE.search(part)]


def _demonyms(adjectives: str | None, nouns: str | None) -> list[str]:
    """Adjectives, then nouns in singular and plural ("Iranian(s)", "Irishman(men)")."""
    found = [re.sub(r"\(s\)$", "", x) for x in _split(adjectives)]
    for noun in _split(nouns):
        stem = re.sub(r"\((?:s|men|women)\)$| \(.*", "", noun).strip()
        found.append(stem)
        if noun.endswith("(s)"):
            found.append(stem + "s")
        elif noun.endswith("men)"):
            found.append(re.sub(r"man$", "men", stem))
    return [x for x in found if x != "NA"]


def _unique(texts: list[str], *, but: str = "") -> list[str]:
    """Without repetitions, and without spellings that lack only accents: those are looked for anyhow."""
    plain = {_unaccented(x): x for x in (but, *texts) if x != _unaccented(x)}
    return [
        x
        for x in dict.fromkeys(" ".join(text.split()) for text in texts)
        if x and x != but and x not in plain
    ]


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _row(fact: dict[str, str], code: dict[str, str]) -> list[list[str]]:
    """One state: name, other names, demonyms, seats.

    The Unicode CLDR name leads; longer names that hold it ("Republic of X") add nothing. The seat of a territory's
    government seldom stands for it in the news.
    """
    name = code["CLDR display name"].replace("&", "and").replace("St. ", "Saint ").replace("’", "'")
    names = [fact["name"].removeprefix("The "), *_split(fact["long"], r";"), code["UNTERM English Short"]]
    names = [x.split(" (")[0].removeprefix("the ").removeprefix("The ") for x in names]
    free = code["is_independent"] == "Yes"
    return [
        [name],
        [x for x in _unique(names, but=name) if name not in x],
        _unique(_demonyms(fact["demonym_adj"], fact["demonym_noun"]), but=name),
        _unique([*_split(fact["capital"]), code["Capital"]], but=name) if free else [],
    ]


def states(folder: Path) -> str:
    """The text of the table, one state a line, in the order of the codes."""
    facts = json.loads((folder / "countries_leaders_factbook.json").read_text(encoding="utf-8"))
    with (folder / "country-codes_pddl.csv").open(encoding="utf-8", newline="") as rows:
        codes = {r["ISO3166-1-Alpha-3"]: r for r in csv.DictReader(rows)}
    lines: dict[str, str] = {}
    organs: dict[str, str] = {}
    for fact in facts:
        iso3 = _KEPT_CODES.get(fact["iso3"], fact["iso3"])
        if iso3 in codes and fact["demonym_adj"] and iso3 not in lines:
            row = _row(fact, codes[iso3])
            lines[iso3] = f"  {iso3}: {' | '.join('; '.join(names) for names in row).rstrip(' |')}\n"
            houses = [x for x in re.split(r" ?[()]| - | or ", fact["legislature"] or "") if x in _PARLIAMENTS]
            if houses:
                organs[iso3] = f"  {iso3}: {'; '.join(houses)}\n"
    return "".join(
        [STATES, *(lines[k] for k in sorted(lines)), "organs:\n", *(organs[k] for k in sorted(organs))]
    )


def leaders(folder: Path) -> str:
    """Heads of state and government, a row each; apart from them deputies, viceroys and heads of territories.

    Family names of the first kind alone tell of which state somebody is "the president".
    """
    facts = json.loads((folder / "countries_leaders_factbook.json").read_text(encoding="utf-8"))
    with (folder / "country-codes_pddl.csv").open(encoding="utf-8", newline="") as found:
        free = {r["ISO3166-1-Alpha-3"]: r["is_independent"] == "Yes" for r in csv.DictReader(found)}
    free["XKX"] = True  # ISO has no code for Kosovo
    heads: dict[str, list[str]] = {}
    others: dict[str, list[str]] = {"USA": leader_rows.american(_americans(folder), AMERICANS_ON, AMERICANS)}
    for fact in facts:
        iso3 = _KEPT_CODES.get(fact["iso3"], fact["iso3"])
        if free.get(iso3):
            heads[iso3] = leader_rows.heads(iso3, fact)
            others.setdefault(iso3, []).extend(leader_rows.representatives(iso3, fact))
        elif iso3 in free and fact["demonym_adj"]:  # as in the table of states
            others[iso3] = leader_rows.of_territory(iso3, fact)
    return LEADERS + _blocks("heads", heads) + _blocks("officials", others)


def _americans(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "us_executive_cc0.yaml").read_text(encoding="utf-8")
    people: list[dict[str, Any]] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return people


def _blocks(key: str, rows: dict[str, list[str]]) -> str:
    lines = [f"{key}:\n"]
    for iso3 in sorted(code for code, found in rows.items() if found):
        lines += [f"  {iso3}: |\n", *(f"    {row}\n" for row in rows[iso3])]
    return "".join(lines)


_OFFICIAL = re.compile(r"[A-Z]{3}(?:GOV|LEG|MIL|OPP|JUD|ELI|SPY|COP|MED|EDU|BUS)")
_TITLES = """
    abu acting al ambassador american army ayatollah chief colonel dame defense el federal foreign former general
    german guy haji imam interim jaish jaysh justice king kurdish lord major minister mr mullah national new north
    office pak party police president presidential prime prince princess queen red russian saudi secretary senator
    senior sheikh sir south soviet special state sultan supreme the united us vice vice-president west white
    afghan an assembly association bank baron baroness bundeskanzler bureau central chancellor chinese communist
    congressman council cpp crown department do federation global governor group hojatolislam house im in innocent
    institute inter international islamic israeli jihad job joint kanzler kosova kosovo kurdistan lay man mart no odd oh
    pal peace pen peoples per premier representative revolutionary roma royal said sale samdech saw secretaty so
    syrian than win world
"""
_NO_NAMES = frozenset(_TITLES.split())
"""First words in that file that are titles, articles, adjectives or common words: read off its list by eye."""


def given(folder: Path) -> str:
    """Given names: first words of officials' names that two or more surnames share, else one slip is a name."""
    surnames: dict[str, set[str]] = {}
    for line in (folder / "phoenix_actors.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        alias, codes = line.split("\t")[:2]
        words = alias.split()
        if 2 <= len(words) <= 4 and _OFFICIAL.match(codes) and re.fullmatch(r"[A-Z]{2,}", words[0]):  # noqa: PLR2004
            surnames.setdefault(words[0], set()).add(words[-1])
    names = sorted(w.title() for w, s in surnames.items() if len(s) > 1 and w.lower() not in _NO_NAMES)
    return GIVEN + textwrap.fill(" ".join(names), 110, initial_indent="  ", subsequent_indent="  ") + "\n"


_HELD = re.compile(r"(?:IGO)?([A-Z]{3})(?:GOV|ELI|MIL|LEG|JUD|SPY)|IGO(UNO)\b")
_SERVANT = re.compile(r"[A-Z][A-Z'.-]*(?: [A-Z][A-Z'.-]*){1,3}")
_SERVED_BODIES = {"UNO": "United Nations"}


def served(folder: Path) -> str:
    """Who served whom; people of two states, and names that begin with a title, are left out."""
    known = set(yaml.safe_load(states(folder))["states"]) | set(_SERVED_BODIES.values())
    found: dict[str, set[str]] = {}
    for line in (folder / "phoenix_actors.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        alias, codes = line.split("\t")[:2]
        if _SERVANT.fullmatch(alias) and alias.split()[0].lower() not in _NO_NAMES:
            held = (_HELD.match(code.strip()) for code in codes.split("|"))
            found.setdefault(alias.title(), set()).update(m[1] or _SERVED_BODIES[m[2]] for m in held if m)
    of: dict[str, list[str]] = {}
    for name, parties in sorted(found.items()):
        if len(parties) == 1 and parties <= known:
            of.setdefault(min(parties), []).append(name)
    return SERVED + "".join(f"  {key}: >-\n{_folded(names)}\n" for key, names in sorted(of.items()))


def _folded(names: list[str]) -> str:
    return textwrap.fill(
        "; ".join(names), 110, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
    )


if __name__ == "__main__":
    source, out = Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else CONFIG  # noqa: PLR2004
    (out / "actors-states.yaml").write_text(states(source), encoding="utf-8")
    (out / "actors-leaders.yaml").write_text(leaders(source), encoding="utf-8")
    (out / "actors-given.yaml").write_text(given(source), encoding="utf-8")
    (out / "actors-served.yaml").write_text(served(source), encoding="utf-8")
