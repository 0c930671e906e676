"""A delivery's transitions: what an outcome means for it, how long to wait, and what to do when nobody knows.

Pure: times are seconds from now, chance is handed in. The store writes a `Change`; `changed` says what a job is after it.

::

    pending ─ begin ─→ unsure ─┬ Posted ─→ pending (next part) … sent
                               ├ NotNow ─→ pending, later ──────→ expired (nothing of it is there) or refused
                               ├ Gone, Invalid ─→ refused
                               └ Unsure, or the process died ─ settle time ─ look ─┬ Found ─→ as Posted
                                                                                   ├ NotThere ─→ pending: again
                                                                                   └ Unreadable … ─→ unconfirmed
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.deliver.messenger import (
    Finding,
    Found,
    Gone,
    Invalid,
    NotNow,
    NotThere,
    Outcome,
    Posted,
    Scope,
    Unreadable,
    Unsure,
)
from bot.deliver.patience import wait_s
from bot.types import Action, Channel, Job, Part, State

MOST_TRIES = 100
"""Attempts of one delivery: at 15 minutes at most and half of that on average, a platform that is down for 12 hours."""

FEWEST_LOOKS = 5
"""Before something counts as unconfirmed, however much time seems to have passed: a clock that jumped is no answer."""

MOST_LOOKS = 60
"""After so many it does, however little time seems to have passed: at up to 15 minutes, some 7 hours."""

LATE_S = 600.0
"""A delivery that waited so long past its time is looked for first: its store may have been restored from a backup."""

MARGIN_S = 90_000.0
"""How far before an attempt a look begins, 25 h: our clock may have been a day fast then (row C2 of the fault plan)."""

WAITED = "waited"
"""Among `Job.notes`: the delivery waited longer than `LATE_S`, though nobody marked it as late."""

ENDED = frozenset({State.SENT, State.REFUSED, State.EXPIRED, State.UNCONFIRMED})
FOUND = "found on the platform"


@dataclass(frozen=True, slots=True)
class Gate:
    """Nothing is posted within ``scope`` of the channel for ``wait_s`` seconds."""

    scope: Scope
    wait_s: float
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a delivery; written in one transaction.

    Attributes:
        state: Where it stands then.
        why: In words for an operator; ``""`` when all is well.
        refs: Parts that are on the platform, by number, with their references.
        wait_s: Not to be touched for so long.
        gate: Closes for others, too.
        pause: How far posting stops until somebody resumes it. With ``CHANNEL`` what waits for the channel is refused.
        is_plain: It goes on as plain text; its parts are rendered anew.
        is_looked: It was looked for in vain once more.
        is_void: The channel was never told what the message says.
        is_kept: Who holds it goes on with it; else it is given back.
    """

    state: State
    why: str = ""
    refs: tuple[tuple[int, str], ...] = ()
    wait_s: float = 0.0
    gate: Gate | None = None
    pause: Scope | None = None
    is_plain: bool = False
    is_looked: bool = False
    is_void: bool = False
    is_kept: bool = False


def gate_key(scope: Scope, channel: Channel) -> str:
    """``platform:slack``, ``workspace:slack/T1`` or ``channel:slack/T1/C1``."""
    places = {
        Scope.PLATFORM: channel.platform,
        Scope.WORKSPACE: f"{channel.platform}/{channel.workspace}",
        Scope.CHANNEL: channel.key,
    }
    return f"{scope}:{places[scope]}"


def next_part(job: Job) -> Part | None:
    """The first part that is not on the platform."""
    return next((part for part in job.parts if not part.is_sent), None)


def doubtful(job: Job) -> Part | None:
    """The part whose last attempt nobody knows the outcome of."""
    return next((part for part in job.parts if part.attempted_at and not part.is_sent), None)


def looks_first(job: Job) -> bool:
    """Whether the delivery may have been posted in another life of the store: nothing is posted before a look.

    Not where the next part takes the place of an earlier post, which may be done twice.
    """
    part = next_part(job)
    if part is None or doubtful(job) or edits(job, part.number):
        return False
    is_new = job.delivery.is_late and not job.attempts
    return is_new or WAITED in job.notes or job.unsure_since is not None


def edits(job: Job, number: int) -> bool:
    """Whether a part takes the place of an earlier post; further parts of such a message go into its thread."""
    return job.delivery.action is Action.EDIT and bool(job.target_ref) and number == 0


def after_attempt(job: Job, number: int, outcome: Outcome, dice: random.Random) -> Change:
    """What an attempt's outcome means.

    Args:
        job: As it was when the attempt had begun (`begun`).
        number: Of the part.
        outcome: What the messenger saw.
        dice: For the back-off.
    """
    if isinstance(outcome, Posted):
        return _there(job, ((number, outcome.ref),), "")
    if isinstance(outcome, Unsure):
        return Change(State.UNSURE, outcome.why, is_kept=True)
    if isinstance(outcome, Gone):
        return _gone(job, outcome)
    if isinstance(outcome, Invalid):
        return _invalid(job, outcome)
    return _not_now(job, outcome, dice)


