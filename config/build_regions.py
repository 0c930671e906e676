"""Write ``config/regions.yaml``: the regions of the world that a subscription may name, each with its states.

    python config/build_regions.py ../shared/knowledge [FOLDER]    # config/, unless a folder is named

From ``country-codes_pddl.csv`` (datasets/country-codes, ODC-PDDL): the regions, sub-regions and intermediate regions of the
United Nations' standard M49. From ``countries_leaders_factbook.json`` (The World Factbook, CC0): the Middle East, which M49
does not know. Only states that ``actors-states.yaml`` or ``actors.yaml`` know. The same input gives the same bytes.
"""  # noqa: INP001 - a script, not a package

import csv
import json
import sys
import textwrap
from pathlib import Path

import yaml

CONFIG = Path(__file__).resolve().parent

HEAD = """\
# Written by config/build_regions.py; do not edit: the words of a topic may name any set of countries instead.
# regions: names that subscriptions may use, each with the ISO 3166-1 alpha-3 codes of its states.
# From the standard M49 of the United Nations come regions, sub-regions and intermediate regions; it puts Iran into Southern
# Asia, Cyprus, Turkey and the Caucasus into Western Asia, and knows no Kosovo. The Middle East is the World Factbook's
# section of that name, for M49 has none: it holds Iran and Turkey, and neither Egypt nor Cyprus.
source: >-
  datasets/country-codes @caa72d1 (ODC-PDDL-1.0), columns Region Name, Sub-region Name, Intermediate Region Name; for the
  Middle East factbook/factbook.json @8662a8b (The World Factbook, CC0-1.0)
date: 2026-05-01
regions:
"""

M49 = ("Region Name", "Sub-region Name", "Intermediate Region Name")
OWN = {"middle-east": "Middle East"}
"""Sections of the Factbook that are taken over, and how they are called."""


def regions(folder: Path) -> str:
    """The text of the table, in the order of the alphabet."""
    known = set(_states("actors-states.yaml")) | set(_states("actors.yaml"))
    found: dict[str, set[str]] = {}
    with (folder / "country-codes_pddl.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for name in filter(None, (row[column] for column in M49)):
                found.setdefault(name, set()).add(row["ISO3166-1-Alpha-3"])
    for fact in json.loads((folder / "countries_leaders_factbook.json").read_text(encoding="utf-8")):
        if fact["region"] in OWN:
            found.setdefault(OWN[fact["region"]], set()).add(fact["iso3"])
    return HEAD + "".join(
        f"  {name}: >-\n{_folded(codes & known)}\n" for name, codes in sorted(found.items()) if codes & known
    )


def _states(name: str) -> list[str]:
    table: dict[str, dict[str, object]] = yaml.safe_load((CONFIG / name).read_text(encoding="utf-8"))
    return list(table["states"])


def _folded(codes: set[str]) -> str:
    return textwrap.fill(" ".join(sorted(codes)), 110, initial_indent="    ", subsequent_indent="    ")


if __name__ == "__main__":
    source, out = Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else CONFIG  # noqa: PLR2004
    (out / "regions.yaml").write_text(regions(source), encoding="utf-8")
