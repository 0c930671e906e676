"""How often the model says of an event sentence what its writer says."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.analyse.encoder.asking import Answer, Asked, Words
from bot.analyse.encoder.tagger import Line, Tagger
from bot.analyse.training.coded import Coded, CodedEvent
from bot.types import Root
from tests.quality.runners.plv import covered

Offsets = tuple[int, int]


def measure(tagger: Tagger, sentences: Sequence[Coded]) -> dict[str, float]:
    """Shares of right answers, 0…1.

    ``root``, ``mode`` (of the acts whose root has modes, root and mode), ``modality``: of events whose words of action
    are marked. ``pair``: the root where the parties are marked instead. ``sources``, ``targets``: F1 of spans, a span
    is right that overlaps. ``triggers``: F1 of words of action found unasked. ``quiet``: of the sentences that only look
    like conflict, those in which the heads see no event with a source or target and a weight above a half.
    """
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    lines = [tagger.read(s.text, [(0, len(s.text))])[0] for s in sentences]
    for sentence, line in zip(sentences, lines, strict=True):
        assert line is not None
        seen = [e for e in tagger.events([line])[0] if e.weight * (1 - e.answer.roots[0]) > 0.5]
        coded = [event for event in sentence.events if event.root]
        _count(right, total, "triggers", [e.trigger for e in coded], [(e.start, e.end) for e in seen])
        if not sentence.events:
            total["quiet"] += 1
            right["quiet"] += not any(e.answer.sources or e.answer.targets for e in seen)
        for event in coded:
            _event(right, total, tagger, line, event)
    return {name: right[name] / total[name] for name in total}


def _event(right: Counter[str], total: Counter[str], tagger: Tagger, line: Line, event: CodedEvent) -> None:
    sources, targets = covered(line, list(event.sources)), covered(line, list(event.targets))
    answer = tagger.ask(line, Asked(covered(line, [event.trigger])))
    assert answer is not None
    assert event.root is not None
    for name, good in _told(answer, event.root, event):
        total[name] += 1
        right[name] += good
    _count(right, total, "sources", sources, answer.sources)
    _count(right, total, "targets", targets, answer.targets)
    paired = tagger.ask(line, Asked((), sources, targets)) if sources and targets else None
    if paired:
        total["pair"] += 1
        right["pair"] += paired.root is event.root


def _told(answer: Answer, root: Root, event: CodedEvent) -> Iterable[tuple[str, bool]]:
    yield "root", answer.root is root
    yield "modality", answer.modality is event.modality
    if event.mode not in {"-", ""}:
        yield "mode", answer.root is root and answer.mode(root) == event.mode


def _count(
    right: Counter[str], total: Counter[str], name: str, gold: Sequence[Words], said: Sequence[Words]
) -> None:
    right[name] += sum(_meets(one, said) for one in gold) + sum(_meets(one, gold) for one in said)
    total[name] += len(gold) + len(said)


def _meets(span: Words, others: Sequence[Words]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
