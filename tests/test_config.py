"""Settings and tables: found in order, read strictly, every fault told at once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import keys, load_settings, load_yaml
from bot.config_folder import ACTORS, SHIPPED, ConfigFolder, find_folder
from bot.errors import ConfigError
from bot.jobs import LEDE
from tests.conftest import SHARED

GOOD = """\
sitrep: 1
summary: {sentences: 3, words: 90}
fetch: {contact: "", deadline_s: 20}
deadlines: {parse_s: 10, analyse_s: 20}
"""


def written(folder: Path, text: str, name: str = "settings.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder / name


def read(file: Path) -> bool:
    """Whether a file is a mapping, or a ConfigError that names it."""
    try:
        return isinstance(load_yaml(file), dict)
    except ConfigError as error:
        return str(file) in str(error)


def test_the_option_comes_before_the_environment_and_that_before_the_working_directory(
    tmp_path: Path,
) -> None:
    for folder in ("config", "a", "b"):
        written(tmp_path / folder, GOOD)
    asked, environ = str(tmp_path / "a"), {"SITREP_CONFIG": str(tmp_path / "b")}
    assert find_folder(asked, environ, tmp_path).path == tmp_path / "a"
    assert find_folder(None, environ, tmp_path).path == tmp_path / "b"
    assert find_folder(None, {}, tmp_path).path == tmp_path / "config"
    assert find_folder(None, {}, tmp_path / "a").path in SHIPPED


def test_another_projects_config_folder_is_left_alone(tmp_path: Path) -> None:
    written(tmp_path / "config", "database: postgres\n")
    assert find_folder(None, {}, tmp_path).path in SHIPPED


def test_a_folder_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no folder with a settings"):
        find_folder(str(tmp_path / "nowhere"), {}, tmp_path)


def test_a_working_directory_that_was_removed_is_passed_over() -> None:
    assert find_folder(None, {}, None).path in SHIPPED


def test_a_file_that_the_folder_lacks_comes_from_the_shipped_copy(tmp_path: Path) -> None:
    assert ConfigFolder(tmp_path).file("plover.yaml").parent in SHIPPED
    with pytest.raises(ConfigError, match="no such file"):
        ConfigFolder(tmp_path).file("nothing.yaml")


def test_tables_are_the_shipped_ones_and_ones_own_on_top(tmp_path: Path) -> None:
    shipped = ConfigFolder(SHIPPED[1]).tables(ACTORS)
    assert [file.name for file in shipped] == [
        *sorted(file.name for file in SHIPPED[1].glob("actors-*.yaml")),
        "actors.yaml",
    ]
    mine, states = written(tmp_path, "", "actors-mine.yaml"), written(tmp_path, "", "actors-states.yaml")
    written(tmp_path, "", "actors.txt")
    (tmp_path / "actors-folder.yaml").mkdir()
    found = ConfigFolder(tmp_path).tables(ACTORS)
    assert found == (*(states if file.name == states.name else file for file in shipped), mine)


def test_a_table_whose_name_is_no_text_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "", "actors-\udcff.yaml")
    with pytest.raises(ConfigError, match=r"'actors-\\udcff\.yaml': the name of the file is no plain text"):
        ConfigFolder(tmp_path).tables(ACTORS)


def test_keys_have_the_keys_above_them_and_their_lines_and_lists_are_numbered(tmp_path: Path) -> None:
    file = written(tmp_path, "a:\n  b.c: [1]\n  d: {e: 2, e: 3}\n", "any.yaml")
    assert list(keys(file)) == [
        (("a",), 1),
        (("a", "b.c"), 2),
        (("a", "b.c", "1"), 2),
        (("a", "d"), 3),
        (("a", "d", "e"), 3),
        (("a", "d", "e"), 3),
    ]


def test_the_shipped_settings_are_sound() -> None:
    settings = load_settings(ConfigFolder(SHIPPED[1]))
    assert (settings.sitrep, settings.summary.sentences) == (1, 3)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("sitrep: 1", "sitrep: 9", r":1: sitrep: this version of Sitrep reads shape 1"),
        (
            'contact: ""',
            'contact: "News Desk <a@b.example>"',
            r":3: fetch.contact: expected one mail or web address",
        ),
        ("sitrep: 1", "sitrep: one", r":1: sitrep: Expected `int`, got `str`"),
        ("words: 90", "words: -5", r":2: summary.words: -5 is out of range"),
        ("deadline_s: 20", "deadline_s: .inf", r":3: fetch.deadline_s: inf is out of range"),
        ("deadline_s: 20", "deadline_s: .nan", r":3: fetch.deadline_s: nan is out of range"),
        ("parse_s: 10, ", "", r":4: deadlines.parse_s: missing"),
        ("sitrep: 1", "sitrep: 1\nsitrep: 1", r":2: sitrep: given twice, first on line 1"),
        ("summary: {", "summary: {mode: x, ", r":2: summary.mode: unknown key. Known here: sentences, words"),
        (
            "{sentences: 3, words: 90}",
            "&a {sentences: 3, words: 90}\nmore: *a",
            r"aliases .\*name. are not accepted",
        ),
        ("sitrep: 1", "sitrep: [1", r":2:\d+: not valid YAML"),
        ("sitrep: 1", "sitrep: !!python/object/apply:os.system [ls]", r":1:\d+: not valid YAML"),
        ("sitrep: 1", "sitrep: 2026-99-99", r"cannot be read|Expected `int`"),
    ],
)
def test_a_fault_is_told_with_its_line_and_key(old: str, new: str, fault: str, tmp_path: Path) -> None:
    written(tmp_path, GOOD.replace(old, new))
    with pytest.raises(ConfigError, match=fault):
        load_settings(ConfigFolder(tmp_path))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, "sitrep: x\nsummary: 3\nspeed: 9\n")
    with pytest.raises(ConfigError) as caught:
        load_settings(ConfigFolder(tmp_path))
    assert len(str(caught.value).splitlines()) == 5


@given(st.text(max_size=80))
def test_no_text_raises_anything_but_a_config_error(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_bytes(text.encode("utf-8", "replace"))
    assert read(file)


@pytest.mark.skipif(
    not (SHARED / "hostile" / "yaml").exists(), reason="the hostile YAML lies beside some checkouts"
)
def test_hostile_yaml_is_data_or_a_config_error() -> None:
    files = [file for file in (SHARED / "hostile" / "yaml").rglob("*") if file.is_file()]
    assert files
    for file in files:
        assert read(file)


def test_how_much_the_model_reads_has_a_default_and_may_be_said(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    assert load_settings(ConfigFolder(tmp_path)).model.lede == LEDE
    written(tmp_path, GOOD + "model: {lede: 5000}\n")
    assert load_settings(ConfigFolder(tmp_path)).model.lede == 5000
    written(tmp_path, GOOD + "model: {lede: 0}\n")
    with pytest.raises(ConfigError, match=r"model\.lede: 0 is out of range"):
        load_settings(ConfigFolder(tmp_path))
