"""The labels: what events, modalities, directions and changes are called, and how they read in one line."""

from collections.abc import Mapping

from bot.types import ChangeKind, Direction, Dispute, Escalation, Event, Modality, Root, Severity

WHAT = {
    Root.AGREE: "agreement",
    Root.CONSULT: "talks",
    Root.SUPPORT: "support",
    Root.CONCEDE: "concession",
    Root.COOPERATE: "cooperation",
    Root.AID: "aid",
    Root.RETREAT: "step back",
    Root.REQUEST: "call",
    Root.ACCUSE: "accusation",
    Root.REJECT: "refusal",
    Root.THREATEN: "threat",
    Root.PROTEST: "protest",
    Root.SANCTION: "penalty",
    Root.MOBILIZE: "mobilisation",
    Root.COERCE: "coercion",
    Root.ASSAULT: "attack",
}

HOW = {
    (Root.CONSULT, "third-party"): "on neutral ground",
    (Root.REJECT, "assist"): "to help",
    (Root.REJECT, "change"): "to change course",
    (Root.REJECT, "meet"): "to talk",
    (Root.REJECT, "yield"): "to give way",
    (Root.REQUEST, "assist"): "for help",
    (Root.REQUEST, "change"): "for a change of course",
    (Root.REQUEST, "meet"): "for talks",
    (Root.REQUEST, "yield"): "to give way",
}
"""PLOVER modes whose names say little by themselves; the others are shown as they are."""

WHETHER = {
    Modality.DONE: "done",
    Modality.ONGOING: "ongoing",
    Modality.THREATENED: "threatened",
    Modality.PLANNED: "planned",
    Modality.CALLED_FOR: "called for",
    Modality.HYPOTHETICAL: "hypothetical",
    Modality.DENIED: "denied",
    Modality.HISTORICAL: "past",
}

WHITHER = {
    Direction.UP: "Escalation",
    Direction.DOWN: "De-escalation",
    Direction.MIXED: "Escalation and de-escalation",
    Direction.STEADY: "No escalation or de-escalation of note",
}

NEW = {
    ChangeKind.ACTOR: "New actor",
    ChangeKind.EVENT: "New",
    ChangeKind.SEVERITY: "Moved",
    ChangeKind.FIGURE: "Figures",
}
"""What has changed since the story was last looked at, by kind."""

NO_HEADLINE = "(no headline)"


def event_line(event: Event, names: Mapping[str, str]) -> str:
    """Severity · who → whom · what (mode) · whether."""
    who, whom = (
        ", ".join(names.get(party, party) for party in side) for side in (event.sources, event.targets)
    )
    how = HOW.get((event.code, event.mode)) or f"({event.mode})".replace("-", " ") if event.mode else ""
    severity = [] if event.severity is Severity.NONE else [str(event.severity)]
    parties = " → ".join(side for side in (who, whom) if side)
    return " · ".join([*severity, parties, f"{WHAT[event.code]} {how}".rstrip(), WHETHER[event.modality]])


def dispute_line(dispute: Dispute, names: Mapping[str, str]) -> str:
    """Who says what, and who denies it: "Chad accuses · Sudan denies"."""
    claim = dispute.claim
    says, denies = (
        ", ".join(names.get(party, party) for party in event.sources) for event in (claim, dispute.denial)
    )
    blamed = f"{says} accuses" if claim.code is Root.ACCUSE else f"{WHAT[claim.code]} by {says}"
    return f"{blamed} · {denies} denies"


def whither(way: Escalation, names: Mapping[str, str]) -> str:
    """The bottom line: where a story points, how gravely, and between whom."""
    words = [WHITHER[way.direction]]
    if way.severity is not Severity.NONE:
        words.append(f"{way.severity}")
    if way.dyad and leads(way):
        words.append(" / ".join(names.get(party, party) for party in way.dyad))
    return " · ".join(words)


def leads(way: Escalation) -> bool:
    """Whether the leading pair is what makes the story so grave; else the bottom line would say so of it."""
    return not way.dyads or way.dyads[0].severity is way.severity
