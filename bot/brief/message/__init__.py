"""Briefing or Digest → Message: all wording is here. Claims go in as Quotes and Facts; every other word is a label of ours.

``words`` holds the labels, ``briefing`` tells one article in full, ``story`` a story of several in short, ``digest`` what
a channel gets at its times, ``alert`` what it gets between them, ``nothing`` what it gets when there is nothing to tell,
``changes`` what is new about a story.
"""

from bot.brief.message.alert import of_alert, of_update
from bot.brief.message.briefing import NO_EVENTS, of_briefing
from bot.brief.message.changes import NEWS, change_line, of_changes
from bot.brief.message.digest import key_of, of_digest
from bot.brief.message.lost import lost
from bot.brief.message.measure import size
from bot.brief.message.nothing import Miss, of_nothing
from bot.brief.message.story import story
from bot.brief.message.words import HOW, NEW, NO_HEADLINE, WHAT, WHETHER, WHITHER, event_line

__all__ = [
    "HOW",
    "NEW",
    "NEWS",
    "NO_EVENTS",
    "NO_HEADLINE",
    "WHAT",
    "WHETHER",
    "WHITHER",
    "Miss",
    "change_line",
    "event_line",
    "key_of",
    "lost",
    "of_alert",
    "of_briefing",
    "of_changes",
    "of_digest",
    "of_nothing",
    "of_update",
    "size",
    "story",
]
