"""Rows of officials from The World Factbook and from the list of American presidents; used by build_actors.py.

A row is ``office | name | family name | since | as of | source``; the last two are the file's where they are left out.
"""  # noqa: INP001 - a script, not a package

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

_FIELDS = {"chief_of_state": "Head of state", "head_of_government": "Head of government"}
"""Fields of an entry, and what an office is called that it does not name."""

_OFFICES = """
    Acting Governor General; Acting President; Acting Prime Minister; Administrator; Administrator Superior; Amir;
    Bailiff; Caretaker Prime Minister; Chairman of the Cabinet of Ministers; Chairperson of the Council of Ministers;
    Chairperson of the Presidency; Chancellor; Chief Executive; Chief Minister; CNSP Prime Minister; Co-prince;
    Captain Regent; Commissioner; Crown Prince and Prime Minister; Emperor; GNU Interim Prime Minister; Governor;
    Governor General; Governor-General; Grand Duke; High Commissioner; Interim President; Interim Prime Minister; King;
    Lieutenant Governor; Lieutenant-Governor; Mayor and Chairman of the Island Council; Member of the Presidency;
    Minister of State; Pope; Prefect; Premier; President; President of Council of Ministers;
    President of French Polynesia; President of Territorial Council; President of the Government;
    President of the Government of Spain; President of the National Council for the Safeguard of the Homeland;
    President of the Swiss Confederation; President of the Territorial Assembly; President, Presidential Council,;
    Presidential Leadership Council Chairperson; Prime Minister; Prime Minister and Co-Vice President;
    Prime Minister and Foreign Minister; Prince; Secretary of State for Foreign and Political Affairs;
    Sovereign Council Chair and Commander-in-Chief of the Sudanese Armed Forces; State Affairs Commission President;
    Sultan and Prime Minister; Supreme Leader; Supreme People's Assembly President; Taliban Leader; Taoiseach;
    Transition President; Transition Prime Minister; Transitional President; Vice President
    ; President of the Pontifical Commission for the State of Vatican City and President of the Governorate of the Vatican City State
"""
OFFICES = sorted((" ".join(office.split()) for office in _OFFICES.split(";")), key=len, reverse=True)
"""What stands before a name in the file, the longer first: read off it by eye."""

_STYLES = re.compile(
    r"(?:(?:Archbishop|Capt\.|Col\.|Crown Prince|Dame|Dr\.|Sr\. Gen\.|Gen\.|General|Grand Chief|Sir|Ratu|Sultan"
    r"|of the Commonwealth of Australia)\s)+"
)
"""Ranks and styles before a name."""

_NOTES = re.compile(r"\([^)]*\)|\"[^\"]*\"|, (?:Jr|Sr)\.|\[[^]]*\]")

_ODD: dict[tuple[str, str], list[tuple[str, str]]] = {
    ("AFG", "head_of_government"): [],  # the chief of state once more, in a sentence
    ("AND", "chief_of_state"): [
        ("Co-prince Joan-Enric VIVES i Sicilia", "12 May 2003"),
        ("Co-prince Emmanuel Macron", "14 May 2017"),
    ],
    ("BIH", "chief_of_state"): [
        ("Chairperson of the Presidency Zeljko KOMSIC", "16 July 2025"),
        ("Member of the Presidency Denis BECIROVIC", "16 November 2022"),
        ("Member of the Presidency Zeljka CVIJANOVIC", "16 November 2022"),
    ],
    ("GNQ", "head_of_government"): [("Prime Minister Manuel Osa NSUE NSUA", "17 August 2024")],
    ("HTI", "chief_of_state"): [],  # vacant
    ("LSO", "head_of_government"): [("Prime Minister Ntsokoane Samuel MATEKANE", "28 October 2022")],
    ("MAC", "head_of_government"): [("Chief Executive SAM Hou Fai", "20 December 2024")],
    ("NIU", "head_of_government"): [],  # a note has taken the place of the name
    ("ROU", "head_of_government"): [("Prime Minister Ilie BOLOJAN", "23 June 2025")],  # the file says 2005
    ("SMR", "chief_of_state"): [
        ("Captain Regent Matteo ROSSI", "1 October 2025"),
        ("Captain Regent Lorenzo BUGLI", "1 October 2025"),
    ],
    ("SYR", "chief_of_state"): [("President Ahmad al-SHARA'", "")],  # it goes on with a predecessor
    ("SYR", "head_of_government"): [],  # an office that was given up in March 2025
    ("THA", "chief_of_state"): [],  # a note has taken the place of the name
}
"""Fields that hold several people, none, or a slip, as they should read."""


