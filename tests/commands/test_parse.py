"""Which command is meant by what somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.listing import BY_NAME, COMMANDS
from bot.commands.parse import MAX_CHARS, address, parse, slip
from bot.errors import InputError
from tests.commands.newsroom import seen

MEANT = [
    ("", "latest", ""),
    ("   \n\t ", "latest", ""),
    ("latest", "latest", ""),
    ("https://news.example/a", "url", "https://news.example/a"),
    ("<https://news.example/a|a story>", "url", "https://news.example/a"),
    ("<https://news.example/a>", "url", "https://news.example/a"),
    ("www.news.example/a", "url", "https://www.news.example/a"),
    ("news.example/a-story", "url", "https://news.example/a-story"),
    ("file:///etc/passwd", "url", "file:///etc/passwd"),
    ("URL https://news.example/a", "url", "https://news.example/a"),
    ("Iran", "search", "Iran"),
    ("grain corridor", "search", "grain corridor"),
    ('"status"', "search", "status"),
    ("“help wanted”", "search", "help wanted"),
    ("Status", "status", ""),
    ("HELP schedule", "help", "schedule"),
    ("schedule\n08:00", "schedule", "08:00"),
    ("sta\u200btus", "status", ""),
    ("\u202estatus", "status", ""),
    ("sched\x00ule 08:00", "schedule", "08:00"),
    ("status of the talks", "search", "status of the talks"),
    ("latest news", "search", "latest news"),
    ("more aid for Kyiv", "search", "more aid for Kyiv"),
    ("why is oil dear", "search", "why is oil dear"),
    ("why https://news.example/a", "why", "https://news.example/a"),
    ("why", "why", ""),
    ("more war", "more", "war"),
    ("sources", "sources", ""),
    ("find oil", "search", "oil"),
]


@pytest.mark.parametrize(("text", "name", "args"), MEANT)
def test_a_text_means_one_command(text: str, name: str, args: str) -> None:
    asked = parse(text)
    assert (asked.command.name, asked.args) == (name, args)


NEAR = [
    ("subscibe", "subscribe"),
    ("suscribe", "subscribe"),
    ("subscribe!", "subscribe"),
    ("unsubscirbe", "unsubscribe"),
    ("shedule", "schedule"),
    ("staus", "status"),
    ("stauts", "status"),
    ("hlep", "help"),
    ("qiuet", "quiet"),
    ("wach", "watch"),
    ("aduit", "audit"),
    ("dyda", "dyad"),
]


@pytest.mark.parametrize(("word", "name"), NEAR)
def test_a_slip_is_told(word: str, name: str) -> None:
    assert slip(word) == name
    asked = parse(f"{word} 08:00")
    assert (asked.command.name, asked.args, asked.near) == ("search", f"{word} 08:00", f"{name} 08:00")


@pytest.mark.parametrize(
    "word",
    ["Iran", "Gaza", "oil", "war", "Kyiv", "sanctions", "grain", "strikes", "x", "EU", "ceasefire", "talks"],
)
def test_words_of_the_news_are_no_slips(word: str) -> None:
    assert slip(word) == ""


def test_names_of_commands_are_no_slips_of_each_other_for_who_types_them_right() -> None:
    assert all(parse(name).command is command for name, command in BY_NAME.items())


def test_names_and_aliases_are_unique() -> None:
    names = [name for command in COMMANDS for name in (command.name, *command.aliases)]
    assert len(names) == len(set(names))


def test_every_example_means_its_own_command() -> None:
    for command in COMMANDS:
        if command.example:
            asked = parse(command.example)
            assert asked.command is command
            assert asked.args or " " not in command.example


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    assert parse("a" * MAX_CHARS).command.name == "search"
    for text in ("a" * (MAX_CHARS + 1), "a" * 1_000_000, "\u200b" * 1_000_000):
        with pytest.raises(InputError, match="at most 500"):
            parse(text)


def test_invisible_characters_do_not_count() -> None:
    assert parse("\u200b" * 1_000 + "status").command.name == "status"


@given(st.text(max_size=600))
def test_any_text_means_something_or_is_too_long(text: str) -> None:
    try:
        asked = parse(text)
    except InputError:
        return
    assert asked.command in COMMANDS
    assert seen(asked.args)
    assert parse(text) == asked


@given(st.text(max_size=200))
def test_an_address_has_no_blank_and_a_scheme(text: str) -> None:
    found = address(text)
    assert not found or ("://" in found and not any(char.isspace() for char in found))
