"""Which stories are for whom: a subscription's rule asked of a story.

::

    watch = compile(subscription.rule, tables)     # once a subscription
    known = facts(dossier)                         # once a story
    grounds = watch.grounds(known)                 # None: not for this channel
"""

from bot.brief.watches.compiling import MAX_DEPTH, Tables, Watch, compile, normal_code  # noqa: A004 - see there
from bot.brief.watches.facts import Facts, facts
from bot.brief.watches.phrases import words
from bot.brief.watches.topics import loop

__all__ = ["MAX_DEPTH", "Facts", "Tables", "Watch", "compile", "facts", "loop", "normal_code", "words"]
