"""Which names of states mean their teams: in the report of a match, where it tells of the match.

Words of games, not of one game: a political article that mentions a final or a goal has few of them.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.analyse.roster import Entry, Form, Hit
from bot.analyse.tokens import Line
from bot.analyse.vocabulary import vocabulary
from bot.types import ActorKind

KINDS, SHARE = 5, 0.01
"""Different words that only games have, and their share of the words, that a report of a match has at least. Of the dev
articles the one report has 12 and .036, the others none; KINDS of 3 or 8 and half or double the share name the same
one."""

_GAMES = frozenset(
    [
        "half-time",
        "halftime",
        "match",
        "matches",
        "goalless",
        "scored",
        "scorer",
        "scoring",
        "striker",
        "midfielder",
        "defender",
        "defenders",
        "goalkeeper",
        "winger",
        "header",
        "penalty",
        "penalties",
        "referee",
        "kick-off",
        "kickoff",
        "coach",
        "coached",
        "teammates",
        "squad",
        "players",
        "tournament",
        "qualifier",
        "qualifiers",
        "semi-final",
        "semifinal",
        "quarter-final",
        "quarterfinal",
        "stadium",
        "equaliser",
        "equalizer",
        "extra-time",
        "offside",
        "substitute",
        "innings",
        "wicket",
        "wickets",
        "batsman",
        "bowler",
        "scrum",
        "tiebreak",
        "medal",
        "medals",
        "championship",
        "championships",
        "woodwork",
        "goal",
        "goals",
    ]
)
_ALSO = _GAMES | frozenset(
    [
        "beat",
        "captain",
        "team",
        "teams",
        "final",
        "finals",
        "fans",
        "victory",
        "defeat",
        "defeated",
        "draw",
        "opener",
        "opponents",
        "cup",
        "set",
        "sets",
    ]
)
"""With the words that elections and wars share: they tell which sentences of a report are about the match."""


_SPORTS = {
    "cricket": vocabulary("cricket cricketer cricketers wicket wickets batsman bowler"),
    "rugby": vocabulary("rugby scrum lineout fly-half"),
    "handball": vocabulary("handball"),
    "hockey": vocabulary("hockey"),
    "basketball": vocabulary("basketball"),
    "volleyball": vocabulary("volleyball"),
    "football": vocabulary(
        "football footballer footballers soccer goalkeeper striker midfielder winger offside"
    ),
}
"""Words that tell which sport is meant; no two share one."""

_SOCCER = frozenset({"USA", "CAN", "AUS"})
"""Where football is called soccer, and so is the team."""


def names(lines: Sequence[Line], places: set[int]) -> dict[int, Entry]:
    """Start of each hit that means a team → that team as an actor; empty unless the article reports a match."""
    words = [token.text.lower() for line in lines for token in line.tokens]
    told = [word for word in words if word in _GAMES]
    if len(set(told)) < KINDS or len(told) < SHARE * len(words):
        return {}
    found = [hit for line in lines for hit in _meant(line) if hit.start not in places]
    named = {hit.key for hit in found if hit.form is not Form.DEMONYM}
    sport = _sport(words)
    return {hit.start: _team(hit, sport) for hit in found if hit.key in named}


def _sport(words: Sequence[str]) -> str:
    """The one sport that most words tell; none where two are told alike."""
    told = Counter(name for word in words for name, own in _SPORTS.items() if word in own).most_common(2)
    tie = len(told) > 1 and told[0][1] == told[1][1]
    return told[0][0] if told and not tie else ""


def _meant(line: Line) -> Iterator[Hit]:
    if not any(token.text.lower() in _ALSO for token in line.tokens):
        return
    for hit in dict.fromkeys(line.hits):
        if hit is None or hit.kind is not ActorKind.STATE:
            continue
        behind = line.at(hit.end)
        people = line.text(behind - 1).endswith("s")
        if hit.form is not Form.DEMONYM or people or line.lower(behind) in _ALSO:
            yield hit


def _team(hit: Hit, sport: str) -> Entry:
    played = "soccer" if sport == "football" and hit.key in _SOCCER else sport
    name = " ".join([hit.name, "national", *played.split(), "team"])
    return Entry(f"organization:{name}", name, ActorKind.ORGANIZATION, name, None)
