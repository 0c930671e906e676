"""PLOVER as we code it → the schemes that the public sets are labelled in.

Sources: openeventdata/PLOVER, ``CAMEO2PLOVER-2021.txt`` (CC BY-SA 4.0), which says where CAMEO's codes went in the
PLOVER of 2021; snowood1/Zero-Shot-PLOVER, ``rootcode_modality.txt``, which says what a root is when it is still to come
or negated.
"""

import re

from bot.analyse.encoder.asking import Answer
from bot.analyse.encoder.labels import ACTS, MODALITIES, MODES, NOTHING
from bot.types import Modality, Root

COOPERATIVE = frozenset({Root.CONSULT, Root.SUPPORT, Root.CONCEDE, Root.RETREAT, Root.COOPERATE, Root.AID})
"""Roots that are AGREE while they are to come, and REJECT where they are refused."""

QUADS = {
    **dict.fromkeys((Root.AGREE, Root.CONSULT, Root.SUPPORT), 1),
    **dict.fromkeys((Root.COOPERATE, Root.AID, Root.CONCEDE, Root.RETREAT), 2),
    **dict.fromkeys((Root.ACCUSE, Root.REQUEST, Root.REJECT, Root.THREATEN), 3),
    **dict.fromkeys((Root.PROTEST, Root.MOBILIZE, Root.SANCTION, Root.COERCE, Root.ASSAULT), 4),
}
"""CAMEO's quad classes: words or deeds, cooperation or conflict. CONCEDE is 08 Yield there, which is a deed."""

_FORMAL = re.compile(
    r"\b(?:sign(?:s|ed|ing)?|signature|inked|ratif\w+|initiall?ed)\b"
    r"|\b(?:reach|agree|conclud|clos|seal|strike|struck)\w*\b.{0,60}\b(?:agreements?|deals?|accords?|treat(?:y|ies)|pacts?)\b"
    r"|\b(?:pledg|promis|vow)\w*\b.{0,30}\bsupport\b",
    re.IGNORECASE,
)
"""053 to 057: agreements signed or reached, and support that is promised, are SUPPORT."""

_TRUCE = re.compile(r"\b(?:cease-?fire|truce|armistice|cessation of hostilities)\b", re.IGNORECASE)
"""0871: a truce that is declared is YIELD."""

_WATCHERS = re.compile(
    r"\b(?:peacekeepers|observers|inspectors|monitors|aid workers|aid agenc\w+)\b", re.IGNORECASE
)
"""166: whoever withdraws them reduces relations: SANCTION."""

_SOLDIERS = re.compile(
    r"\b(?:troops|military|army|navy|rebels?|militants|fighters|soldiers|forces|militia|Taliban|insurgents)\b",
    re.IGNORECASE,
)
"""19: what soldiers seize or block is ASSAULT."""

_URGED = re.compile(
    r"\b(?:urg|ask|appeal|call(?:s|ed|ing)?\b|request|plead|beg|seek|sought|invit|propos|suggest|recommend|encourag)",
    re.IGNORECASE,
)
"""Words of CAMEO's 02 Appeal, which is a statement there; 10 Demand is a conflict of words."""


def plover_2021(answer: Answer, text: str, source: str = "") -> dict[str, float]:
    """How likely each root of 2021 is: YIELD for CONCEDE and RETREAT, and what else was elsewhere then.

    163 sanctions and embargoes were COERCE; 116 a conviction was ACCUSE; see also the patterns above.
    """
    coming, refused = (
        float(answer.modalities[MODALITIES.index(m)]) for m in (Modality.PLANNED, Modality.DENIED)
    )
    found: dict[str, float] = {}
    for root in Root:
        weight = answer.weight(root)
        if root in COOPERATIVE or root is Root.AGREE:
            _add(found, Root.AGREE, weight * coming)
            _add(found, Root.REJECT, weight * refused)
            weight *= 1 - coming - refused
        for mode, share in _modes(answer, root).items():
            _add(found, _elsewhere(root, mode, text, source), weight * share)
    return found


def _add(found: dict[str, float], root: str, weight: float) -> None:
    name = "YIELD" if root in {Root.CONCEDE, Root.RETREAT} else root
    found[name] = found.get(name, 0.0) + weight


def _elsewhere(root: Root, mode: str, text: str, source: str) -> Root:
    """Where a root and mode stood in 2021."""
    if root is Root.AGREE and _TRUCE.search(text):
        return Root.RETREAT
    if root is Root.AGREE and _FORMAL.search(text):
        return Root.SUPPORT
    if root is Root.SANCTION:
        return {NOTHING: Root.COERCE, "convict": Root.ACCUSE}.get(mode, root)
    if root is Root.RETREAT and mode == "withdraw" and _WATCHERS.search(text):
        return Root.SANCTION
    if root is Root.COERCE and mode in {"seize", "restrict"} and _SOLDIERS.search(source):
        return Root.ASSAULT
    return root


def _modes(answer: Answer, root: Root) -> dict[str, float]:
    shares = {
        mode: float(answer.acts[ACTS.index(f"{root}:{mode}")]) for mode in (NOTHING, *MODES.get(root, ()))
    }
    total = sum(shares.values()) or 1.0
    return {mode: share / total for mode, share in shares.items()}


def cameo_quad(root: Root | None, modality: Modality, trigger: str) -> int:
    """CAMEO's class of an event: 0 statement, 1 and 2 cooperation by words and deeds, 3 and 4 conflict.

    Appeals and what is only thought of are statements; what is to come is an intent: words.
    """
    if root is None or (root is Root.REQUEST and _URGED.match(trigger)):
        return 0
    quad = QUADS[root]
    if modality is Modality.HYPOTHETICAL:
        return 0
    if modality is Modality.PLANNED and quad in {2, 4}:
        return quad - 1
    if modality is Modality.DENIED and quad in {1, 2}:
        return 3
    return quad
