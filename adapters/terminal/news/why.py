"""``brief why``: what became of an address."""

from adapters.terminal.news.desk import Desk, clock_time, write_json
from adapters.terminal.news_cli import Asked
from adapters.terminal.streams import printable, write
from bot.acquire.identity.urls import url_key
from bot.store.records import TraceLine


def run(asked: Asked, desk: Desk) -> int:
    """Tell it, stage by stage."""
    url = asked.options["url"]
    key = url_key(url)
    with desk.open_store() as store:
        lines = store.why(key, url)
    if asked.place.as_json:
        write_json(
            [{"schema": "sitrep.trace/1", "url": url, "key": key, "steps": [_record(line) for line in lines]}]
        )
    elif lines:
        write(f"{printable(url)}\n  known as {printable(key)}\n" + "".join(map(_told, lines)))
    else:
        write(f"{printable(url)}\n  No feed has named this address. brief {printable(url)} reads it.\n")
    return 0


def _record(line: TraceLine) -> dict[str, object]:
    return {"at": line.at, "stage": line.stage, "outcome": line.outcome, "detail": line.detail}


def _told(line: TraceLine) -> str:
    detail = f" · {printable(line.detail)}" if line.detail else ""
    return f"  {clock_time(line.at)} · {line.stage} · {printable(line.outcome)}{detail}\n"
