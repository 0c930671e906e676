"""One name that somebody wrote → what it is called in our tables, or the problem with it; for files and chats alike."""

import re
from collections.abc import Callable, Iterable

from bot.brief.watches import normal_code, words
from bot.feed_list import canonical
from bot.subscription_list.known import Known, names_of
from bot.subscription_list.problems import Problem, near, unknown
from bot.types import Channel, Policy, Severity

MAX_CHARS = 100
"""Of a phrase, a name or a title: no headline is looked for word by word."""

MAX_URL = 2_000
NAME = re.compile(r"\w(?:[\w .-]{0,62}\w)?")
"""Of a topic or a subscription: letters, digits, blanks, dots, hyphens; 64 characters at most. No slash, for ids and channels
are parts of keys that a slash parts."""

_PART = re.compile(r"[^\s/]{1,100}")


def text(given: object, most: int = MAX_CHARS) -> str | Problem:
    """One line of plain text that says something."""
    if not isinstance(given, str):
        return Problem(f"{given!r} is no text. Put it in quotes.")
    if not given.strip():
        return Problem("empty. Say what it is, or leave it out.")
    if not given.isprintable():
        return Problem(f"{given!r} is not one line of plain text.")
    if len(given) > most:
        return Problem(f"longer than {most} characters.")
    return given.strip()


def name(given: object) -> str | Problem:
    """The name of a topic or a subscription."""
    read = text(given)
    if isinstance(read, str) and not NAME.fullmatch(read):
        return Problem(f"{read!r} cannot be a name. Take letters, digits, hyphens and blanks, at most 64.")
    return read


def phrase(given: object) -> str | Problem:
    """Words to look for, as written."""
    read = text(given)
    if isinstance(read, str) and not words(read):
        return Problem(f"{read!r} holds no word.")
    return read


def country(given: object, known: Known) -> str | Problem:
    """The ISO 3166-1 alpha-3 code of a state, given that code in any case, or a name that is that state's alone."""
    read = text(given)
    if isinstance(read, Problem):
        return read
    if read.upper() in known.states:
        return read.upper()
    codes = names_of(known.states).get(words(read.removeprefix("the ").removeprefix("The ")), ())
    if len(codes) == 1:
        return codes[0]
    if codes:
        return Problem(f"{read!r} may be {' or '.join(sorted(codes))}. Give the code.")
    shown = {each: code for code, names in known.states.items() for each in (*names, code)}
    meant = near(read, shown)
    remedy = "Give an ISO 3166-1 alpha-3 code such as UKR."
    if meant is None:
        return Problem(f"unknown country {read!r}. {remedy}")
    code = shown[meant]
    return Problem(f"unknown country {read!r}. Did you mean {code} ({known.states[code][0]})?")


def region(given: object, known: Known) -> str | Problem:
    """The name of a region, whatever its case and hyphens."""
    return _listed("region", given, known.regions.keys(), "Known ones are in regions.yaml.")


def topic(given: object, known: Known) -> str | Problem:
    """The name of a topic, whatever its case and hyphens."""
    return _listed("topic", given, known.topics.keys(), "Define it under topics.")


def code(given: object, known: Known) -> str | Problem:
    """A PLOVER code, ``ROOT`` or ``ROOT.mode``, whatever its case."""
    read = text(given)
    if isinstance(read, Problem):
        return read
    normal = normal_code(read)
    if normal in known.codes:
        return normal
    root = normal.partition(".")[0]
    modes = {each for each in known.codes if each.startswith(f"{root}.")}
    if "." in normal and root in known.codes and near(normal, modes) is None:
        listed = ", ".join(sorted(modes))
        return Problem(
            f"unknown code {read!r}. {f'Known are {listed}.' if listed else f'{root} has no modes.'}"
        )
    return unknown("code", normal, modes or known.codes, "Give a PLOVER root such as ASSAULT, or ROOT.mode.")


def feed(given: object, known: Known) -> str | Problem:
    """The address of a feed, spelled as the list of feeds has it if it is there."""
    read = text(given, MAX_URL)
    if isinstance(read, Problem):
        return read
    plain = canonical(read)
    if plain is None:
        return Problem(f"{read!r} is not an address that Sitrep visits. Give the address of a feed.")
    return next((url for url in sorted(known.feeds) if canonical(url) == plain), read)


def severity(given: object) -> Severity | Problem:
    """A level of severity."""
    word = given.strip().lower() if isinstance(given, str) else ""
    levels = [level.value for level in Severity]
    return (
        Severity(word)
        if word in levels
        else unknown("severity", str(given), levels, f"Known are {', '.join(levels)}.")
    )


def policy(given: object) -> Policy | Problem:
    """What to post when there is nothing new."""
    word = given.strip().lower() if isinstance(given, str) else ""
    ways = [way.value for way in Policy]
    return (
        Policy(word) if word in ways else unknown("choice", str(given), ways, f"Known are {', '.join(ways)}.")
    )


def channel(given: object, known: Known) -> Channel | Problem:
    """A channel, ``platform/workspace/channel``."""
    read = text(given, 3 * MAX_CHARS)
    if isinstance(read, Problem):
        return read
    parts = read.split("/")
    if len(parts) != 3 or not all(map(_PART.fullmatch, parts)):  # noqa: PLR2004 - as said
        return Problem(f"{read!r} is no channel. Write platform/workspace/channel, such as dir/local/desk.")
    if parts[0] not in known.platforms:
        return unknown(
            "platform", parts[0], known.platforms, f"Known are {', '.join(sorted(known.platforms))}."
        )
    return Channel(*parts)


NAMED: dict[str, Callable[[object, Known], str | Problem]] = {
    "words": lambda given, _: phrase(given),
    "actors": lambda given, _: phrase(given),
    "countries": country,
    "regions": region,
    "feeds": feed,
    "codes": code,
    "topics": topic,
}
"""The conditions of a rule that take names, and how each reads one."""

MOST = 50
"""Values of one condition, or rules of one ``any`` or ``all``."""


def _listed(kind: str, given: object, names: Iterable[str], remedy: str) -> str | Problem:
    """The one of ``names`` that has the same words."""
    read = text(given)
    if isinstance(read, Problem):
        return read
    known = list(names)
    same = [each for each in known if words(each) == words(read)]
    if read in known or len(same) == 1:
        return read if read in known else same[0]
    return unknown(kind, read, known, remedy)
