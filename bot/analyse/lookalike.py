"""Words of conflict that are none: a striker strikes, a film bombs, a price war rages.

A sentence in which two words of one topic stand, or an article full of them, is unfit to signal a live event.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from bot.analyse.clauses import Clauses
from bot.analyse.vocabulary import vocabulary

STRONG = "strong"
"""The table's topic of words that suffice alone: no report of a conflict has a goalkeeper or a chessboard."""

SENTENCE_WORDS = 2
"""Different words of one topic that make a sentence unfit. Swept 1…3 on the annotated articles: one alone ("final",
"goal", "award") is common in political news and costs .02 of event F1; three gain nothing."""

ARTICLE_SHARE = 0.02
"""Share of an article's tokens that, in one topic, makes all of it unfit. Of the annotated articles the political
ones stay at or below .011, reports of matches, films and markets lie above .037."""

OPINION_I = 1
OPINION_OUGHT = 2
"""News says neither "I" nor what ought to be outside quotation marks; the least that tells an argument from a slip,
chosen without a sweep."""

OPINION_MINE = 2
"""So often "I", "my" and "me" suffice alone. Of 52 real pages six do: reviews, shopping guides and a column, no report."""

_OUGHT = vocabulary("should must ought")
_MINE = frozenset(["I", "my", "My", "me", "myself"])
_BLOG = re.compile(r"\bhat tip\b|\bmy (?:we)?blog\b|\bmy (?:column|opinion piece)\b", re.IGNORECASE)
_POSTED = re.compile(r"^Posted by \S", re.MULTILINE)
"""How a weblog or a column speaks of itself; papers, too, have things posted by their reporters."""
_OPENING, _CLOSING = frozenset("“‘„«"), frozenset("”»")
_STOPPING = frozenset(".,!?…")
_DIED = re.compile(r"\b(?:died|dies|has died|passed away)\b")
_AGED = re.compile(r"\b(?:[Hh]e|[Ss]he) was \d{2,3}\b|\bat the age of \d|\baged? \d{2}\b")
_VIOLENT = re.compile(
    r"\b(?:kill|shot|bomb|strike|raid|attack|explo|assassinat|murder|crash|custody|prison)", re.IGNORECASE
)

ARTICLE_WORDS = 5
"""Different words that an article must have besides: one repeated word is no topic."""


def survey(body: str, sentences: Sequence[Clauses], contexts: Mapping[str, frozenset[str]]) -> bool:
    """Whether a whole article is unfit: of a topic in which words of conflict mean something else, an opinion, an obituary."""
    return _is_obituary(body, sentences) or _is_opinion(body, sentences) or _is_of_topic(sentences, contexts)


def _is_of_topic(sentences: Sequence[Clauses], contexts: Mapping[str, frozenset[str]]) -> bool:
    counts: Counter[str] = Counter()
    kinds: dict[str, set[str]] = {}
    total = sum(len(clauses.tokens) for clauses in sentences)
    for clauses in sentences:
        for token in clauses.tokens:
            for topic in contexts.get(token.lower, ()):
                counts[topic] += 1
                kinds.setdefault(topic, set()).add(token.lower)
    return any(
        count >= ARTICLE_SHARE * total and len(kinds[topic]) >= ARTICLE_WORDS
        for topic, count in counts.items()
    )


def _is_opinion(body: str, sentences: Sequence[Clauses]) -> bool:
    """Whether the writer speaks as "I", or of what ought to be, or for a weblog: what is told then are arguments."""
    me = mine = ought = past = 0
    quoted = False
    for clauses in sentences:
        quoted = quoted and "\n" not in body[past : clauses.start]  # a quotation ends with its paragraph
        past = clauses.end
        for at, token in enumerate(clauses.tokens):
            quoted = _is_quoted(clauses, at, inside=quoted)
            if quoted:
                continue
            numeral = token.text == "I" and at > 1 and clauses.tokens[at - 1].text[0].isupper()  # World War I
            me += token.text == "I" and not numeral
            mine += token.text in _MINE and not numeral
            ought += token.lower in _OUGHT
    argues = me >= OPINION_I and (ought >= OPINION_OUGHT or bool(_POSTED.search(body)))
    return argues or mine >= OPINION_MINE or bool(_BLOG.search(body))


def _is_quoted(clauses: Clauses, at: int, *, inside: bool) -> bool:
    """Whether a quotation is open behind a token; what closes single marks also stands for a plural's "s'"."""
    text = clauses.tokens[at].text
    if text in _OPENING or (text == '"' and not inside):
        return True
    single = text in {"’", "'"} and at > 0 and clauses.tokens[at - 1].text in _STOPPING
    return inside and not (text == '"' or text in _CLOSING or single)


def _is_obituary(body: str, sentences: Sequence[Clauses]) -> bool:
    """Whether the first two sentences say that somebody died in peace, and how old: what follows is a life."""
    if not sentences:
        return False
    lead = body[: sentences[min(1, len(sentences) - 1)].end]
    return bool(_DIED.search(lead) and _AGED.search(lead) and not _VIOLENT.search(lead))


def is_unfit(clauses: Clauses, contexts: Mapping[str, frozenset[str]]) -> bool:
    """Whether a sentence by itself speaks of such a topic."""
    kinds: dict[str, set[str]] = {}
    for token in clauses.tokens:
        for topic in contexts.get(token.lower, ()):
            kinds.setdefault(topic, set()).add(token.lower)
    return STRONG in kinds or any(len(words) >= SENTENCE_WORDS for words in kinds.values())
