"""Which earlier article is this text a copy of? An index of fingerprints over a window of time."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.acquire.identity.fingerprints import NOTHING, Print, likeness, unpack

COPY = 0.46
"""Likeness from which a text is a copy. On the development pairs .46….50 have P and R of .95 and more; the next false ones
below are accounts that share quotes, the next missed ones above have half of their sentences changed."""

KEYS = 12
"""Hashes by which a document is found; rarer ones are taken before common ones. Of a copy that shares .46 of its
sequences one at least is shared in 1 − .54¹² = .9994 of all cases; each further one is 100 bytes a document."""

CROWD = 16
"""Documents that one hash leads to, the earliest. Wire copies and plates fill it; those that come later are found by
their other hashes, and a plate costs no more for being on every page."""

LOOKS = 24
"""Documents whose fingerprints are compared, those with the most hashes in common first."""

RECENT, PLATED = 16, 4
"""What four of an outlet's last sixteen articles carry is its plate: sign-ups, disclaimers, "about us"."""

REPORT = 8
"""Hashes beside the plate that make a report. With fewer the text is nothing but what others of the outlet say."""


@dataclass(frozen=True, slots=True)
class _Held:
    data: bytes
    outlet: str
    added_at: datetime
    keys: tuple[int, ...]


class Copies:
    """Fingerprints of the articles of a window.

    Costs do not grow with the number of documents: a search looks up ``HASHES`` hashes, compares ``LOOKS`` fingerprints
    and reads ``RECENT`` of the same outlet; adding looks up as many. One thread at a time.
    """

    def __init__(self) -> None:
        self._held: dict[int, _Held] = {}
        self._queue: deque[tuple[datetime, int]] = deque()
        self._by_hash: dict[int, int | tuple[int, ...]] = {}
        self._by_digest: dict[int, dict[int, None]] = {}  # in order of arrival
        self._recent: dict[str, deque[int]] = {}
        self._horizon: datetime | None = None

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, doc_id: int) -> bool:
        return doc_id in self._held

    def add(self, doc_id: int, data: bytes, *, outlet: str, at: datetime) -> None:
        """Hold a document's fingerprint; one that is held already is replaced.

        Args:
            doc_id: Names the document.
            data: Its `fingerprint`; ``b""`` holds nothing.
            outlet: Whose plate it may carry; ``""`` if unknown.
            at: When it came, for `expire`; aware UTC. Documents come about in order.
        """
        self.remove(doc_id)
        found = unpack(data)
        if found is NOTHING:
            return
        plate = self._plate(found, outlet, doc_id)
        keys = self._free(found, plate)
        for key in keys:
            self._by_hash[key] = _with(self._by_hash.get(key), doc_id)
        self._by_digest.setdefault(found.digest, {})[doc_id] = None
        self._held[doc_id] = _Held(data, outlet, at, keys)
        self._queue.append((at, doc_id))
        if outlet:
            self._recent.setdefault(outlet, deque(maxlen=RECENT)).append(doc_id)

    def find(self, data: bytes, *, outlet: str = "", but: int | None = None) -> tuple[int, float] | None:
        """The document that a text is the most like, if it is a copy: its id, and a likeness of ``COPY``…1.

        Among equals the one that was added first. ``outlet`` is that of the text; ``but`` is not looked at (its own id).
        """
        found = unpack(data)
        if found is NOTHING:
            return None
        same = next((one for one in self._by_digest.get(found.digest, ()) if self._counts(one, but)), None)
        if same is not None:
            return same, 1.0
        plate = self._plate(found, outlet, but)
        best: tuple[int, float] | None = None
        for doc_id in self._candidates(found, plate, but):
            how_like = likeness(found, unpack(self._held[doc_id].data), plate)
            if how_like >= COPY and (best is None or how_like > best[1]):
                best = doc_id, how_like
        return best

    def remove(self, doc_id: int) -> None:
        """Let go of a document, if it is held."""
        held = self._held.pop(doc_id, None)
        if held is None:
            return
        for key in held.keys:
            _drop(self._by_hash, key, doc_id)
        digest = unpack(held.data).digest
        del self._by_digest[digest][doc_id]
        if not self._by_digest[digest]:
            del self._by_digest[digest]
        recent = self._recent.get(held.outlet)
        if recent is not None and doc_id in recent:
            recent.remove(doc_id)
            if not recent:
                del self._recent[held.outlet]

    def expire(self, before: datetime) -> None:
        """Let go of what came before a time. It costs what it lets go of."""
        self._horizon = before if self._horizon is None else max(before, self._horizon)
        while self._queue and self._queue[0][0] < before:
            at, doc_id = self._queue.popleft()
            held = self._held.get(doc_id)
            if held is not None and held.added_at == at:  # not replaced since
                self.remove(doc_id)

    def _counts(self, doc_id: int, but: int | None) -> bool:
        """Whether a document is to be looked at: one out of order can wait behind a later one for its end."""
        return doc_id != but and (self._horizon is None or self._held[doc_id].added_at >= self._horizon)

    def _candidates(self, found: Print, plate: frozenset[int], but: int | None) -> Iterator[int]:
        hits: Counter[int] = Counter()
        for key in found.hashes:
            if key not in plate:
                hits.update(_listed(self._by_hash.get(key)))
        order = {doc_id: place for place, doc_id in enumerate(hits)}
        by_hits = sorted(hits, key=lambda doc_id: (-hits[doc_id], order[doc_id]))
        looked = [doc_id for doc_id in by_hits if self._counts(doc_id, but)][:LOOKS]
        return iter(sorted(looked, key=lambda doc_id: (self._held[doc_id].added_at, doc_id)))

    def _plate(self, found: Print, outlet: str, but: int | None) -> frozenset[int]:
        """Hashes that are on many of an outlet's articles; none if hardly anything would be left of this text."""
        recent = self._recent.get(outlet)
        if recent is None or len(recent) < PLATED:
            return frozenset()
        mine = frozenset(found.hashes)
        seen: Counter[int] = Counter()
        for doc_id in recent:
            if doc_id != but:
                seen.update(mine.intersection(unpack(self._held[doc_id].data).hashes))
        plate = frozenset(key for key, times in seen.items() if times >= PLATED)
        return plate if len(mine) - len(plate) >= REPORT else frozenset()

    def _free(self, found: Print, plate: frozenset[int]) -> tuple[int, ...]:
        """The lowest hashes that lead to few documents yet."""
        keys: list[int] = []
        for key in found.hashes:
            if key not in plate and len(_listed(self._by_hash.get(key))) < CROWD:
                keys.append(key)
                if len(keys) == KEYS:
                    break
        return tuple(keys)


def _listed(entry: int | tuple[int, ...] | None) -> tuple[int, ...]:
    """Most hashes lead to one document: a bare number takes a third of the room of a tuple."""
    if entry is None:
        return ()
    return entry if isinstance(entry, tuple) else (entry,)


def _with(entry: int | tuple[int, ...] | None, doc_id: int) -> int | tuple[int, ...]:
    return doc_id if entry is None else (*_listed(entry), doc_id)


def _drop(index: dict[int, int | tuple[int, ...]], key: int, doc_id: int) -> None:
    rest = tuple(one for one in _listed(index[key]) if one != doc_id)
    if rest:
        index[key] = rest[0] if len(rest) == 1 else rest
    else:
        del index[key]
