"""Reads actors from a sentence or two with the tables and the model that ship."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.analyse import roster
from bot.analyse.actors import ActorReading, find
from bot.analyse.encoder import weights
from bot.analyse.encoder.tagger import Tagger
from bot.analysis import WEIGHTS
from bot.config import load_yaml
from bot.text import sentences
from bot.types import Actor, Article

CONFIG = Path(__file__).parent.parent.parent / "config"
TABLES = (*sorted(CONFIG.glob("actors-*.yaml")), CONFIG / "actors.yaml")
_THEN = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def known() -> roster.Roster:
    """The roster that ships."""
    return roster.build([load_yaml(file) for file in TABLES])


@cache
def tagger() -> Tagger:
    """The model that ships."""
    return weights.load(str(WEIGHTS))[0]


def article(body: str, headline: str = "") -> Article:
    return Article("a", "", "", "", headline, None, None, body, "en", _THEN, _THEN)


def read(body: str, headline: str = "", *, model: bool = True) -> ActorReading:
    """The actors of a body, as rules and model agree, or as the rules alone say."""
    return find(article(body, headline), sentences(body), known(), tagger() if model else None)


def actor(body: str, name: str) -> Actor:
    """The one actor of that name."""
    found = [one for one in read(body).actors if one.name == name]
    assert len(found) == 1, f"{name!r} is not among {[one.name for one in read(body).actors]}"
    return found[0]


def names(body: str) -> set[str]:
    """Names of all actors."""
    return {one.name for one in read(body).actors}
