"""Errors → lines on standard error and documented exit codes. Light: every way to fail ends here."""

from adapters.terminal.streams import tell
from bot.errors import (
    ConfigError,
    FetchError,
    InputError,
    NotAnArticle,
    SitrepError,
    StoreError,
    WorkerError,
)

EXIT_FAULT = 1
EXIT: dict[type[SitrepError], int] = {
    InputError: 3,
    FetchError: 4,
    NotAnArticle: 5,
    WorkerError: 6,
    ConfigError: 7,
    StoreError: 9,
}
"""Documented in the README; a class covers its subclasses."""


def exit_code(error: SitrepError) -> int:
    """The documented code of an error."""
    return next((code for kind, code in EXIT.items() if isinstance(error, kind)), EXIT_FAULT)


def complain(source: str, error: SitrepError) -> None:
    """Tell an error, fault by fault, naming the source once."""
    if isinstance(error, ConfigError):
        for line in str(error).splitlines():
            tell(line)
        return
    words = str(error)
    tell(words if words.startswith((source, "standard input")) else f"{source}: {words}")
