"""Foreign pages are parsed in a process that can be killed; this is both ends of the pipe.

The parent asks: ``read_article(worker, job, body, deadline_s)``. The child answers: ``serve``, the target of the parser's ``Worker``.
Only the child loads a parser. A job is one line of JSON (``PageJob``) and the page's bytes as they came; the reply is
an Article in JSON. Plain text has no parser to attack and is read where it is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from bot.errors import InputError, NotAnArticle, Reason, WorkerError
from bot.types import Article
from bot.worker import Worker

PARSER = "bot.acquire.parsing:serve"
"""Target of the parser's ``Worker``; its setup is empty and its limits are a Worker's own."""

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MARKUP_TYPES = ("+xml", "/xml", "json")


@dataclass(frozen=True, slots=True)
class PageJob:
    """What is known of a document beside its bytes.

    Attributes:
        url: Where it was read; ``""`` for a file or standard input.
        content_type: Media type without parameters; HTML and plain text are read.
        codec: Python codec that was declared (see ``charsets``), if any.
        fetched_at: Aware UTC.
    """

    url: str
    content_type: str
    codec: str | None
    fetched_at: datetime


def read_article(worker: Worker, job: PageJob, body: bytes, deadline_s: float) -> Article:
    """Read the article that ``body`` holds. Blocks: from asyncio, call it by ``asyncio.to_thread``.

    The parser has ``deadline_s`` seconds. The slowest page on dev takes it 0.04 s; its processor limit ends most
    attacks after 5 s.

    Raises:
        InputError: The bytes are not a page, or built to hurt parsers.
        NotAnArticle: There is no article, or none that can be briefed; the reason says which.
        WorkerError: The page broke a limit of the parser's process (``WorkerTimeout``: its deadline).
    """
    if job.content_type == "text/plain":
        from bot.acquire import plain  # noqa: PLC0415 - 25 ms of patterns that a page does not need here

        return plain.read_text(body, job.url, job.codec, job.fetched_at)
    if job.content_type not in _HTML_TYPES:
        raise _not_a_page(job.content_type)
    try:
        reply = worker.call(msgspec.json.encode(job) + b"\n" + body, deadline_s)
    except WorkerError as error:
        raise type(error)(
            f"The page is too much for the parser ({error}). Save its text and give the file."
        ) from error
    try:
        return msgspec.json.decode(reply, type=Article)
    except msgspec.MsgspecError as error:
        raise WorkerError("the parser's reply is not an article") from error


def serve(_setup: bytes) -> Callable[[bytes], bytes]:
    """Target of the parser's ``Worker``."""
    from bot.acquire import articles  # noqa: PLC0415 - loads trafilatura, 0.2 s, which only the child shall pay

    jobs = msgspec.json.Decoder(PageJob)

    def parse(payload: bytes) -> bytes:
        head, _, body = payload.partition(b"\n")
        job = jobs.decode(head)
        return msgspec.json.encode(articles.extract(body, job.url, job.codec, job.fetched_at))

    return parse


def _not_a_page(content_type: str) -> InputError | NotAnArticle:
    if content_type.endswith(_MARKUP_TYPES):
        return NotAnArticle(
            "This is a feed or data, not a page. Give the address of an article.",
            reason=Reason.NOT_AN_ARTICLE,
        )
    return InputError(
        f"Cannot read {content_type or 'this kind of document'}. Give an HTML page or plain text."
    )
