"""What happens to a request: scripted, or drawn from odds with a seed."""

from dataclasses import dataclass, field, fields
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one request.

    Attributes:
        accept: The platform does what it is asked to.
        answer: What the client sees: ``ok``, ``drop`` (closed without an answer), ``rst``, ``half`` (of a body),
            ``silence``, ``empty`` (200 without a body), ``shuffled`` (history in a wrong order), a status
            (``500``, ``429``), or an error by name (``internal_error``, ``channel_not_found``, ``invalid_form`` …).
        delay_s: After so long it is done; the answer does not wait for it unless it is ``ok``.
        retry_after: Header of a 429, as it is; ``None`` for none; ``date:5`` for an HTTP date so many seconds ahead.
        scope: How far a 429 reaches: ``channel``, ``workspace``, ``platform``.
    """

    accept: bool = True
    answer: str = "ok"
    delay_s: float = 0.0
    retry_after: str | None = None
    scope: str = "channel"


WELL = Fault()
NAMED: dict[str, Fault] = {
    "dropped": Fault(answer="drop"),
    "reset": Fault(answer="rst"),
    "half": Fault(answer="half"),
    "silent": Fault(answer="silence"),
    "late": Fault(answer="silence", delay_s=0.5),
    "slow": Fault(delay_s=0.2),
    "500 after": Fault(answer="500"),
    "503 after": Fault(answer="503"),
    "internal after": Fault(answer="internal_error"),
    "500 before": Fault(accept=False, answer="500"),
    "503 before": Fault(accept=False, answer="503"),
    "internal before": Fault(accept=False, answer="internal_error"),
    "lost": Fault(accept=False, answer="drop"),
    "429": Fault(accept=False, answer="429", retry_after="1"),
    "429 all": Fault(accept=False, answer="429", retry_after="1", scope="platform"),
    "429 bare": Fault(accept=False, answer="429"),
    "unread 500": Fault(answer="500"),
    "unread 429": Fault(answer="429", retry_after="1"),
    "unread": Fault(answer="drop"),
    "empty": Fault(answer="empty"),
    "shuffled": Fault(answer="shuffled"),
}
"""By the names that odds use."""


@dataclass
class Plan:
    """Decides about requests.

    Attributes:
        script: Entries ``{"op": "post", "channel": "T/C", "times": 1, …fields of Fault}``, used first; ``times`` 0 is
            for ever; ``form`` admits only texts that begin so.
        odds: ``{"post": {"dropped": 0.1, …}, "history": {…}}``: names of `NAMED`; the rest goes well.
        states: Of channels that are gone: ``{"T/C": "is_archived"}``; of workspaces: ``{"T": "token_revoked"}``.
        lag_s: So long after a post the history shows it.
        most: The history shows no more than so many; 0: all, page by page.
    """

    script: list[dict[str, Any]] = field(default_factory=list)
    odds: dict[str, dict[str, float]] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    lag_s: float = 0.0
    most: int = 0
    dice: Random = field(default_factory=lambda: Random(0))  # noqa: S311 - wants to repeat

    def change(self, told: dict[str, Any]) -> None:
        """Take over what is given; the rest stays."""
        if "seed" in told:
            self.dice = Random(told.pop("seed"))  # noqa: S311
        for name, value in told.items():
            if name not in {each.name for each in fields(self)} - {"dice"}:
                raise KeyError(name)
            setattr(self, name, value)

    def fault(self, op: str, channel: str, text: str = "") -> Fault:
        """What happens to this request."""
        for entry in self.script:
            fits = entry.get("op", op) == op and entry.get("channel", channel) == channel
            if fits and text.startswith(entry.get("form", "")):
                self._use(entry)
                names = {each.name for each in fields(Fault)}
                return Fault(**{name: value for name, value in entry.items() if name in names})
        drawn = self.dice.random()
        for name, chance in self.odds.get(op, {}).items():
            if drawn < chance:
                return NAMED[name]
            drawn -= chance
        return WELL

    def _use(self, entry: dict[str, Any]) -> None:
        left = entry.get("times", 1)
        if left == 1:
            self.script.remove(entry)
        elif left:
            entry["times"] = left - 1
