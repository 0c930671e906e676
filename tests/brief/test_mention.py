"""Which words of an article present an actor best."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.brief.mention import LONG, best
from bot.types import Actor, ActorKind, Article, Span

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def article(body: str) -> Article:
    return Article("a", "", "", "", "", None, None, body, "en", NOW, NOW)


def actor(
    text: Article, *names: str, role: str = "", of: str = "", kind: ActorKind = ActorKind.PERSON
) -> Actor:
    """One whose mentions are the names in turn, its role and affiliation their first words in the text."""
    spans: list[Span] = []
    for name in names:
        start = text.body.index(name, spans[-1].end if spans else 0)
        spans.append(text.span(start, start + len(name)))
    role_span, of_span = (
        text.span(text.body.index(words), text.body.index(words) + len(words)) if words else None
        for words in (role, of)
    )
    fullest = max(names, key=len)
    return Actor("key", fullest, kind, role or None, of or None, (), tuple(spans), role_span, of_span, 1.0)


@pytest.mark.parametrize(
    ("body", "names", "role", "of", "told"),
    [
        (
            "Roe spoke. Chad's foreign minister, Ada Roe, left.",
            ("Roe", "Ada Roe"),
            "foreign minister",
            "Chad",
            "Chad's foreign minister, Ada Roe",
        ),
        (
            "Ada Roe, the tall envoy of Chad, left. Roe wept.",
            ("Ada Roe", "Roe"),
            "envoy",
            "Chad",
            "Ada Roe, the tall envoy of Chad",
        ),
        (
            "The envoy Ada Roe left. Chad wept. Roe too.",
            ("Ada Roe", "Roe"),
            "envoy",
            "Chad",
            "envoy Ada Roe",
        ),
        ("Roe left. Ada Roe of Chad wept.", ("Roe", "Ada Roe"), "", "Chad", "Ada Roe of Chad"),
        ("Roe left. Ada Roe wept.", ("Roe", "Ada Roe"), "", "", "Ada Roe"),
        ("The envoy left. Ada Roe wept.", ("Ada Roe",), "envoy", "", "envoy"),
        (
            "Gen. Ada Roe left. The general said: Roe wept.",
            ("Ada Roe", "Roe"),
            "Gen.",
            "",
            "Gen. Ada Roe",
        ),
    ],
    ids=[
        "role and state before",
        "both behind",
        "affiliation elsewhere",
        "no role",
        "name alone",
        "role elsewhere",
        "rank",
    ],
)
def test_a_person(body: str, names: tuple[str, ...], role: str, of: str, told: str) -> None:
    text = article(body)
    assert best(text, actor(text, *names, role=role, of=of)).text == told


def test_a_state_is_quoted_by_its_name_before_an_adjective() -> None:
    text = article("Chadian guards fled. Chad said so.")
    state = replace(actor(text, "Chadian", "Chad", of="Chadian", kind=ActorKind.STATE), name="Chad")
    assert best(text, state).start == text.body.index("Chad said")


def test_a_body_is_quoted_by_its_fullest_form() -> None:
    text = article("The NFL met. The Nomad Football League voted.")
    body = actor(text, "NFL", "Nomad Football League", of="NFL", kind=ActorKind.ORGANIZATION)
    assert best(text, body).text == "Nomad Football League"


def test_half_a_page_is_no_mention() -> None:
    text = article(f"Ada Roe, {'so to speak, ' * LONG}the envoy, left.")
    assert best(text, actor(text, "Ada Roe", role="envoy")).text == "envoy"