def after_look(
    job: Job,
    number: int,
    finding: Finding,
    dice: random.Random,
    *,
    unsure_s: float,
    unsure_for_s: float,
) -> Change:
    """What a look for a doubtful part means.

    Args:
        job: As it was.
        number: Of the part.
        finding: What the messenger read.
        dice: For the back-off.
        unsure_s: For so long nobody has known.
        unsure_for_s: After so long it counts as unconfirmed.
    """
    if isinstance(finding, Found):
        return _there(job, ((number, finding.ref),), FOUND)
    if isinstance(finding, NotThere):
        return _not_now(job, NotNow("an attempt was not answered, and left nothing on the platform"), dice)
    return _unreadable(job, finding, dice, is_over=unsure_s >= unsure_for_s)


def after_edit_settled(job: Job, dice: random.Random) -> Change:
    """What a doubtful edit means once it cannot be under way any longer: it is done again, which does no harm."""
    return _not_now(job, NotNow("a change of an earlier message was not answered"), dice)


def after_first_look(
    job: Job,
    findings: Sequence[tuple[int, Finding]],
    dice: random.Random,
    *,
    unsure_s: float,
    unsure_for_s: float,
) -> Change:
    """What a look before posting means: see `looks_first`.

    Of a message of which nothing is known to be there, any part that is found counts for the whole; of one that was
    posted in part, each counts for itself. ``findings`` end with the first that could not be read.
    """
    found = tuple((number, finding.ref) for number, finding in findings if isinstance(finding, Found))
    blind = next((finding for _, finding in findings if isinstance(finding, Unreadable)), None)
    if found and not any(part.is_sent for part in job.parts):
        return Change(State.SENT, FOUND, refs=found)
    # Where nothing can ever be read, what merely had to wait (an outage, a pause) is posted all the same.
    if blind and (job.delivery.is_late or not blind.is_final):
        return replace(
            _unreadable(job, blind, dice, is_over=unsure_s >= unsure_for_s, what="an earlier life"),
            refs=found,
        )
    return _there(job, found, FOUND) if found else Change(State.PENDING, is_kept=True)


def _there(job: Job, refs: tuple[tuple[int, str], ...], why: str) -> Change:
    sent = {number for number, _ in refs}
    left = any(not part.is_sent and part.number not in sent for part in job.parts)
    return Change(State.PENDING if left else State.SENT, why, refs=refs, is_kept=left)


def _not_now(job: Job, outcome: NotNow, dice: random.Random) -> Change:
    there = sum(part.is_sent for part in job.parts)
    if job.attempts >= MOST_TRIES:
        why = f"given up after {job.attempts} attempts: {outcome.why}"
        return _ended(job, State.REFUSED if there else State.EXPIRED, why)
    wait = wait_s(outcome.after_s, job.attempts - there, dice)
    is_refused = outcome.after_s is not None or outcome.scope is not Scope.CHANNEL
    gate = Gate(outcome.scope, wait, outcome.why) if is_refused else None
    return Change(State.PENDING, outcome.why, wait_s=wait, gate=gate)


def _gone(job: Job, outcome: Gone) -> Change:
    if outcome.scope is Scope.CHANNEL:
        return replace(_ended(job, State.REFUSED, outcome.why), pause=Scope.CHANNEL)
    # A workspace comes back when the app is installed again: what is not too old by then is posted.
    return Change(State.PENDING, outcome.why, pause=outcome.scope)


def _invalid(job: Job, outcome: Invalid) -> Change:
    if job.is_plain or any(part.is_sent for part in job.parts):
        # In plain text a message is cut at other places: what is there already would come again, or be left out.
        return _ended(job, State.REFUSED, outcome.why)
    return Change(State.PENDING, outcome.why, is_plain=True, is_kept=True)


def _ended(job: Job, state: State, why: str) -> Change:
    there = sum(part.is_sent for part in job.parts)
    words = f"{why} ({there} of {len(job.parts)} parts are there)" if there else why
    return Change(state, words, is_void=not there)


def _unreadable(
    job: Job, finding: Unreadable, dice: random.Random, *, is_over: bool, what: str = "an attempt"
) -> Change:
    looks = job.lookups + 1
    if finding.is_final or looks >= MOST_LOOKS or (is_over and looks >= FEWEST_LOOKS):
        why = f"nobody knows whether {what} was posted: {finding.why}"
        return Change(State.UNCONFIRMED, why, is_looked=True)
    return Change(State.UNSURE, finding.why, wait_s=wait_s(finding.after_s, looks, dice), is_looked=True)


def begun(job: Job, number: int, at: datetime) -> Job:
    """The job when an attempt for a part has begun."""
    parts = (replace(part, attempted_at=at) if part.number == number else part for part in job.parts)
    return replace(job, parts=tuple(parts), attempts=job.attempts + 1, lookups=0, unsure_since=at)


def changed(job: Job, change: Change) -> Job:
    """The job after a change that is kept."""
    notes = tuple(note for note in job.notes if note != WAITED)
    if change.state is State.UNSURE:
        return replace(job, lookups=job.lookups + change.is_looked, notes=notes)
    parts = () if change.is_plain else tuple(_settled(job.parts, dict(change.refs)))
    is_plain = job.is_plain or change.is_plain
    delivery = replace(job.delivery, is_late=False)
    return replace(job, delivery=delivery, parts=parts, is_plain=is_plain, unsure_since=None, notes=notes)


def _settled(parts: Sequence[Part], refs: dict[int, str]) -> Iterator[Part]:
    for part in parts:
        ref = refs.get(part.number, part.ref)
        yield replace(part, is_sent=part.is_sent or part.number in refs, ref=ref, attempted_at=None)
