"""All tables of actors side by side, with the place of every name: what the rules about them read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.analyse.actor_tables import Tables, amended, listed
from bot.analyse.roster import spellings
from bot.types import ActorKind

Path = tuple[str, ...]
"""Keys from the top of a file down."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, line from 1, keys joined by dots. ``str(place)`` is "file:line"."""

    file: str
    line: int
    key: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place, and the remedy. ``str(fault)`` is one line."""

    place: Place
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.place.key}: {self.words}"


@dataclass(frozen=True, slots=True)
class Read:
    """One file, as far as it has the right shape; ``lines`` gives the first line of each key."""

    name: str
    table: Tables
    lines: Mapping[Path, int]

    def place(self, path: Path) -> Place:
        """Where a key stands; for a missing one, where the mapping stands that should hold it."""
        above = (path[:end] for end in range(len(path), 0, -1))
        return Place(self.name, next((self.lines[p] for p in above if p in self.lines), 1), ".".join(path))

    def fault(self, path: Path, words: str) -> Fault:
        """Something wrong at a key."""
        return Fault(self.place(path), words)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of an actor.

    Attributes:
        text: The name.
        owner: Key of the actor's entry.
        said: How a fault names the actor: by its code, or its name.
        place: Where it stands.
        is_entry: The name under which a body is entered, or a state's ``name``.
        rank: 0 for names, 1 for demonyms, 2 for seats: a name that is two of them is the first.
    """

    text: str
    owner: str
    said: str
    place: Place
    is_entry: bool
    rank: int = 0


class Book:
    """All files together.

    Args:
        reads: The files in the order in which the analyser reads them.
        today: No row may be of a later day.
    """

    def __init__(self, reads: list[Read], today: date) -> None:
        self.reads = reads
        self.today = today
        self.states = amended([read.table for read in reads])

    @cached_property
    def written(self) -> list[Alias]:
        """Every name of every actor as the files have it."""
        return [alias for read in self.reads for alias in (*_of_states(read), *_of_bodies(read))]

    @cached_property
    def aliases(self) -> list[Alias]:
        """The names that count: not blank, and not dropped."""
        return [
            alias
            for alias in self.written
            if alias.text.strip()
            and not (alias.owner in self.states and alias.text in self.states[alias.owner].drop)
        ]

    @cached_property
    def bearers(self) -> dict[str, Alias]:
        """Each name in every spelling that is looked for → the first actor that bears it."""
        found: dict[str, Alias] = {}
        for alias in self.aliases:
            for spelling in spellings(alias.text):
                found.setdefault(spelling, alias)
        return found

    @cached_property
    def bodies(self) -> set[str]:
        """Names under which bodies, groups, organs and members are entered."""
        return {name for read in self.reads for name, _ in entered(read)}


def entered(read: Read) -> Iterator[tuple[str, Path]]:
    """The names under which a file enters bodies, groups, organs and members, and where."""
    yield from ((name, ("bodies", name)) for name in read.table.bodies)
    yield from ((name, ("groups", name)) for name in read.table.groups)
    for path, names in _listed(read):
        yield names[0], path


def _of_states(read: Read) -> Iterator[Alias]:
    for code, state in read.table.states.items():
        names = [state.name] if state.name or ("states", code, "name") in read.lines else []
        forms = {
            "name": (names, 0),
            "also": (state.also, 0),
            "demonyms": (state.demonyms, 1),
            "seats": (state.seats, 2),
        }
        for key, (texts, rank) in forms.items():
            place = read.place(("states", code, key))
            yield from (Alias(text, code, code, place, key == "name", rank) for text in texts)


def _of_bodies(read: Read) -> Iterator[Alias]:
    for key, bodies in (("bodies", read.table.bodies), ("groups", read.table.groups)):
        for name, body in bodies.items():
            owner = f"{ActorKind.ARMED_GROUP if key == 'groups' else body.kind}:{name}"
            yield Alias(name, owner, name, read.place((key, name)), is_entry=True)
            place = read.place((key, name, "also"))
            yield from (Alias(other, owner, name, place, is_entry=False) for other in body.also)
    for path, names in _listed(read):
        owner = f"{ActorKind.ORGANIZATION}:{names[0]}"
        place = read.place(path)
        yield from (Alias(name, owner, names[0], place, name is names[0]) for name in names)


def _listed(read: Read) -> Iterator[tuple[Path, list[str]]]:
    for key, texts in (("organs", read.table.organs), ("members", read.table.members)):
        for code, text in texts.items():
            yield from (((key, code), names) for names in listed(text))
