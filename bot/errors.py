"""One family of errors. Each message is one line for a person and names the remedy.

SitrepError
├── InputError            what the user handed in cannot be read
├── FetchError            the address was allowed but gave no page
│   ├── FetchRefused      the address is not one that Sitrep will visit: one text, whatever the reason
│   └── CrawlBarred       its robots.txt asks crawlers to stay away
├── NotAnArticle          the page was read but holds no article; ``reason`` says why
├── WorkerError           a job in a worker process broke a limit or crashed
│   └── WorkerTimeout     … or its deadline
├── StoreError            the database cannot be used as it is
│   ├── StoreUnavailable  … now: locked, full or gone; nothing was written, and it may be tried again
│   ├── LeaseLost         the work was given to somebody else meanwhile; nothing was written
│   └── SchemaTooNew      a newer Sitrep has been at this database
└── ConfigError           a settings or table file is wrong; every fault with file, key and line
"""

from enum import StrEnum


class SitrepError(Exception):
    """Root of the family. ``str(error)`` is fit for a user's eyes."""


class InputError(SitrepError):
    """What the user handed in cannot be read."""


class FetchError(SitrepError):
    """The address gave no page.

    ``status`` is the HTTP status where there was one; ``retry_after_s`` how long the server asks to be left alone.
    """

    def __init__(
        self, message: str, *, url: str, status: int | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message)
        self.url = url
        self.status = status
        self.retry_after_s = retry_after_s


class FetchRefused(FetchError):
    """An address that will not be visited. The user sees ``TEXT``; ``detail`` is for the operator's log.

    One text for all refusals, else the answers would map a private network (reference: safe fetching, layer 9).
    """

    TEXT = "Cannot read that page. Give the public http or https address of a news article."

    def __init__(self, *, url: str, detail: str) -> None:
        super().__init__(self.TEXT, url=url)
        self.detail = detail


class CrawlBarred(FetchError):
    """The site asks crawlers to leave that page alone; with ``retry_after_s``: its rules cannot be read now."""

    TEXT = "The site's robots.txt asks crawlers not to read that page. A person may: brief URL."

    def __init__(self, *, url: str, retry_after_s: float | None = None) -> None:
        super().__init__(self.TEXT, url=url, retry_after_s=retry_after_s)


class Reason(StrEnum):
    """Why a page is not an article."""

    PAYWALL = "paywall"
    CONSENT = "consent_page"
    CAPTCHA = "captcha"
    NOT_AN_ARTICLE = "not_an_article"
    TOO_SHORT = "too_short"
    LANGUAGE = "unsupported_language"


class NotAnArticle(SitrepError):
    """The page was read but holds no article."""

    def __init__(self, message: str, *, reason: Reason) -> None:
        super().__init__(message)
        self.reason = reason


class WorkerError(SitrepError):
    """A job in a worker process broke a limit or crashed. The input may be tried once more, not for ever."""


class WorkerTimeout(WorkerError):
    """A job outlived its deadline; its process was killed and replaced."""


class ConfigError(SitrepError):
    """A settings or table file is wrong; the message lists every fault with file, key and line."""


class StoreError(SitrepError):
    """The database cannot be used as it is: damaged, not ours, not ours to write."""


class StoreUnavailable(StoreError):
    """The database cannot be used now: locked too long, disk full, server gone. It may be tried again.

    Nothing is half-written, and what is asked for again under the same key is not written twice.
    """


class LeaseLost(StoreError):
    """What was claimed was given to somebody else meanwhile, so nothing was written. Drop the work."""


class SchemaTooNew(StoreError):
    """A newer Sitrep has been at this database. Update this one."""