def heads(iso3: str, fact: Mapping[str, Any]) -> list[str]:
    """Rows of the heads of a state and of its government. A king of several states has no name that is his alone."""
    people = (one for one in _people(iso3, fact) if "represented by" not in one[0])
    rows = [_row(raw, since, office) for raw, since, office in people]
    return list({row.rpartition(" | ")[0]: row for row in reversed(rows)}.values())[
        ::-1
    ]  # one man, two posts


def representatives(iso3: str, fact: Mapping[str, Any]) -> list[str]:
    """Rows of those who stand in for an absent monarch."""
    found = ((raw.partition("represented by ")[2], since) for raw, since, _ in _people(iso3, fact))
    return [_row(raw, since, "Representative") for raw, since in found if raw]


def of_territory(iso3: str, fact: Mapping[str, Any]) -> list[str]:
    """Rows of the head of a territory's own government."""
    people = (one for one in _people(iso3, fact) if one[2] == _FIELDS["head_of_government"])
    return [_row(raw, since, office) for raw, since, office in people if "represented by" not in raw]


def american(people: Iterable[Mapping[str, Any]], on: date, source: str) -> list[str]:
    """The vice-president of a day; the president is in the Factbook too."""
    return [
        f"Vice President | {_of_parts(one['name'])} | {one['name']['last']} | {term['start']} | {on} | {source}"
        for one in people
        for term in one["terms"]
        if term["type"] == "viceprez" and term["start"] <= str(on) < term["end"]
    ]


def _of_parts(name: Mapping[str, str]) -> str:
    return name.get("official_full") or f"{name['first']} {name['last']}"


def _people(iso3: str, fact: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for field, untitled in _FIELDS.items():
        odd = _ODD.get((iso3, field))
        people = [(one["raw"], one["since"] or "") for one in fact[field] or []] if odd is None else odd
        yield from ((raw, since, untitled) for raw, since in people)


def _row(raw: str, since: str, untitled: str) -> str:
    text = " ".join(_NOTES.sub("", raw).replace("’", "'").split())
    office = next((o for o in OFFICES if text.startswith(f"{o} ")), "")
    written = _STYLES.sub("", text.removeprefix(office).strip(), count=1)
    name = " ".join(_cased(word) for word in written.split())
    title = re.sub("^(?:CNSP|GNU) |,$", "", office) or untitled
    return f"{title} | {name} | {_family(written)} | {_day(since)}".rstrip(" |")


def _family(written: str) -> str:
    """The part in capitals, the one used alone; that of a monarch of several states is not his own."""
    if written.startswith(("CHARLES III", "WILLEM-ALEXANDER of", "FREDERIK X of")):
        return ""
    words = []
    for word in re.findall(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*", written):
        parts = [part for part in word.split("-") if part.isupper() and len(part) > 1]
        if parts and word not in _NUMERALS:
            words.append("-".join(part.capitalize() for part in parts))
    return " ".join(words)


_NUMERALS = frozenset({"II", "III", "IV", "VI", "VII", "XIV", "XVI"})


def _cased(word: str) -> str:
    """'EL-SISI' → 'El-Sisi'; initials and numerals stay as they are."""
    if word in _NUMERALS or "." in word:
        return word
    return "-".join(
        part.capitalize() if part.isupper() and len(part) > 1 else part for part in word.split("-")
    )


def _day(since: str) -> str:
    """'14 May 2017', 'April 2018' or '1997' → as ISO writes it."""
    for form, precision in (("%d %B %Y", 10), ("%d %b %Y", 10), ("%B %Y", 7), ("%Y", 4)):
        try:
            return datetime.strptime(since, form).date().isoformat()[:precision]  # noqa: DTZ007 - a day
        except ValueError:
            continue
    return ""
