"""What a channel is told of messages that it never got."""

from datetime import datetime

from bot.brief.message.when import local
from bot.types import Kind


def lost(kind: Kind, due_at: datetime, why: str, tz: str) -> str:
    """One line: which message did not arrive, and why."""
    what = "digest" if kind is Kind.DIGEST else "alert"
    return f"The {what} of {local(due_at, tz)} was not posted: {why.rstrip('.') or 'its time was over'}."
