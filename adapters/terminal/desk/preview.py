"""``brief preview``: the digest that a subscription would get, in any form. Nothing is stored or posted."""

from adapters.terminal.desk import telling
from adapters.terminal.desk.digest import played
from adapters.terminal.desk.local import read_time
from adapters.terminal.desk.looking import Look, Looking, looking
from adapters.terminal.desk.wishes import Wish, chosen
from adapters.terminal.html import to_html
from adapters.terminal.news.desk import Desk, write_json
from adapters.terminal.news_cli import Asked
from adapters.terminal.render import to_markdown, to_terminal
from adapters.terminal.streams import tell, write
from bot.errors import InputError


def run(asked: Asked, desk: Desk) -> int:
    """Show it; 0, also where nothing would be posted."""
    options = asked.options
    with looking(desk, quiet=asked.place.quiet) as sight:
        (wish,) = chosen(sight.every, [options["subscription"]])
        if options["backtest"] is not None:
            return played(asked, sight, wish)
        look = _look(sight, wish, options["at"])
        if look.message is None and options["form"] != "json" and not asked.place.quiet:
            tell(
                f"nothing would be posted: {telling.counts(look.made.digest)}; the policy is {wish.subscription.nothing_new}"
            )
        _show(asked, sight, look)
    return 0


def _look(sight: Looking, wish: Wish, given: str | None) -> Look:
    if given is None:
        return sight.now(wish)
    try:
        at = read_time(given, wish.subscription.tz)
    except ValueError as error:
        raise InputError(
            f"--at {given}: no time. Give one such as 2026-05-12T08:00 (there: {wish.subscription.tz})."
        ) from error
    return sight.now(wish, at) if at >= sight.store.now() else sight.then(wish.subscription, at)


def _show(asked: Asked, sight: Looking, look: Look) -> None:
    options, message = asked.options, look.message
    if options["form"] == "json":
        write_json([telling.record(look.made, is_posted=message is not None)])
    elif message is None:
        return
    elif options["form"] == "html":
        write(to_html((message,), picture=sight.sketches.picture))
    elif options["form"] == "markdown":
        write(to_markdown(message, evidence=options["evidence"]))
    else:
        write(
            to_terminal(
                message, width=options["width"], colour=options["colour"], evidence=options["evidence"]
            )
        )
