"""What follows from the outcome of a poll. Each rule names its source: F… in the project's fault plan, or an RFC.

Jitter is a number from −1 to +1, drawn evenly by the caller.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.acquire.polling.outcomes import Failed, FailureKind, Good, Outcome, Unchanged, other_feed
from bot.acquire.polling.states import FeedState, FeedStatus
from bot.types import Feed

JITTER = 0.1
"""Share of a wait by which it may differ, so that feeds that were added together do not stay together."""

DAY_S = 86_400.0
"""Longest wait of our own, and longest that an answer can ask for (F3)."""

FAIL_AFTER = 3
"""Failures in a row that make a feed ``FAILING`` and that shake a remembered move. At 15 minutes between polls the
third comes 45 minutes after the trouble was met: restarts and deployments are over by then, and an operator who is
told has most of the day left to act. As many as the good polls that prove a move."""

MOVE_AFTER = 3
"""Good polls in a row that must lead to one place before it is asked directly (F2)."""

WHOLE_EVERY = 96
"""Every so many good polls, about once a day at 15 minutes, the document is asked for without validators: a cache
that answers 304 for ever (F1, "ETag lies") would hide all news. It costs a hundredth of what validators save."""

_QUIET = ((3 * DAY_S, 4.0), (DAY_S, 2.0))
"""Seconds without a new entry → times the ordinary wait. A feed that was quiet for a day rarely has news within the
hour; the price is bounded: at 15 minutes between polls its next article is met at most an hour late."""

_DOUBLING, _STEEP = 2.0, 4.0
"""Growth of the wait per failure. A server that is up and says no (4xx) rarely changes its mind within the hour:
15 minutes, 1 h, 4 h, 16 h, a day. All else may heal any minute: 15 minutes, 30, 1 h … a day at the eighth."""

_SOON_AGAIN = frozenset({408, 425, 429})  # 4xx that say "not now" rather than "no": RFC 9110, 8470, 6585
_GONE = 410


def new_state(feed: Feed, now: datetime) -> FeedState:
    """Start with a feed: it is due at once."""
    return FeedState(fetch_url=feed.url, next_poll_at=now)


def revived(feed: Feed, state: FeedState, now: datetime) -> FeedState:
    """Ask a feed again that was given up, as if it were new: from the configured address, with any identity.

    What was seen of it stays seen.
    """
    return replace(
        new_state(feed, now),
        polled_at=state.polled_at,
        succeeded_at=state.succeeded_at,
        changed_at=state.changed_at,
        error_at=state.error_at,
        is_baselined=state.is_baselined,
    )


def validators(state: FeedState) -> tuple[str | None, str | None]:
    """ETag and Last-Modified to send: verbatim what the server gave (RFC 9110, 13.1), whatever date that is.

    None while a move is being proved, since a 304 proves no identity, nor with each `WHOLE_EVERY`-th poll.
    """
    if state.moved_to or state.good_polls % WHOLE_EVERY == WHOLE_EVERY - 1:
        return None, None
    return state.etag, state.last_modified


def is_other(state: FeedState, good: Good) -> bool:
    """Say whether a document belongs to another feed than the one that was read before; its entries are junk then.

    It is another one if neither title, site nor any entry is as before. A feed that had no name, or has none now,
    cannot be told from another one and passes.
    """
    named = (state.title or state.site_url) and (good.title or good.site_url)
    return bool(named) and not _is_same(state, good)


def decide(feed: Feed, state: FeedState, outcome: Outcome, now: datetime, jitter: float) -> FeedState:
    """Give the state after a poll that ended at ``now``.

    A good document of another feed counts as a failure; ask `is_other` before its entries are stored.
    """
    if isinstance(outcome, Good) and is_other(state, outcome):
        outcome = other_feed(state, outcome)
    if isinstance(outcome, Failed):
        return _after_failure(feed, state, outcome, now, jitter)
    if isinstance(outcome, Good):
        return _after_good(feed, state, outcome, now, jitter)
    return _after_unchanged(feed, state, outcome, now, jitter)


def _after_good(feed: Feed, state: FeedState, good: Good, now: datetime, jitter: float) -> FeedState:
    is_proof = not state.good_polls or _is_same(state, good)
    healed = _healed(_moved(state, good.moved_to, is_proof=is_proof), now)
    healed = replace(
        healed,
        changed_at=now if good.n_new or state.changed_at is None else state.changed_at,
        etag=None if good.is_cut else good.etag,
        last_modified=None if good.is_cut else good.last_modified,
        body_digest="" if good.is_cut else good.digest,
        title=good.title or state.title,
        site_url=good.site_url or state.site_url,
        is_baselined=True,
    )
    return replace(healed, next_poll_at=now + _ordinary(feed, healed, now, jitter))


def _after_unchanged(
    feed: Feed, state: FeedState, same: Unchanged, now: datetime, jitter: float
) -> FeedState:
    healed = _healed(_moved(state, same.moved_to, is_proof=True), now)
    healed = replace(healed, etag=same.etag, last_modified=same.last_modified)
    return replace(healed, next_poll_at=now + _ordinary(feed, healed, now, jitter))


def _healed(state: FeedState, now: datetime) -> FeedState:
    """One good poll heals whatever went before."""
    return replace(
        state,
        status=FeedStatus.OK,
        polled_at=now,
        succeeded_at=now,
        error="",
        failures=0,
        good_polls=state.good_polls + 1,
    )


def _moved(state: FeedState, target: str | None, *, is_proof: bool) -> FeedState:
    """Count good polls that led by 301 or 308 to one place; the last one makes it the place to ask (F2)."""
    if target is None or target == state.fetch_url or not is_proof:
        return replace(state, moved_to="", moved_polls=0)
    polls = state.moved_polls + 1 if target == state.moved_to else 1
    if polls < MOVE_AFTER:
        return replace(state, moved_to=target, moved_polls=polls)
    return replace(state, fetch_url=target, moved_to="", moved_polls=0)


def _after_failure(feed: Feed, state: FeedState, failure: Failed, now: datetime, jitter: float) -> FeedState:
    failures = state.failures + 1
    told = replace(
        state,
        polled_at=now,
        error_at=now,
        error=failure.message,
        failures=failures,
        status=_status(state, failures),
    )
    is_gone = failure.status == _GONE
    second = _second_address(feed, state)
    if second and (is_gone or failures >= FAIL_AFTER):
        told = _turn_to(second, feed, told, is_gone=is_gone)
    elif is_gone:
        return replace(told, status=FeedStatus.GONE, next_poll_at=None, moved_to="", moved_polls=0)
    elif state.moved_polls:
        told = replace(told, moved_to="", moved_polls=0)
    return replace(told, next_poll_at=now + _back_off(feed, failure, failures, jitter))


def _status(state: FeedState, failures: int) -> FeedStatus:
    if failures >= FAIL_AFTER or state.status == FeedStatus.GONE:  # it was asked for, and still gives nothing
        return FeedStatus.FAILING
    return state.status


def _second_address(feed: Feed, state: FeedState) -> str:
    """The configured address while a remembered one is asked, and the other way round; ``""`` if there is but one."""
    if state.fetch_url != feed.url:
        return feed.url
    return state.moved_to if not state.moved_polls else ""


def _turn_to(address: str, feed: Feed, state: FeedState, *, is_gone: bool) -> FeedState:
    """Ask the other address next. The remembered one is kept in mind, unless it said that it is gone for good."""
    remembered = state.fetch_url if state.fetch_url != feed.url and not is_gone else ""
    return replace(
        state, fetch_url=address, moved_to=remembered, moved_polls=0, etag=None, last_modified=None
    )


def _is_same(state: FeedState, good: Good) -> bool:
    """Say whether something proves that it is the same feed as before."""
    titles, sites = (state.title, good.title), (state.site_url, good.site_url)
    return bool(good.n_known) or _agree(*map(_name, titles)) or _agree(*map(_site, sites))


def _agree(before: str, now: str) -> bool:
    return bool(now) and before == now


def _name(title: str) -> str:
    return " ".join(title.casefold().split())


def _site(url: str) -> str:
    """A site's address without what differs when it turns to https or drops its www."""
    return url.casefold().partition("://")[2].removeprefix("www.").rstrip("/")


