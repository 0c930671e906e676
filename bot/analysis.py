"""The analyser: the order of the stages from an Article to a Briefing, in a process of its own.

::

    Article → sentences → actors → events → escalation, disputes, casualties ┐
                       └→ summary ───────────────────────────────────────────┴→ Briefing

The parser's process is another one: a page that breaks the parser cannot reach the analyser, and an article that
the analyser does not finish by its deadline costs only that article.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.analyse import actors, casualties, codebook, disputes, escalation, events, roster
from bot.analyse.encoder import weights
from bot.analyse.encoder.perusal import Perusal
from bot.analyse.encoder.tagger import Tagger
from bot.brief import briefing, summary
from bot.config import load_yaml
from bot.errors import ConfigError
from bot.jobs import LEDE, AnalyserJob, AnalyserSetup, Budget
from bot.text import Offsets, sentences
from bot.types import Article, Briefing

WEIGHTS = Path(__file__).parent / "analyse" / "encoder" / "weights"
"""The folder of the model that ships."""

Raw = TypeVar("Raw")
Table = TypeVar("Table")


class Tables(msgspec.Struct, frozen=True):
    """What the stages know beforehand.

    ``tagger`` names people and bodies, in the version ``model``; where it cannot be loaded ``notes`` says why and what
    to do, and the rules read alone.
    """

    roster: roster.Roster
    codebook: codebook.Codebook
    tagger: Tagger | None = None
    model: str = ""
    notes: tuple[str, ...] = ()

    def perusal(self, sentences: Sequence[Offsets], lede: int = LEDE) -> Perusal | None:
        """A reading of one article by the model, if there is one."""
        return Perusal(self.tagger, sentences, lede) if self.tagger else None


def read(article: Article, tables: Tables, budget: Budget) -> Briefing:
    """Analyse one article. Pure: the same arguments give the same briefing, whatever the hash seed."""
    offsets = sentences(article.body)
    perusal = tables.perusal(offsets, budget.lede)
    reading = actors.find(article, offsets, tables.roster, perusal)
    happened, past = events.find(article, offsets, reading, tables.codebook, perusal)
    told = summary.summarize(article, offsets, max_sentences=budget.sentences, max_words=budget.words)
    way = escalation.weigh(happened)
    made = briefing.of_article(article, told, reading.actors, happened, way, tables.roster.state_names)
    return replace(
        made,
        model=tables.model,
        notes=tables.notes,
        tolls=casualties.find(article, offsets, past),
        disputes=disputes.find(happened),
    )


def load_tables(setup: AnalyserSetup) -> Tables:
    """Read the tables.

    Raises:
        ConfigError: A file is missing or wrong.
    """
    known = _built(roster.build, [load_yaml(Path(file)) for file in setup.actors], setup.actors)
    codes = _built(codebook.build, load_yaml(Path(setup.plover)), (setup.plover,))
    try:
        tagger, version = weights.load(setup.weights or str(WEIGHTS))
    except weights.Unusable as error:
        return Tables(known, codes, notes=(f"Names are read by rules alone: {error}.",))
    return Tables(known, codes, tagger, version)


def _built(build: Callable[[Raw], Table], raw: Raw, files: Sequence[str]) -> Table:
    """``build(raw)``, with the files named in what it complains of."""
    try:
        return build(raw)
    except ConfigError as error:
        raise ConfigError(f"{', '.join(files)}: {error}") from error


def serve(setup: bytes) -> Callable[[bytes], bytes]:
    """Target of the analyser's ``Worker``: loads the tables once, then answers AnalyserJobs."""
    tables = load_tables(msgspec.json.decode(setup, type=AnalyserSetup))
    jobs = msgspec.json.Decoder(AnalyserJob)

    def answer(payload: bytes) -> bytes:
        job = jobs.decode(payload)
        return msgspec.json.encode(read(job.article, tables, job.budget))

    return answer
