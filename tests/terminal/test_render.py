"""Rendering: foreign text cannot drive a terminal, forge Markdown or break a link."""

from datetime import UTC, datetime

import pytest

from adapters.terminal.render import escape, to_markdown, to_terminal
from bot.types import Direction, Fact, Facts, Heading, Link, Message, Para, Quote, Span, Time

WILD = "\x1b]0;owned\x07 \x9b2J \u202e \ud800 [x](http://evil.example) *b* <i> `c`"
TAME = "�]0;owned� �2J � � "


def message(text: str, url: str = "https://wire.example/1") -> Message:
    span = Span("a", 0, len(text), text)
    fact = Fact(text, span, text, ())
    return Message(
        "k",
        (Heading(text, 1), Para(text, Direction.UP), Quote(span, url), Facts((fact,)), Link("Read", url)),
        "",
    )


def test_no_field_can_drive_a_terminal() -> None:
    shown = to_terminal(message(WILD), width=200, colour=False, evidence=True)
    assert shown.count(TAME) == 6
    assert not set(shown) & set("\x1b\x07\x9b\u202e\ud800")


def test_no_field_can_forge_markdown() -> None:
    shown = to_markdown(message(WILD), evidence=True)
    assert "[x](http" not in shown.replace("\\", "\0")
    assert shown.count(r"\[x\](http://evil.example) \*b\* \<i\> \`c\`") == 6


@pytest.mark.parametrize(
    "url",
    ["https://a.example/x\\", "https://a.example/<b>", "https://a.example/ü \n", "https://a.example/\ud800"],
)
def test_a_link_holds_any_address(url: str) -> None:
    last = to_markdown(message("x", url), evidence=False).splitlines()[-1]
    assert last.startswith("[Read](<https://a.example/")
    assert last.endswith(">)")
    assert not set(last[8:-2]) & set("\\<> \n")


def test_lists_and_rules_in_foreign_text_stay_text() -> None:
    assert [escape(line) for line in ("1. one", " 2) two", "- x", "+ x", "=", "# x", "a - b")] == [
        "1\\. one",
        " 2\\) two",
        "\\- x",
        "\\+ x",
        "\\=",
        "\\# x",
        "a - b",
    ]


def test_time_is_told_in_utc() -> None:
    at = Message("k", (Time(datetime(2026, 5, 2, 4, 5, tzinfo=UTC)),), "")
    assert to_terminal(at, width=80, colour=False, evidence=False) == "2 May 2026, 04:05 UTC\n"
    assert to_markdown(at, evidence=False) == "2 May 2026, 04:05 UTC\n"
