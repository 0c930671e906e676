"""The sentences of our own from which the names head learns: well formed, varied, marked by the guide."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median

from bot.analyse.training import examples
from bot.analyse.training.examples import plain, read_own

FILES = sorted((Path(examples.__file__).parent / "sentences").glob("names-*.txt"))
TAGS = ("PER", "ORG", "LOC", "ARM")

_ARTICLE = re.compile(r"(?:the|an?)\s", re.IGNORECASE)
_WITH_ARTICLE = {"The Hague"}

_TITLE = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Cmdr|Sgt|Brig|Adm|Rear Adm|Sen|Rep|Gov|Rev|Fr|Msgr|Hon)\.?\s"
    r"|(?:General|Lieutenant|Colonel|Major|Captain|Commander|Sergeant|Admiral|Marshal|President|Chancellor"
    r"|Minister|Senator|Governor|Ambassador|Judge|Justice|Professor|Doctor|Sir|Lord|Lady|Dame|King|Queen"
    r"|Prince|Princess|Pope|Archbishop|Father|Sister|Rabbi|Imam|Ayatollah|Mullah|Sheikh|Haji|Ratu|Dato'|Tunku)\s",
)
_WITH_TITLE = {"Sheikh Mujibur Rahman"}
"""Where the word that is a title elsewhere is the family's name."""


def _passages() -> list[tuple[str, list[str]]]:
    return [
        (f"{file.stem}, passage {number}", [line.strip() for line in passage.strip().splitlines()])
        for file in FILES
        for number, passage in enumerate(re.split(r"\n\s*\n", file.read_text("utf-8")))
    ]


PASSAGES = _passages()
LINES = [(where, line) for where, lines in PASSAGES for line in lines]


def _marked(line: str) -> list[tuple[str, str]]:
    text, spans = plain(line)
    return [(kind, text[start:end]) for start, end, kind in spans]


def _blanked(line: str) -> str:
    text, spans = plain(line)
    for start, end, _ in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text


def test_there_are_enough_sentences_and_enough_of_each_tag() -> None:
    assert len(LINES) >= 1300
    counts = Counter(kind for _, line in LINES for kind, _ in _marked(line))
    assert set(counts) == set(TAGS)
    assert all(count >= 80 for count in counts.values()), counts


def test_every_bracket_belongs_to_a_mark_with_one_of_the_four_tags() -> None:
    # An unknown tag, a nested, an empty or an unclosed mark leaves a bracket behind.
    assert [(where, line) for where, line in LINES if re.search(r"[\[\]]", plain(line)[0])] == []


def test_marks_hold_a_name_and_nothing_around_it() -> None:
    loose = re.compile(r"^[\s,;:.]|[\s,;:]$|\s\s")
    names = [(where, name) for where, line in LINES for _, name in _marked(line)]
    assert [(where, name) for where, name in names if not re.search(r"\w", name)] == []
    assert [(where, name) for where, name in names if loose.search(name)] == []


def test_no_mark_begins_with_an_article() -> None:
    names = [(where, name) for where, line in LINES for _, name in _marked(line)]
    assert [
        (where, name) for where, name in names if _ARTICLE.match(name) and name not in _WITH_ARTICLE
    ] == []


def test_no_person_begins_with_a_title() -> None:
    people = [(where, name) for where, line in LINES for kind, name in _marked(line) if kind == "PER"]
    assert [(where, name) for where, name in people if _TITLE.match(name) and name not in _WITH_TITLE] == []


def test_a_name_of_several_words_is_marked_wherever_its_passage_has_it() -> None:
    missed = []
    for where, lines in PASSAGES:
        names = {name for line in lines for _, name in _marked(line) if " " in name}
        rests = [_blanked(line) for line in lines]
        missed += [
            (where, name)
            for name in names
            for rest in rests
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest)
        ]
    assert missed == []


def test_no_sentence_stands_twice() -> None:
    counts = Counter(plain(line)[0].casefold() for _, line in LINES)
    assert [text for text, count in counts.items() if count > 1] == []


def test_sentences_are_as_long_as_news_sentences() -> None:
    assert 15 <= median(len(plain(line)[0].split()) for _, line in LINES) <= 30


def test_every_mark_arrives_as_a_span_of_words() -> None:
    read = read_own(FILES)
    assert len(read) == len(LINES)
    for example, (where, line) in zip(read, LINES, strict=True):
        assert [kind for _, _, kind in example.spans] == [kind for kind, _ in _marked(line)], where
        assert all(0 <= start < end <= len(example.words) for start, end, _ in example.spans), where
        assert all(one[1] <= other[0] for one, other in pairwise(example.spans)), where
