"""Briefing → one line of JSON. The shape is documented in the README and only ever grows within a version."""

from typing import Any

import msgspec

from bot.analyse.escalation import is_flag
from bot.brief.briefing import KEY_ACTORS
from bot.errors import NotAnArticle, SitrepError
from bot.types import Briefing

BRIEFING = "sitrep.briefing/1"
ERROR = "sitrep.error/1"


def of_briefing(source: str, briefing: Briefing) -> str:
    """A briefing as a line of JSON, with ``is_key`` on each actor and ``is_flag`` on each event."""
    fields: dict[str, Any] = msgspec.to_builtins(briefing)
    for rank, actor in enumerate(fields["actors"]):
        actor["is_key"] = rank < KEY_ACTORS
    for event, found in zip(fields["events"], briefing.events, strict=True):
        event["is_flag"] = is_flag(found)
    del fields["escalation"]["events"]  # the same events once more: ``is_flag`` marks them
    at = {event: number for number, event in enumerate(briefing.events)}
    fields["disputes"] = [{"claim": at[one.claim], "denial": at[one.denial]} for one in briefing.disputes]
    truncated = any(article.is_cut for article in briefing.articles)
    return _line({"schema": BRIEFING, "input": _sayable(source), "truncated": truncated, **fields})


def of_error(source: str, error: SitrepError, exit_code: int) -> str:
    """A failed source as a line of JSON."""
    fields = {
        "input": _sayable(source),
        "error": type(error).__name__,
        "message": _sayable(str(error)),
        "exit_code": exit_code,
    }
    if isinstance(error, NotAnArticle):
        fields["reason"] = error.reason
    return _line({"schema": ERROR, **fields})


def _line(fields: dict[str, Any]) -> str:
    return msgspec.json.encode(fields).decode("utf-8") + "\n"


def _sayable(text: str) -> str:
    """A file name may hold bytes that are no text (lone surrogates here), which JSON can only say as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
