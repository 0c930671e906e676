"""Which stories a rule holds for; what was asked once of a story as it stands is not asked again."""

from collections import OrderedDict

from bot.brief import watches
from bot.types import Basis, Dossier, Rule

KEPT_FACTS = 2_000
"""As many as `bot.outgoing.library.KEPT`."""

KEPT_ANSWERS = 200_000
"""Rules times stories: a hundred rules asked of two thousand. About 200 bytes each where the rule holds."""

Grounds = tuple[Basis, ...] | None


class Matcher:
    """Asks rules of stories.

    Args:
        tables: What the names in rules stand for.
    """

    def __init__(self, tables: watches.Tables) -> None:
        self._tables = tables
        self._watches: dict[Rule, watches.Watch] = {}
        self._facts: OrderedDict[str, tuple[int, watches.Facts]] = OrderedDict()
        self._answers: OrderedDict[tuple[int, str], tuple[int, Grounds]] = OrderedDict()

    def grounds(self, rule: Rule, dossier: Dossier) -> Grounds:
        """What the rule found in the story; ``None`` if it does not hold."""
        watch = self._watch(rule)
        key = (id(watch), dossier.id)
        known = self._answers.get(key)
        if known and known[0] == dossier.revision:
            return known[1]
        found = watch.grounds(self._facts_of(dossier))
        self._answers[key] = (dossier.revision, found)
        if len(self._answers) > KEPT_ANSWERS:
            self._answers.popitem(last=False)
        return found

    def _watch(self, rule: Rule) -> watches.Watch:
        """Kept for good: an answer is known by its watch, and there are no more rules than subscriptions."""
        if rule not in self._watches:
            self._watches[rule] = watches.compile(rule, self._tables)
        return self._watches[rule]

    def _facts_of(self, dossier: Dossier) -> watches.Facts:
        known = self._facts.get(dossier.id)
        if known is None or known[0] != dossier.revision:
            known = (dossier.revision, watches.facts(dossier))
            self._facts[dossier.id] = known
        self._facts.move_to_end(dossier.id)
        if len(self._facts) > KEPT_FACTS:
            self._facts.popitem(last=False)
        return known[1]
