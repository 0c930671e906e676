"""``python -m tests.quality.tune_summary FOLDER [GOLD]``: what each weight of the summary is worth on dev data.

Prints, for the shipped weights and for a step of each one up and down, ROUGE-1 over Lead-3 on every set of FOLDER
(JSONL with text, title, references) and, where GOLD is given, the share of an editor's sentences kept (JSONL with
body, headline, summary_sentences). Nothing is fitted: a person reads the table and chooses.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from bot.brief.summary import MAX_SENTENCES, MAX_WORDS, WEIGHTS, Draft, Weights, choose, read
from bot.text import sentences
from tests.quality.rouge import lead, read_rows, rouge_1
from tests.quality.runners.summaries import as_article

STEPS = (-1.0, -0.5, -0.25, 0.25, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class Item:
    """A text read once, with what its summary is held against."""

    body: str
    draft: Draft
    references: tuple[str, ...]
    lead: float


def items(rows: list[dict[str, Any]]) -> Iterator[Item]:
    """Read the rows of a set of references."""
    for row in rows:
        article = as_article(row["title"] or "", row["text"])
        base = rouge_1(lead(row["text"]), row["references"])
        yield Item(article.body, read(article, sentences(article.body)), tuple(row["references"]), base)


def editor(rows: list[dict[str, Any]]) -> Iterator[Item]:
    """Read the rows of a set with an editor's choice of sentences."""
    for row in rows:
        article = as_article(row["headline"], row["body"])
        draft = read(article, sentences(article.body))
        yield Item(article.body, draft, tuple(row["summary_sentences"]), 0.0)


def told(item: Item, weights: Weights, max_words: int) -> list[str]:
    """The summary in sentences."""
    chosen = choose(item.draft, max_sentences=MAX_SENTENCES, max_words=max_words, weights=weights)
    return [item.body[slice(*item.draft.offsets[i])] for i in chosen]


def report(
    label: str, sets: dict[str, list[Item]], gold: list[Item], weights: Weights, max_words: int
) -> None:
    """Print one line of the table."""
    cells = []
    for name, texts in sets.items():
        gain = sum(rouge_1(told(t, weights, max_words), t.references) - t.lead for t in texts) / len(texts)
        cells.append(f"{name} {gain:+.2f}")
    if gold:
        kept = sum((Counter(told(t, weights, max_words)) & Counter(t.references)).total() for t in gold)
        cells.append(f"editor {kept / sum(len(t.references) for t in gold):.3f}")
    print(f"{label:20} {'  '.join(cells)}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.tune_summary", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("gold", type=Path, nargs="?")
    args = parser.parse_args()
    sets = {file.stem: list(items(read_rows(file))) for file in sorted(args.folder.glob("*.jsonl"))}
    gold = list(editor(read_rows(args.gold))) if args.gold else []
    report("as shipped", sets, gold, WEIGHTS, MAX_WORDS)
    for words in (60, 70, 90, 100):
        report(f"words {words}", sets, gold, WEIGHTS, words)
    for field in fields(Weights):
        for step in STEPS:
            value = getattr(WEIGHTS, field.name) + step
            if field.name == "keep" and not 0 <= value <= 1:
                continue  # a share
            changed = replace(WEIGHTS, **{field.name: value})
            report(f"{field.name} {step:+}", sets, gold, changed, MAX_WORDS)


if __name__ == "__main__":
    main()
