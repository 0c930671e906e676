"""Pairs of earlier and later reports with what an editor calls new about them, and how much of it is found.

``python -m tests.brief.changes_pairs [-v] FILE…`` prints precision and recall of each kind; ``-v`` what is wrong.
"""

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.acquire.assembly import assemble
from bot.analysis import read
from bot.brief.changes import changes
from bot.types import Briefing, Change, ChangeKind
from tests.quality.runners.gold import shipped

DATA = Path(__file__).parent.parent / "data" / "changes"
BOUNDS = re.compile(r"\b(?:at least|about|more than|some|around|nearly) ")


@dataclass
class Pair:
    """One story: briefings before, all briefings after, and the lines of what is new."""

    name: str
    before: list[Briefing] = field(default_factory=list)
    after: list[Briefing] = field(default_factory=list)
    gold: list[str] = field(default_factory=list)

    def found(self) -> tuple[Change, ...]:
        return changes(self.before, self.after)


@dataclass
class Score:
    """Counts by kind: right, wrong, missed; and a line for each that is wrong or missed."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def precision(self, kind: str | None = None) -> float:
        right, wrong = (_of(counts, kind) for counts in (self.right, self.wrong))
        return right / max(1, right + wrong)

    def recall(self, kind: str | None = None) -> float:
        right, missed = (_of(counts, kind) for counts in (self.right, self.missed))
        return right / max(1, right + missed)


def _of(counts: Counter[str], kind: str | None) -> int:
    return counts.total() if kind is None else counts[kind]


@cache
def pairs(file: Path) -> tuple[Pair, ...]:
    """Every pair of a file, its articles analysed as the product does it."""
    found: list[Pair] = []
    for block in re.split(r"^== ", file.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name, _, rest = block.partition("\n")
        pair = Pair(name.strip(), gold=re.findall(r"^! (.+)$", rest, re.MULTILINE))
        articles = re.split(r"^@ ", re.sub(r"^! .+$", "", rest, flags=re.MULTILINE), flags=re.MULTILINE)[1:]
        for number, text in enumerate(articles):
            _add(pair, number, text)
        found.append(pair)
    return tuple(found)


def _add(pair: Pair, number: int, text: str) -> None:
    head, headline, body = text.split("\n", 2)
    place, outlet, at = head.split(" ", 1)[0], head.split(" ", 1)[1].rsplit(" ", 1)[0], head.rsplit(" ", 1)[1]
    url = f"https://{outlet.replace(' ', '').lower()}.example/{pair.name}"
    url += "" if place == "revision" else f"-{number}"
    if place == "revision":
        url += f"-{next(i for i, b in enumerate(pair.before) if b.articles[0].outlet == outlet)}"
        pair.after = [b for b in pair.after if b.articles[0].url != url]
    time = datetime.fromisoformat(at).replace(tzinfo=UTC)
    article = assemble(
        url=url,
        outlet=outlet,
        headline=headline,
        byline=None,
        body=body.strip(),
        lang="en",
        published_at=time,
        fetched_at=time,
    )
    tables, budget = shipped()
    briefing = read(article, tables, budget)
    pair.after.append(briefing)
    if place == "before":
        pair.before.append(briefing)


def score(file: Path) -> Score:
    """What is found of the pairs of a file. One sentence that tells several events counts once."""
    total = Score()
    for pair in pairs(file):
        _score(pair, total)
    return total


def _score(pair: Pair, total: Score) -> None:
    open_gold = [line for line in pair.gold if " ?" not in line]
    spare = [line.replace(" ?", " ") for line in pair.gold if " ?" in line]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for change in pair.found():
        key = (change.kind.value, tuple(span.text for span in change.after) or (change.label,))
        if change.kind is ChangeKind.EVENT and key in seen:
            continue
        seen.add(key)
        hit = next((line for line in open_gold if _is(change, line)), None)
        if hit:
            open_gold.remove(hit)
            total.right[change.kind] += 1
        elif not any(_is(change, line) for line in spare):
            total.wrong[change.kind] += 1
            total.notes.append(
                f"{pair.name}: wrong {change.kind} {change.label!r} {[s.text for s in change.after]}"
            )
    for line in open_gold:
        total.missed[line.split(" ", 1)[0]] += 1
        total.notes.append(f"{pair.name}: missed {line}")


def _is(change: Change, line: str) -> bool:
    kind, _, words = line.partition(" ")
    if kind != change.kind:
        return False
    if change.kind is ChangeKind.EVENT:
        return any(words in span.text for span in change.after)
    if change.kind is ChangeKind.ACTOR and any(words == span.text for span in change.after):
        return True
    return words == BOUNDS.sub("", change.label.replace(":", ""))


def main(args: list[str]) -> None:
    for name in [arg for arg in args if arg != "-v"] or sorted(map(str, DATA.glob("*.txt"))):
        made = score(Path(name))
        print(f"{name}: {len(pairs(Path(name)))} pairs")
        for kind in (*ChangeKind, None):
            counts = f"{_of(made.right, kind)} right, {_of(made.wrong, kind)} wrong, {_of(made.missed, kind)} missed"
            print(f"  {kind or 'all':9} P {made.precision(kind):.2f} R {made.recall(kind):.2f}  ({counts})")
        if "-v" in args:
            print(*made.notes, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
