"""What the fixed world reads like in every format: golden files, compared by `test_digest_golden`.

``python -m tests.brief.golden --write`` writes them anew after a change of wording or of the analysis; read the difference
before it is kept. Without ``--write`` it names the files that differ.
"""

import json
import sys
from dataclasses import replace

import msgspec

from adapters.terminal.html import to_html
from adapters.terminal.render import to_markdown, to_terminal
from bot.brief import digest
from bot.brief.message import lost, of_alert, of_digest, of_nothing, of_update
from bot.types import Image, Item, Kind, Message, Policy, Severity
from tests.brief import world

FOLDER = world.FILE.parent
WEIGHTS = digest.Weights()
CHART = Image(
    "0" * 64,
    "Armenia / Azerbaijan, last 14 days: 3 days with an escalation, the last on 2 May; no de-escalation.",
)
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc00000030101"
    "00c9fe92ef0000000049454e44ae426082"
)
"""A picture of one point, in the place of a chart."""


def messages() -> tuple[Message, ...]:
    """A digest, one with nothing to tell, an alert, and what became of it."""
    return _digest(), *_nothing(), _alert(), _update()


def texts() -> dict[str, str]:
    """The golden files by name."""
    told = messages()
    rule = "\n" + "=" * 90 + "\n\n"
    shown = [to_terminal(one, width=90, colour=False, evidence=False) for one in told]
    return {
        "terminal.txt": rule.join(shown),
        "markdown.md": "\n---\n\n".join(to_markdown(one, evidence=False) for one in told),
        "preview.html": to_html(told, picture=lambda _: DOT),
        "messages.json": json.dumps([as_json(one) for one in told], ensure_ascii=False, indent=1) + "\n",
    }


def as_json(message: Message) -> dict[str, object]:
    """A message with the kind of each block beside it."""
    blocks = [{"kind": type(block).__name__, **msgspec.to_builtins(block)} for block in message.blocks]
    return {"key": message.key, "fallback": message.fallback, "blocks": blocks}


def differing() -> list[str]:
    """Names of the files that are not what the world reads like."""
    return [name for name, text in texts().items() if _kept(name) != text]


def _kept(name: str) -> str:
    file = FOLDER / name
    return file.read_text("utf-8") if file.exists() else ""


def _digest() -> Message:
    made = digest.made(
        world.MORNING,
        world.candidates(),
        slot=world.SLOT,
        since=world.SINCE,
        until=world.UNTIL,
        weights=WEIGHTS,
    )
    return of_digest(made.digest, chart=CHART)


def _nothing() -> list[Message]:
    """What a channel gets that wants grave news only and knows it all: explained, then in a line."""
    strict = replace(world.MORNING, min_severity=Severity.HIGH, title="Grave news")
    known = [world.candidate("shelling", told=4), world.candidate("truce", told=2)]
    others = [world.candidate(story) for story in ("threat", "crossing", "sanctions", "denial", "ferry")]
    muted = world.candidate("bridge", is_muted=True)
    made = digest.made(
        strict,
        [*known, *others, muted],
        slot=world.SLOT,
        since=world.SINCE,
        until=world.UNTIL,
        weights=WEIGHTS,
        is_late=True,
        notes=(lost(Kind.DIGEST, world.SINCE, "the platform took no messages for twelve hours", strict.tz),),
    )
    line = replace(
        made.digest, subscription=replace(strict, nothing_new=Policy.LINE), is_late=False, notes=()
    )
    return [one for one in (of_nothing(made.digest, made.misses), of_nothing(line)) if one]


def _alert() -> Message:
    first = replace(world.candidate("shelling"), dossier=world.dossier("shelling", 2))
    return of_alert(_told(first), world.MORNING, is_update=False)


def _update() -> Message:
    return of_update(_told(world.candidate("shelling", told=2)), world.MORNING)


def _told(candidate: digest.Candidate) -> Item:
    return digest.item(candidate, since=world.SINCE, until=world.UNTIL, weights=WEIGHTS)


def main() -> int:
    """Write the files, or name those that differ; the exit code says whether any did."""
    if sys.argv[1:] == ["--write"]:
        for name, text in texts().items():
            (FOLDER / name).write_text(text, "utf-8")
        return 0
    names = differing()
    print("\n".join(names))
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
