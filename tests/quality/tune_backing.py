"""``python -m tests.quality.tune_backing ship|folds``: weights of ``bot.analyse.backing`` from our own articles.

A multinomial logit over the parties of an article and none: whom somebody speaks for whose words name no party, and to whom
the rules lend none. ``folds`` says how good it is by article: five folds, each decided by weights from the others.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from pprint import pformat

import torch

from bot.analyse import actors, backing
from bot.analyse.backing import Candidate, Signs
from bot.analyse.standing import Standing
from bot.analysis import Tables
from bot.text import sentences
from tests.quality.labelled import Labelled, Labels, articles
from tests.quality.runners.gold import as_article, shipped

FOLDS = 5
PENALTY = 1.0
"""Half of it times the squares of all weights is added to the loss; .3 to 3 moved the right ones of 555 by less than ten."""

ROUNDS = 200
DIGITS = 2
KINDS = ("state", "body")
CALLED = ("state", "public", "abroad", "officer", "private", "none")
OUT = Path(backing.__file__).parent / "backing_weights.py"

HEAD = '''"""Weights of ``bot.analyse.backing``; written by ``python -m tests.quality.tune_backing ship``, do not edit.

From {articles} articles of our own (``tests/data/people``). By folds of articles, of {open} people whose words name
no party and to whom the rules lend none, {right} got the right one and {wrong} a wrong one.
"""

'''


@dataclass(frozen=True, slots=True)
class Case:
    """A person whose party is open: the candidates, which of them are right, and whether none is."""

    article: int
    kind: str
    candidates: list[Candidate]
    right: list[bool]
    none: bool


def cases(tables: Tables) -> Iterator[Case]:
    """The open people of all articles."""
    for number, labels in enumerate(articles()):
        yield from _of_article(number, labels, tables)


def _of_article(number: int, labels: Labels, tables: Tables) -> Iterator[Case]:
    article = as_article({"headline": labels.title, "body": labels.body})
    scene, found = actors.people(article, sentences(labels.body), tables.roster, tables.tagger)
    read = backing.Backing(scene)
    for person, held in backing.introduced(found):
        gold, standing = labels.person(person.name), person.standing or Standing()
        if gold is not None and standing.party is None and not standing.relation:
            yield _case(number, gold, backing.calling(standing), read.candidates(person, held))


def _case(number: int, gold: Labelled, kind: str, candidates: list[Candidate]) -> Case:
    right = [gold.belongs_to(one.party.name) for one in candidates]
    return Case(number, kind, candidates, right, gold.may_be_open)


def row(case: Case, one: Candidate) -> list[float]:
    """The inputs of a candidate: its calling among its kind, its signs among its kind, and again for officials."""
    at = KINDS.index("state" if one.is_state else "body")
    called = [float(k == at and c == case.kind) for k in range(2) for c in CALLED]
    signs = [s if k == at else 0.0 for k in range(2) for s in one.signs]
    official = case.kind in {"state", "public"}
    return [*called, *signs, *(s if official else 0.0 for s in one.signs)]


def fit(found: Sequence[Case]) -> torch.Tensor:
    """The weights, float64; a case whose right party is no candidate teaches nothing."""
    taught = [case for case in found if case.candidates and (any(case.right) or case.none)]
    inputs = [
        torch.tensor([row(case, one) for one in case.candidates], dtype=torch.float64) for case in taught
    ]
    right = [torch.tensor([*case.right, case.none]) for case in taught]
    weights = torch.zeros(inputs[0].shape[1], dtype=torch.float64, requires_grad=True)
    solver = torch.optim.LBFGS([weights], max_iter=ROUNDS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        solver.zero_grad()
        total = PENALTY / 2 * weights @ weights
        for rows, good in zip(inputs, right, strict=True):
            sums = torch.cat([rows @ weights, torch.zeros(1, dtype=torch.float64)])
            total = total + torch.logsumexp(sums, 0) - torch.logsumexp(sums[good], 0)
        total.backward()
        return total

    solver.step(loss)
    return weights.detach()


def counts(found: Sequence[Case], weights: torch.Tensor) -> Counter[str]:
    """How many of the cases get the right party, and how many a wrong one."""
    told: Counter[str] = Counter(open=len(found))
    for case in found:
        sums = [float(torch.tensor(row(case, one), dtype=torch.float64) @ weights) for one in case.candidates]
        *chances, _ = backing.chances(sums)
        best = max(range(len(chances)), default=None, key=chances.__getitem__)
        if best is not None and chances[best] >= backing.CHANCE:
            told["right" if case.right[best] else "wrong"] += 1
    return told


def folded(found: Sequence[Case]) -> Counter[str]:
    """The counts where each article is decided by weights that saw nothing of it."""
    told: Counter[str] = Counter()
    for number in range(FOLDS):
        weights = fit([case for case in found if case.article % FOLDS != number])
        told += counts([case for case in found if case.article % FOLDS == number], weights)
    return told


def written(weights: torch.Tensor) -> str:
    """The weights as Python."""
    numbers = iter(round(float(w), DIGITS) + 0.0 for w in weights)
    callings = {kind: dict(zip(CALLED, numbers, strict=False)) for kind in KINDS}
    parties = {kind: dict(zip(Signs._fields, numbers, strict=False)) for kind in KINDS}
    official = dict(zip(Signs._fields, numbers, strict=True))
    told = {
        "CALLINGS": (callings, "What speaks for any party of a kind, by calling."),
        "PARTIES": (parties, "What each sign is worth for a state, and for a body."),
        "OFFICIAL": (official, "What it is worth more to those who serve a state."),
    }
    return "\n\n".join(
        f'{name} = {pformat(table, indent=4, width=110, sort_dicts=False)}\n"""{why}"""'
        for name, (table, why) in told.items()
    )


def main() -> None:
    """Parse the command and run it."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.tune_backing", description=__doc__)
    parser.add_argument("what", choices=("ship", "folds"))
    what = parser.parse_args().what
    found = list(cases(shipped()[0]))
    told = folded(found)
    print(", ".join(f"{name} {count}" for name, count in sorted(told.items())))
    if what == "ship":
        several = len({case.article for case in found})
        OUT.write_text(HEAD.format(articles=several, **told) + written(fit(found)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
