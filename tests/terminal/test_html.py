"""The HTML preview: one document that fetches nothing and runs nothing, whatever the news say; readable in light and dark."""

import re
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from lxml import html

from adapters.terminal.html import to_html
from adapters.terminal.style import CSS
from bot.types import (
    Basis,
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
from tests.brief import golden

NOW = datetime(2026, 5, 2, 4, 5, tzinfo=UTC)
HOSTILE = "\"'></p><script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt; \u202egnp.exe\u2066 \x00 \ud800 {}"
BAD_URLS = [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "vbscript:x",
    "//evil.example/x",
    "",
]


def page(*blocks: object, png: bytes | None = None) -> html.HtmlElement:
    return html.document_fromstring(document(*blocks, png=png))


def document(*blocks: object, png: bytes | None = None) -> str:
    return to_html([Message("k", blocks, "A digest")], picture=lambda _: png)  # type: ignore[arg-type]


def hostile(text: str, url: str) -> tuple[object, ...]:
    """Every field that foreign text or an address can reach."""
    span = Span("a", 0, len(text), text)
    fact = Fact(text, span, text, (Basis(text, span),))
    return (
        Heading(text, 1),
        Para(text, Direction.UP, (Basis(text, span),)),
        Quote(span, url),
        Facts((fact,)),
        Link(text, url),
        Link(text, url),
        Image("ab", text),
        Para(f"{text}:"),
        Time(NOW),
        Button(text, text),
    )


def test_no_field_can_add_an_element_or_turn_the_reading_order() -> None:
    plain = page(*hostile("plain", "https://wire.example/1"))
    shown = page(*hostile(HOSTILE, "https://wire.example/1"))
    assert [e.tag for e in shown.iter()] == [e.tag for e in plain.iter()]
    text = document(*hostile(HOSTILE, "https://wire.example/1"))
    assert not set(text) & set("\u202e\u2066\x00\ud800")
    assert shown.xpath("//h1")[0].text_content().startswith("\"'></p><script>alert(1)</script>")


@pytest.mark.parametrize("url", BAD_URLS)
def test_only_the_web_is_linked(url: str) -> None:
    shown = page(*hostile("plain", url))
    assert not shown.xpath("//a | //blockquote[@cite]")
    assert "plain" in shown.text_content()


@pytest.mark.parametrize(
    "url",
    ['https://a.example/"onmouseover="x', "https://a.example/'>", "HTTPS://a.example/<b>", "http://[bad"],
)
def test_no_address_leaves_its_attribute(url: str) -> None:
    links = page(*hostile("plain", url)).xpath("//a")
    assert {link.get("href") for link in links} == {url}
    assert {name for link in links for name in link.attrib} == {"href", "rel"}


def test_nothing_is_fetched_and_nothing_runs() -> None:
    shown = page(*hostile("x", "https://wire.example/1"), png=b"png")
    assert not shown.xpath("//script | //link | //iframe | //form | //object | //base | //@style")
    assert [e.get("src") for e in shown.xpath("//*[@src]")] == [
        "data:image/png;base64," + b64encode(b"png").decode()
    ]
    [policy] = shown.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    [style] = shown.xpath("//style/text()")
    [digest] = re.findall(r"'sha256-([^']+)'", policy)
    assert b64decode(digest) == sha256(style.encode()).digest()
    assert "unsafe" not in policy
    assert "url(" not in style
    assert "@import" not in style


def test_claims_are_quotations_that_cite_their_article() -> None:
    one, other = Span("a", 0, 5, "Words"), Span("a", 6, 10, "more")
    far = Span("b", 0, 4, "else")
    shown = page(
        Quote(one, "https://a.example/1"),
        Quote(other, "https://a.example/1"),
        Quote(far, "https://b.example/2"),
    )
    quotes = shown.xpath("//blockquote")
    assert [quote.get("cite") for quote in quotes] == ["https://a.example/1", "https://b.example/2"]
    assert [p.text_content() for p in quotes[0].xpath("./p")] == ["Words [0:5]", "more [6:10]"]
    assert quotes[0].xpath(".//a/text()") == ["a.example"]


def test_headings_keep_their_levels_and_each_story_is_a_section() -> None:
    shown = page(
        Heading("Digest", 1), Heading("Escalations"), Heading("One", 3), Para("x"), Heading("Two", 3)
    )
    assert [(e.tag, e.text_content()) for e in shown.xpath("//h1 | //h2 | //h3")] == [
        ("h1", "Digest"),
        ("h2", "Escalations"),
        ("h3", "One"),
        ("h3", "Two"),
    ]
    assert [e.xpath("string(h3)") for e in shown.xpath("//section")] == ["One", "Two"]


@pytest.mark.parametrize("tone", list(Direction))
def test_a_tone_is_told_by_sign_and_words_not_only_by_colour(tone: Direction) -> None:
    [line] = page(Para("Escalation · high", tone)).xpath("//p[contains(@class, 'tone')]")
    assert re.fullmatch(r"\S+ Escalation · high", line.text_content())
    assert line.xpath("./span/@aria-hidden") == ["true"]


def test_a_picture_has_words_and_where_it_is_missing_they_stand_for_it() -> None:
    chart = Image("ab", "Three days with attacks")
    assert page(chart, png=b"png").xpath("//img/@alt") == ["Three days with attacks"]
    missing = page(chart)
    assert not missing.xpath("//img")
    assert "[chart] Three days with attacks" in missing.text_content()


def test_what_labels_rest_on_is_folded_away_under_their_story() -> None:
    span = Span("a", 0, 4, "seen")
    shown = page(Heading("One", 3), Para("high", None, (Basis("severity", span),)), Heading("Two", 3))
    assert [e.tag for e in shown.xpath("//section[1]/details/..")] == ["section"]
    assert "severity: seen" in shown.xpath("string(//details/ul)").replace("“", "").replace("”", "")
    assert not shown.xpath("//section[2]//details")


def test_a_line_that_ends_in_a_colon_leads_to_its_time() -> None:
    [line] = page(Para("Last told:"), Time(NOW)).xpath("//p")
    assert line.text_content() == "Last told: 2 May 2026, 04:05 UTC"
    assert line.xpath("./time/@datetime") == ["2026-05-02T04:05:00+00:00"]


def test_the_document_names_its_language_and_fits_a_phone() -> None:
    text = document(Heading("x", 1))
    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in text
    assert html.document_fromstring(text).xpath("string(//title)") == "A digest"


def test_the_same_messages_give_the_same_document_and_none_give_one_too() -> None:
    told = golden.messages()
    assert to_html(told, picture=lambda _: None) == to_html(told, picture=lambda _: None)
    assert "Nothing to show" in to_html([], picture=lambda _: None)


def _colours() -> list[dict[str, str]]:
    """The colours of light, and of dark."""
    light, dark = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in (light, dark)]


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", _colours(), ids=["light", "dark"])
def test_every_text_has_the_contrast_that_wcag_asks_for(colours: dict[str, str]) -> None:
    for ground in ("page", "card"):
        for text in ("text", "soft", "link", "up", "down", "mixed"):
            pair = sorted((_luminance(colours[text]), _luminance(colours[ground])))
            assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (text, ground)
