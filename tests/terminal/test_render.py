"""Rendering: foreign text cannot drive a terminal, forge Markdown or break a link."""

from datetime import UTC, datetime

import pytest

from adapters.terminal.render import escape, to_markdown, to_terminal
from bot.types import (
    Block,
    Button,
    Direction,
    Fact,
    Facts,
    Heading,
    Image,
    Link,
    Message,
    Para,
    Quote,
    Span,
    Time,
)

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


NOW = datetime(2026, 5, 2, 4, 5, tzinfo=UTC)


def shown(*blocks: Block, width: int = 80) -> tuple[str, str]:
    """In a terminal, and as Markdown."""
    whole = Message("k", blocks, "")
    return to_terminal(whole, width=width, colour=False, evidence=False), to_markdown(whole, evidence=False)


def test_a_picture_is_told_in_words() -> None:
    terminal, markdown = shown(Image("ab", "three days with attacks"))
    assert terminal == "[chart] three days with attacks\n"
    assert markdown == "\\[chart\\] three days with attacks\n"


def test_buttons_stand_in_one_row_as_something_to_type() -> None:
    terminal, markdown = shown(Button("More", "more 1a2b"), Button("Mute story", "mute 1a2b"))
    assert terminal == markdown == "› More: brief ask more 1a2b · Mute story: brief ask mute 1a2b\n"


def test_links_side_by_side_say_where_they_lead() -> None:
    one, other = Link("Wire", "https://wire.example/1"), Link("Herald", "https://herald.example/2")
    terminal, markdown = shown(one, other)
    assert terminal == "Wire: https://wire.example/1\nHerald: https://herald.example/2\n"
    assert markdown == "[Wire](<https://wire.example/1>) · [Herald](<https://herald.example/2>)\n"
    assert shown(one)[0] == "https://wire.example/1\n"


def test_a_line_that_ends_in_a_colon_leads_to_its_time() -> None:
    terminal, markdown = shown(Para("Heading:"), Para("Last told:"), Time(NOW), Para("Then:"))
    assert terminal.splitlines() == ["Heading:", "", "Last told: 2 May 2026, 04:05 UTC", "Then:"]
    assert "Last told: 2 May 2026, 04:05 UTC" in markdown.splitlines()


def test_quotations_of_several_articles_name_their_hosts() -> None:
    one = Quote(Span("a", 0, 5, "Words"), "https://wire.example/1")
    other = Quote(Span("b", 0, 4, "more"), "https://herald.example/2")
    assert shown(one, other)[0] == "  │ Words [0:5] wire.example\n  │ more [0:4] herald.example\n"
    assert shown(one)[0] == "  │ Words [0:5]\n"


@pytest.mark.parametrize("url", ["http://[bad", "", "https://\x1b]0;x\x07.example/"])
def test_an_address_that_cannot_be_read_drives_no_terminal(url: str) -> None:
    other = Quote(Span("b", 0, 4, "more"), "https://herald.example/2")
    terminal, _ = shown(Quote(Span("a", 0, 5, "Words"), url), other)
    assert not set(terminal) & set("\x1b\x07")


def test_the_headings_of_stories_tell_themselves_from_those_of_parts() -> None:
    whole = Message("k", (Heading("Title", 1), Heading("Part", 2), Heading("Story", 3)), "")
    coloured = to_terminal(whole, width=80, colour=True, evidence=False)
    assert [line.startswith("\x1b[1;4m") for line in coloured.split("\n\n")] == [False, True, False]
    assert to_markdown(whole, evidence=False) == "# Title\n\n## Part\n\n### Story\n"
