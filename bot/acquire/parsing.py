"""Foreign pages are parsed in a process that can be killed; this is both ends of the pipe.

The parent asks: ``read_article``, ``read_feed``, ``read_links`` and ``read_opml``. The child answers: ``serve``, the
target of the parser's ``Worker``. Only the child loads a parser. A job is one line of JSON, tagged with its kind, and
the document's bytes as they came; the reply is the result in JSON. Plain text has no parser to attack and is read where
it is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from bot.acquire.feeds.document import LIMIT, FeedDocument, FeedLink, NotAFeed
from bot.errors import InputError, NotAnArticle, Reason, WorkerError
from bot.types import Article, Feed
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


@dataclass(frozen=True, slots=True)
class FeedJob:
    """What is known of a feed, a list of feeds or a page of links beside its bytes.

    Attributes:
        url: Where it was read; relative links are seen from there.
        content_type: Media type without parameters; ``""`` if unknown. The bytes alone decide how it is read.
        codec: Python codec that was declared (see ``charsets``), if any.
        limit: Entries that are handed on, the newest.
    """

    url: str
    content_type: str = ""
    codec: str | None = None
    limit: int = LIMIT


@dataclass(frozen=True, slots=True)
class PageText:
    """An article as its page tells it. ``claim``: the address that the page calls canonical; ``""`` for none."""

    article: Article
    claim: str = ""


class _Page(msgspec.Struct, tag="page"):
    job: PageJob


class _Feed(msgspec.Struct, tag="feed"):
    job: FeedJob


class _Links(msgspec.Struct, tag="links"):
    job: FeedJob


class _Opml(msgspec.Struct, tag="opml"):
    job: FeedJob


_Task = _Page | _Feed | _Links | _Opml
_NO_FEED = b"!"
"""A reply that begins with it says why the document is no feed: frames know no such error. JSON never begins so."""

_Result = TypeVar("_Result")


def read_article(worker: Worker, job: PageJob, body: bytes, deadline_s: float) -> Article:
    """Read the article that ``body`` holds. Blocks: from asyncio, call it by ``asyncio.to_thread``.

    The parser has ``deadline_s`` seconds. The slowest page on dev takes it 0.04 s; its processor limit ends most
    attacks after 5 s.

    Raises:
        InputError: The bytes are not a page, or built to hurt parsers.
        NotAnArticle: There is no article, or none that can be briefed; the reason says which.
        WorkerError: The page broke a limit of the parser's process (``WorkerTimeout``: its deadline).
    """
    return read_page(worker, job, body, deadline_s).article


def read_page(worker: Worker, job: PageJob, body: bytes, deadline_s: float) -> PageText:
    """As ``read_article``, with what the page claims to be its canonical address."""
    if job.content_type == "text/plain":
        from bot.acquire import plain  # noqa: PLC0415 - 25 ms of patterns that a page does not need here

        return PageText(plain.read_text(body, job.url, job.codec, job.fetched_at))
    if job.content_type not in _HTML_TYPES:
        raise _not_a_page(job.content_type)
    try:
        return _ask(worker, _Page(job), body, deadline_s, PageText)
    except WorkerError as error:
        raise type(error)(
            f"The page is too much for the parser ({error}). Save its text and give the file."
        ) from error


def read_feed(worker: Worker, job: FeedJob, body: bytes, deadline_s: float) -> FeedDocument:
    """Read the feed, or the news sitemap, that ``body`` holds. Blocks, as all of these do.

    Raises:
        NotAFeed: It is something else; the text says what.
        InputError: It is too large, or built to hurt parsers.
        WorkerError: It broke a limit of the parser's process (``WorkerTimeout``: its deadline).
    """
    return _read(worker, _Feed(job), body, deadline_s, FeedDocument)


def read_links(worker: Worker, job: FeedJob, body: bytes, deadline_s: float) -> tuple[FeedLink, ...]:
    """The feeds that the page in ``body`` points to, those it declares first.

    Raises:
        InputError: It is too large, or built to hurt parsers.
        WorkerError: It broke a limit of the parser's process (``WorkerTimeout``: its deadline).
    """
    return _read(worker, _Links(job), body, deadline_s, tuple[FeedLink, ...])


def read_opml(worker: Worker, job: FeedJob, body: bytes, deadline_s: float) -> tuple[Feed, ...]:
    """The feeds that the OPML in ``body`` lists.

    Raises:
        NotAFeed: It is no list of feeds.
        InputError: It is too large, or built to hurt parsers.
        WorkerError: It broke a limit of the parser's process (``WorkerTimeout``: its deadline).
    """
    return _read(worker, _Opml(job), body, deadline_s, tuple[Feed, ...])


def _read(worker: Worker, task: _Task, body: bytes, deadline_s: float, result: type[_Result]) -> _Result:
    try:
        return _ask(worker, task, body, deadline_s, result)
    except WorkerError as error:
        raise type(error)(f"The document is too much for the parser ({error}). It was not read.") from error


def _ask(worker: Worker, task: _Task, body: bytes, deadline_s: float, result: type[_Result]) -> _Result:
    reply = worker.call(msgspec.json.encode(task) + b"\n" + body, deadline_s)
    if reply.startswith(_NO_FEED):
        raise NotAFeed(reply[len(_NO_FEED) :].decode("utf-8", "replace"))
    try:
        return msgspec.json.decode(reply, type=result)
    except msgspec.MsgspecError as error:
        raise WorkerError("its reply is not what was asked for") from error


def serve(_setup: bytes) -> Callable[[bytes], bytes]:
    """Target of the parser's ``Worker``."""
    from bot.acquire import articles  # noqa: PLC0415 - loads trafilatura, 0.2 s, which only the child shall pay
    from bot.acquire.feeds import discovery, opml, parse  # noqa: PLC0415 - likewise

    tasks = msgspec.json.Decoder(_Task)

    def answer(task: _Task, body: bytes) -> object:
        match task:
            case _Page(job):
                return PageText(*articles.extract_with_claim(body, job.url, job.codec, job.fetched_at))
            case _Feed(job):
                return parse.parse(body, job.content_type, job.codec, job.url, job.limit)
            case _Links(job):
                return discovery.links(body, job.url, job.codec)
            case _Opml():
                return opml.read(body)

    def parse_one(payload: bytes) -> bytes:
        head, _, body = payload.partition(b"\n")
        try:
            return msgspec.json.encode(answer(tasks.decode(head), body))
        except NotAFeed as error:
            return _NO_FEED + str(error).encode()

    return parse_one


def _not_a_page(content_type: str) -> InputError | NotAnArticle:
    if content_type.endswith(_MARKUP_TYPES):
        return NotAnArticle(
            "This is a feed or data, not a page. Give the address of an article.",
            reason=Reason.NOT_AN_ARTICLE,
        )
    return InputError(
        f"Cannot read {content_type or 'this kind of document'}. Give an HTML page or plain text."
    )
