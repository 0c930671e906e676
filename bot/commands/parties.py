"""Names that users give to parties → what events call them."""

from rapidfuzz import fuzz, process

from bot.analyse.roster import Entry, Roster

LIKE = 80
"""Likeness from which another name is offered: one slip in a name of five letters leaves 80 ("Chian": "China"), and
"Iran" and "Iraq", which are both known, are never asked. Chosen by the names of states."""

_SEPARATORS = (" / ", "/", " - ", " – ", " → ", " -> ", ",", " vs. ", " vs ", " versus ", " and ", " & ")


class Parties:
    """Knows states, bodies and armed groups by every name in the tables, and by code.

    Args:
        roster: Of the tables.
    """

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._by_key = {entry.key.casefold(): entry for entry in roster.entries.values()}
        self._by_name = {entry.name.casefold(): entry for entry in roster.entries.values()}

    def entry(self, text: str) -> Entry | None:
        """Who is meant by a code ("RUS"), a name, another name or a demonym ("Russian"); whatever the case."""
        folded = text.casefold().removeprefix("the ").strip()
        known = self._by_key.get(folded) or self._by_name.get(folded)
        return known or next(filter(None, map(self._found, (text, text.title(), text.upper()))), None)

    def name(self, party: str) -> str:
        """The usual English name of a party: of a state its name, of others what they are called anyhow."""
        return self._roster.state_names.get(party, party)

    def near(self, text: str) -> tuple[str, ...]:
        """Up to three names like this one, the likest first."""
        names = sorted(self._by_name)
        found = process.extract(text.casefold(), names, scorer=fuzz.ratio, score_cutoff=LIKE, limit=3)
        return tuple(self._by_name[name].name for name, _, _ in found)

    def pair(self, text: str) -> tuple[str, str] | None:
        """The two names in "A / B", "A and B", or "A B" where there is one way only to read two known names in it."""
        for separator in _SEPARATORS:
            parts = [part.strip(" \"“”'") for part in text.split(separator)]
            if len(parts) == 2 and all(parts):  # noqa: PLR2004 - two parties
                return parts[0], parts[1]
        words = text.split()
        if len(words) == 2:  # noqa: PLR2004 - likewise
            return words[0], words[1]
        ways = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
        known = [way for way in ways if self.entry(way[0]) and self.entry(way[1])]
        return known[0] if len(known) == 1 else None

    def _found(self, text: str) -> Entry | None:
        hits = self._roster.find(text)
        return hits[0].entry if len(hits) == 1 and hits[0].end - hits[0].start == len(text) else None
