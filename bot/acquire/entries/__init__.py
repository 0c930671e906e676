"""Which items of a feed are new, which have changed, and which were there before we looked.

The caller looks up `wanted` among what is stored, and stores what `sift` makes of the document and the answer.
"""

from bot.acquire.entries.records import KnownEntry, Limits, NewEntry, Sifted, Sighting, State
from bot.acquire.entries.sifting import clamp, sift, wanted

__all__ = ["KnownEntry", "Limits", "NewEntry", "Sifted", "Sighting", "State", "clamp", "sift", "wanted"]
