"""Digests in a few lines, and as JSON."""

from collections.abc import Iterable, Iterator
from typing import Any

from adapters.terminal.desk.local import local_time
from adapters.terminal.news.stories import SIGNS
from adapters.terminal.streams import printable
from bot.brief.digest import Made
from bot.brief.message import Miss
from bot.outgoing.backtest import Raised
from bot.types import Digest, Direction, Item, Severity, Subscription

MISSES = 5
"""Nearest misses that are named, as in a digest that explains."""


def counts(digest: Digest) -> str:
    """``3 told of 41 read: 30 duplicates, 5 below threshold``."""
    why = ", ".join(f"{count:,} {reason}" for reason, count in digest.dropped if count)
    return f"{len(digest.items)} told of {digest.read:,} read{f': {why}' if why else ''}"


def stories(made: Made) -> Iterator[str]:
    """A line for each story; where there is none, for each of the nearest misses."""
    for item in made.digest.items:
        again = " (what is new)" if item.told_before else ""
        yield f"{_sign(item.dossier.direction, item.dossier.severity)} · {printable(item.briefing.story.headline)}{again}"
    if not made.digest.items:
        for miss in made.misses[:MISSES]:
            yield f"not told ({miss.reason}): {printable(miss.headline)}"


def alert(raised: Raised, subscription: Subscription) -> str:
    """A line for an alert."""
    kind = "update" if raised.is_update else "alert"
    at = local_time(raised.at, subscription.tz)
    return f"{kind} · {at} · {raised.severity} · {printable(raised.headline)}"


def record(made: Made, *, is_posted: bool) -> dict[str, Any]:
    """A digest as JSON."""
    digest = made.digest
    subscription, slot = digest.subscription, digest.slot
    return {
        "schema": "sitrep.digest/1",
        "subscription": subscription.id,
        "title": subscription.title,
        "channel": subscription.channel.key,
        "slot": slot.key if slot else None,
        "since": digest.since,
        "until": digest.until,
        "is_posted": is_posted,
        "read": digest.read,
        "told": len(digest.items),
        "dropped": {str(reason): count for reason, count in digest.dropped},
        "notes": list(digest.notes),
        "stories": [_story(item) for item in digest.items],
        "misses": list(map(_miss, made.misses)),
    }


def raised_records(subscription: Subscription, raised: Iterable[Raised]) -> Iterator[dict[str, Any]]:
    """Alerts as JSON."""
    for one in raised:
        yield {
            "schema": "sitrep.alert/1",
            "subscription": subscription.id,
            "channel": subscription.channel.key,
            "at": one.at,
            "story": one.story_id,
            "headline": one.headline,
            "severity": one.severity,
            "is_update": one.is_update,
        }


def _story(item: Item) -> dict[str, Any]:
    dossier = item.dossier
    return {
        "story": dossier.id,
        "headline": item.briefing.story.headline,
        "severity": dossier.severity,
        "direction": dossier.direction,
        "families": list(dossier.families),
        "told_before": item.told_before,
        "score": round(item.score, 4),
        "parts": {name: round(value, 4) for name, value in item.parts},
        "grounds": [
            _basis(ground.label, ground.span.article_id, ground.span.start, ground.span.end, ground.span.text)
            for ground in item.grounds
        ],
        "changes": [change.label for change in item.briefing.changes],
    }


def _basis(label: str, article_id: str, start: int, end: int, text: str) -> dict[str, Any]:
    return {"label": label, "span": {"article_id": article_id, "start": start, "end": end, "text": text}}


def _miss(miss: Miss) -> dict[str, Any]:
    return {
        "story": miss.story_id,
        "headline": miss.headline,
        "severity": miss.severity,
        "reason": str(miss.reason),
    }


def _sign(direction: Direction, severity: Severity) -> str:
    return SIGNS[direction] + ("" if severity is Severity.NONE else f" {severity}")
