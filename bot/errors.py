"""One family of errors. Each message is one line for a person and names the remedy.

SitrepError
├── InputError            what the user handed in cannot be read
├── FetchError            the address was allowed but gave no page
│   └── FetchRefused      the address is not one that Sitrep will visit: one text, whatever the reason
├── NotAnArticle          the page was read but holds no article; ``reason`` says why
├── WorkerError           a job in a worker process broke a limit or crashed
│   └── WorkerTimeout     … or its deadline
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
