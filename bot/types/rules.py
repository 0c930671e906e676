"""Rules: which stories a channel wants."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions on a story. All that are given must hold; of the values of one condition any is enough.

    A rule without any positive condition holds for nothing: what was left out by mistake must not open the gates.

    Attributes:
        words: Phrases: their words, in this order, next to each other, in headline or text of one article.
        actors: Names, or keys (``Actor.key``), of actors.
        countries: ISO 3166-1 alpha-3: the state is a party, is named among the actors, or somebody who is speaks for it.
        regions: Names of regions of the world, each standing for its countries.
        feeds: Addresses of feeds; one of them showed an article of the story.
        codes: PLOVER root, or ROOT.mode, of an event that is told as news (not past, denied or hypothetical).
        topics: Names of topics, each standing for its rule.
        everything: Holds for every story.
        any: One of these rules must hold.
        all: Every one of these must.
        none: None of these may ("not" in the files).
    """

    words: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    everything: bool = False
    any: tuple["Rule", ...] = ()
    all: tuple["Rule", ...] = ()
    none: tuple["Rule", ...] = ()
