"""Write the tables of actors that come from open data.

    python config/build_actors.py ../shared/knowledge

- ``config/actors-states.yaml``: names, demonyms and capitals of states and territories, from
  ``countries_leaders_factbook.json`` (The World Factbook, CC0) and ``country-codes_pddl.csv``
  (datasets/country-codes, ODC-PDDL);
- ``config/actors-leaders.yaml``: family names of heads of state and government, from the Factbook file;
- ``config/actors-given.yaml``: given names, from the officials in ``phoenix_actors.tsv`` (openeventdata/petrarch2,
  MIT).

The same input gives the same bytes. Corrections and everything that these
files lack (metonyms, bodies, armed groups) are made by hand in ``config/actors.yaml``, which is read on top.
"""  # noqa: INP001 - a script, not a package

import csv
import json
import re
import sys
import textwrap
from pathlib import Path

CONFIG = Path(__file__).resolve().parent

STATES = """\
# Written by config/build_actors.py; do not edit: corrections go into actors.yaml, which is read on top.
# name; also: other names; demonyms: adjectives and nouns; seats: capitals that stand for the government.
source: factbook/factbook.json @8662a8b (The World Factbook, CC0-1.0) and datasets/country-codes @caa72d1 (ODC-PDDL-1.0)
date: 2026-02-01
states:
"""

LEADERS = """\
# Written by config/build_actors.py; do not edit: more leaders go into actors.yaml.
# Family names of heads of state and government. They only decide of which state that a text names somebody is "the president".
source: factbook/factbook.json @8662a8b (The World Factbook, CC0-1.0)
date: 2026-01-17
leaders:
"""

GIVEN = """\
# Written by config/build_actors.py; do not edit: more names go into actors.yaml.
# Given names, in one string, for it loads in no time.
source: openeventdata/petrarch2 @676801c data/dictionaries, Phoenix actors (MIT, (c) 2014 Open Event Data Alliance)
date: 2017-01-01
given: >-
"""

_KEPT_CODES = {"BES": "NLD"}
"""The Factbook file files the Netherlands under the code of its Caribbean part."""


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
    return found


def _unique(texts: list[str], *, but: str = "") -> list[str]:
    return [x for x in dict.fromkeys(texts) if x and x != but]


def _row(fact: dict[str, str], code: dict[str, str]) -> dict[str, list[str] | str]:
    """One state: the Unicode CLDR name leads; longer names that hold it ("Republic of X") add nothing."""
    name = code["CLDR display name"].replace("&", "and").replace("St. ", "Saint ").replace("’", "'")
    names = [fact["name"].removeprefix("The "), *_split(fact["long"], r";"), code["UNTERM English Short"]]
    names = [x.split(" (")[0].removeprefix("the ").removeprefix("The ") for x in names]
    row: dict[str, list[str] | str] = {
        "name": name,
        "also": [x for x in _unique(names) if name not in x],
        "demonyms": _unique(_demonyms(fact["demonym_adj"], fact["demonym_noun"]), but=name),
    }
    if (
        code["is_independent"] == "Yes"
    ):  # the seat of a territory's government seldom stands for it in the news
        row["seats"] = _unique([*_split(fact["capital"]), code["Capital"]], but=name)
    return {k: v for k, v in row.items() if v}


def _flow(value: list[str] | str) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(json.dumps(x, ensure_ascii=False) for x in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def states(folder: Path) -> str:
    """The text of the table, one state a line, in the order of the codes."""
    facts = json.loads((folder / "countries_leaders_factbook.json").read_text(encoding="utf-8"))
    with (folder / "country-codes_pddl.csv").open(encoding="utf-8", newline="") as rows:
        codes = {r["ISO3166-1-Alpha-3"]: r for r in csv.DictReader(rows)}
    lines = {}
    for fact in facts:
        iso3 = _KEPT_CODES.get(fact["iso3"], fact["iso3"])
        if iso3 in codes and fact["demonym_adj"] and iso3 not in lines:
            row = _row(fact, codes[iso3])
            lines[iso3] = f"  {iso3}: {{{', '.join(f'{k}: {_flow(v)}' for k, v in row.items())}}}\n"
    return STATES + "".join(lines[iso3] for iso3 in sorted(lines))


def leaders(folder: Path) -> str:
    """Heads of state and government of independent states: one string a state, family names parted by semicolons."""
    facts = json.loads((folder / "countries_leaders_factbook.json").read_text(encoding="utf-8"))
    with (folder / "country-codes_pddl.csv").open(encoding="utf-8", newline="") as rows:
        free = {r["ISO3166-1-Alpha-3"] for r in csv.DictReader(rows) if r["is_independent"] == "Yes"}
    lines = {}
    for fact in facts:
        iso3 = _KEPT_CODES.get(fact["iso3"], fact["iso3"])
        raws = [x["raw"] for x in (fact["chief_of_state"] or []) + (fact["head_of_government"] or [])]
        names = _unique([_family(raw) for raw in raws])
        if iso3 in free and names:
            lines[iso3] = f"  {iso3}: {json.dumps('; '.join(names), ensure_ascii=False)}\n"
    return LEADERS + "".join(lines[iso3] for iso3 in sorted(lines))


def _family(raw: str) -> str:
    """The name that the Factbook writes in capitals, the one used alone; a monarch of several states is left out."""
    if raw.startswith(("represented by", "King CHARLES III", "Co-prince")):
        return ""
    words = [
        w for w in re.findall(r"[^\W\d_]{2,}(?:[-'][^\W\d_]+)*", raw) if w.isupper() and w not in _NUMERALS
    ]
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in words)


_NUMERALS = frozenset({"II", "III", "IV", "VI", "VII", "XIV", "XVI"})


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


if __name__ == "__main__":
    source = Path(sys.argv[1])
    (CONFIG / "actors-states.yaml").write_text(states(source), encoding="utf-8")
    (CONFIG / "actors-leaders.yaml").write_text(leaders(source), encoding="utf-8")
    (CONFIG / "actors-given.yaml").write_text(given(source), encoding="utf-8")
