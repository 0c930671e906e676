"""The digests of the fixed world read as they did when somebody last read them, and every claim in them is verbatim."""

from collections.abc import Iterator

import pytest

from bot.types import Fact, Facts, Message, Para, Quote, Span
from tests.brief import golden, world


@pytest.mark.parametrize("name", ["terminal.txt", "markdown.md", "preview.html", "messages.json"])
def test_the_world_reads_as_its_golden_files(name: str) -> None:
    told = golden.texts()[name]
    assert told == (golden.FOLDER / name).read_text("utf-8"), "see tests/brief/golden.py"


def spans(message: Message) -> Iterator[Span]:
    """Every span that a message holds, claims and backing alike."""
    for block in message.blocks:
        match block:
            case Quote(span):
                yield span
            case Para(_, _, basis):
                yield from (rest.span for rest in basis)
            case Facts(rows):
                yield from (span for row in rows for span in _of(row))


def _of(row: Fact) -> Iterator[Span]:
    yield from (rest.span for rest in row.basis)
    if row.claim:
        yield row.claim


def test_every_claim_and_all_that_backs_a_label_is_verbatim() -> None:
    bodies = {text.id: text.body for told in world.articles().values() for text in told}
    found = [span for message in golden.messages() for span in spans(message)]
    assert len(found) > 100
    assert all(bodies[span.article_id][span.start : span.end] == span.text for span in found)


def test_the_world_holds_what_a_digest_must_tell_apart() -> None:
    ways = {name: world.dossier(name).direction for name in world.briefings()}
    assert ways == {
        **dict.fromkeys(("shelling", "threat", "sanctions"), "up"),
        "truce": "down",
        "crossing": "mixed",
        **dict.fromkeys(("denial", "bridge", "ferry", "orchestra"), "steady"),
    }
    assert {one.partition("-")[2] for one in world.copies()} == {"02"}
