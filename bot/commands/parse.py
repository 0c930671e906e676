"""What a user typed → which command is meant. One rule for every face.

1. Nothing: ``latest``.
2. An address, alone: ``url``. In quotation marks: a search for what stands between them, whatever it is.
3. The first word names a command, in whatever case, and what follows may be its arguments: that command. If they turn
   out not to fit, its answer says so and offers the search. What cannot be arguments from the look of it makes the line
   free words: words after a command that takes none ("status of the talks"), several words where one story's id is due
   ("more aid for Kyiv"), words where an address is due ("why is oil dear").
4. Anything else is a search. If the first word is a command's name, or a slip away from one, the answer also asks
   whether that command was meant; nothing but the search is done, for a search changes nothing and a guess might.

What is a slip: one insertion, deletion, substitution or swap of neighbours (optimal string alignment), two in words of
six letters and more. Damerau (1964) found four of five misspelt words to be one such slip away from the right one; in a
short word two slips reach other words of the language ("quiet": "quit", "quilt"; two: "unit").
"""

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.commands.listing import BY_NAME, Command
from bot.errors import InputError
from bot.text.clean import one_line

MAX_CHARS = 500
"""Longest command. Rules of a few dozen words fit; news texts, which people paste by mistake, do not."""

_RAW = 8 * MAX_CHARS
"""Beyond this a text is not even cleaned: invisible characters may be taken out of a command, but not without end."""

_LONG, _FAR = 6, 2
_SHORTEST = 3
"""Slips of words shorter than this reach almost anything."""

_ADDRESS = re.compile(r"(?i)<?((?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>|]+)(?:\|[^<>]*)?>?")
_HOST_AND_PATH = re.compile(r"(?i)[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}/\S*")
_QUOTED = re.compile(r"[\"“”„«'‘’](.+)[\"“”»'‘’]")


@dataclass(frozen=True, slots=True)
class Asked:
    """A command and its arguments; ``near``: what may have been meant instead, as a user would type it."""

    command: Command
    args: str = ""
    near: str = ""


def parse(text: str) -> Asked:
    """Which command is meant.

    Raises:
        InputError: The text is longer than ``MAX_CHARS``.
    """
    line = one_line(text) if len(text) <= _RAW else text
    if len(line) > MAX_CHARS:
        raise InputError(
            f"A command holds at most {MAX_CHARS} characters; this one has {len(line):,}. Shorten it."
        )
    if not line:
        return Asked(BY_NAME["latest"])
    if url := address(line):
        return Asked(BY_NAME["url"], url)
    if quoted := _QUOTED.fullmatch(line):
        return Asked(BY_NAME["search"], quoted[1].strip())
    first, _, rest = line.partition(" ")
    command = BY_NAME.get(first.casefold())
    if command and _may_follow(command, rest):
        return Asked(command, rest)
    if command:
        return Asked(BY_NAME["search"], line, command.name)
    near = slip(first)
    return Asked(BY_NAME["search"], line, f"{near} {rest}".rstrip() if near else "")


def _may_follow(command: Command, rest: str) -> bool:
    """Whether ``rest`` may be a command's arguments, from the look of it."""
    if not rest:
        return True
    if not command.usage:
        return False
    if command.is_of_story:
        return " " not in rest
    return command.name != "why" or bool(address(rest))


def address(text: str) -> str:
    """The address that ``text`` is, with a scheme; ``""`` if it is none. ``<…>`` around it is taken off."""
    if found := _ADDRESS.fullmatch(text):
        url = found[1]
        return f"https://{url}" if url[:4].casefold() == "www." else url
    return f"https://{text}" if _HOST_AND_PATH.fullmatch(text) else ""


def slip(word: str) -> str:
    """The name of the command that ``word`` is a slip away from, the nearest and first listed; ``""`` if there is none."""
    folded = word.casefold()
    if len(folded) < _SHORTEST:
        return ""
    most = _FAR if len(folded) >= _LONG else 1
    far = {name: OSA.distance(folded, name, score_cutoff=most) for name in BY_NAME}
    near = [name for name in BY_NAME if 0 < far[name] <= most]
    return BY_NAME[min(near, key=lambda name: far[name])].name if near else ""