def _ordinary(feed: Feed, state: FeedState, now: datetime, jitter: float) -> timedelta:
    quiet_s = (now - state.changed_at).total_seconds() if state.changed_at else 0.0
    slower = next((times for least_s, times in _QUIET if quiet_s >= least_s), 1.0)
    longest_s = max(feed.every_s, DAY_S / (1 + JITTER))
    return timedelta(seconds=min(feed.every_s * slower, longest_s) * (1 + JITTER * jitter))


def _back_off(feed: Feed, failure: Failed, failures: int, jitter: float) -> timedelta:
    """Wait longer with each failure, from the ordinary wait to a day, and never shorter than the server asks (F3)."""
    says_no = failure.kind is FailureKind.STATUS and 400 <= (failure.status or 0) < 500  # noqa: PLR2004 - RFC 9110, 15.5
    growth = _STEEP if says_no and failure.status not in _SOON_AGAIN else _DOUBLING
    longest_s = max(feed.every_s, DAY_S / (1 + JITTER))  # a day at most, jitter and all
    steps = min(failures - 1, 40)  # far past a day, and no overflow
    ours_s = min(feed.every_s * growth**steps, longest_s) * (1 + JITTER * jitter)
    theirs_s = min((failure.retry_after_s or 0.0) * (1 + JITTER * abs(jitter)), DAY_S)  # never early
    return timedelta(seconds=max(ours_s, theirs_s))
