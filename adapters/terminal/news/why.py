"""``brief why``: what became of an address."""

from dataclasses import asdict

from adapters.terminal.news.desk import Desk, clock_time, since, write_json
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import printable, write
from bot.acquire.identity.urls import host_of, url_key
from bot.errors import InputError
from bot.store.records import FeedRecord, TraceLine, Unread


def run(asked: Asked, desk: Desk) -> int:
    """Tell it, stage by stage; or, with ``--dropped``, what became no article."""
    if asked.options["dropped"]:
        return _dropped(asked, desk)
    url = asked.options["url"]
    if not host_of(url):
        raise InputError(f"{url}: not an http or https address. Give that of an article, or of a feed.")
    key = url_key(url)
    with desk.open_store() as store:
        lines = store.why(key, url)
        feed = store.feed(url)
    if feed and not lines:
        lines = (_of_feed(feed),)
    if asked.place.as_json:
        write_json(
            [{"schema": "sitrep.trace/1", "url": url, "key": key, "steps": [_record(line) for line in lines]}]
        )
    elif lines:
        write(f"{printable(url)}\n  known as {printable(key)}\n" + "".join(map(_told, lines)))
    else:
        write(f"{printable(url)}\n  No feed has named this address. brief {printable(url)} reads it.\n")
    return 0


def _dropped(asked: Asked, desk: Desk) -> int:
    with desk.open_store() as store:
        rows = store.unread(since(asked.options["since"], store.now()))
    if asked.place.as_json:
        write_json({"schema": "sitrep.unread/1", **asdict(row)} for row in rows)
    else:
        write("\n".join(map(_unread, rows)) or "Nothing was dropped or put off.\n")
    return 0


def _unread(row: Unread) -> str:
    until = f", until {clock_time(row.until)}" if row.until else ""
    return (
        f"{printable(row.title or row.url)}\n  {printable(row.outlet)} · {clock_time(row.first_seen_at)}\n"
        f"  {printable(row.url)}\n  {printable(row.reason)}{until}: {printable(row.detail)}\n"
    )


def _of_feed(record: FeedRecord) -> TraceLine:
    """What an operator wants to know of a feed that is silent."""
    state = record.state
    last = state.error or f"last success {clock_time(state.succeeded_at)}"
    return TraceLine(
        "poll",
        f"a feed, {state.status}",
        f"{last} · next poll {clock_time(state.next_poll_at)}",
        state.polled_at,
    )


def _record(line: TraceLine) -> dict[str, object]:
    return {"at": line.at, "stage": line.stage, "outcome": line.outcome, "detail": line.detail}


def _told(line: TraceLine) -> str:
    detail = f" · {printable(line.detail)}" if line.detail else ""
    return f"  {clock_time(line.at)} · {line.stage} · {printable(line.outcome)}{detail}\n"
