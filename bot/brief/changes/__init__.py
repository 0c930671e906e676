"""What changed: two sets of analysed articles of one story → what is new about it, each with its words before and after.

``reports`` sets the articles in order, ``scenes`` says where and between whom a sentence plays, ``tolls`` reads the
figures of one report, ``events`` and ``figures`` tell the same happening from another one, ``newcomers`` who was not named before, ``course`` where the
story moved.
"""

from collections.abc import Sequence

from bot.brief.briefing import KEY_ACTORS
from bot.brief.changes import course, events, figures, newcomers
from bot.brief.changes.reports import reports
from bot.types import Briefing, Change

__all__ = ["changes"]


def changes(
    before: Sequence[Briefing], after: Sequence[Briefing], *, key_actors: int = KEY_ACTORS
) -> tuple[Change, ...]:
    """What ``after`` tells that ``before`` does not.

    Args:
        before: What was known at some time: one briefing per article version of a story, in any order.
        after: All that is known now, in any order: of an article that was edited only the newer version, at the same
            address. What stands in both, by ``Article.id``, brings nothing new.
        key_actors: So many of an article's actors, which come ranked, are key.

    Returns:
        Changes of severity and direction, then figures, events (gravest first), actors. None where nothing was known
        before: all of it is new then. Pure; the order of the arguments changes nothing.
    """
    old, now = reports(before), reports(after)
    if not old or not now:
        return ()
    known = {report.article.id for report in old}
    fresh = tuple(report for report in now if report.article.id not in known)
    told = figures.Figures(old, now)
    names = {code: name for report in (*old, *now) for code, name in report.briefing.state_names.items()}
    found = events.new(old, fresh, told.tells_again)
    return (
        *course.moved(old, now, found.again),
        *told.revised(fresh),
        *events.as_changes(found.new, names),
        *newcomers.new(old, fresh, key_actors),
    )
