"""What the heads of events tell apart, in the order of their classes.

Roots and modes are PLOVER's (openeventdata/PLOVER manual, 2024-02; CC BY-SA 4.0).
"""

from bot.types import Modality, Root

NOTHING = "-"
"""No event; or a root without a mode."""

MODES: dict[Root, tuple[str, ...]] = {
    Root.CONSULT: ("visit", "third-party", "multilateral", "phone"),
    Root.RETREAT: ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    Root.REQUEST: ("assist", "change", "yield", "meet"),
    Root.ACCUSE: ("disapprove", "investigate", "allege"),
    Root.REJECT: ("assist", "change", "yield", "meet"),
    Root.THREATEN: ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    Root.PROTEST: ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    Root.SANCTION: ("convict", "expel", "withdraw", "discontinue"),
    Root.MOBILIZE: ("troops", "weapons", "police", "militia"),
    Root.COERCE: (
        *("seize", "restrict", "censor", "curfew", "martial-law"),
        *("arrest", "deport", "withhold", "misinformation", "cyber"),
    ),
    Root.ASSAULT: (
        *(
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
        ),
        *("suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"),
    ),
}
"""Modes of a root; the others have none."""

ROOTS = (NOTHING, *Root)
ACTS = (NOTHING, *(f"{root}:{mode}" for root in Root for mode in (NOTHING, *MODES.get(root, ()))))
"""Root and mode."""

MODALITIES = tuple(Modality)

NONE, TRIGGER, SOURCE, TARGET = range(4)
MARKS = 4
"""What a subword is in the event that is asked for."""

SIDES = ("O", "B-source", "I-source", "B-target", "I-target")
"""Tags of the words that name a party of the event."""

SIGNALS = ("O", "B", "I")
"""Tags of the words that tell an event."""
