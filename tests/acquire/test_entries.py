"""What a poll brings: new items, changed ones, and at the first poll those that were there before."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.entries import KnownEntry, Limits, Sifted, Sighting, clamp, sift, wanted
from bot.acquire.feeds.document import FeedDocument
from bot.acquire.identity.urls import url_key
from bot.types import Entry, Feed

NOW = datetime(2024, 5, 3, 12, tzinfo=UTC)
FEED = Feed("https://example.org/rss.xml", "Daily", "Daily Group")
OTHER_FEED = Feed("https://example.org/world.xml", "Daily", "Daily Group")
SITE = "https://www.example.org/"


def item(n: int, **other: object) -> Entry:
    """Item ``n``, published ``n`` minutes ago."""
    plain = Entry(
        guid=f"guid-{n}",
        url=f"https://www.example.org/news/{n}",
        title=f"Story number {n} - Daily",
        teaser=f"What happened in case {n}.",
        published_at=NOW - timedelta(minutes=n),
    )
    return replace(plain, **other)  # type: ignore[arg-type]


def items(*numbers: int) -> list[Entry]:
    return [item(n) for n in numbers]


def document(entries: Sequence[Entry]) -> FeedDocument:
    return FeedDocument("Daily", "en", SITE, tuple(entries), len(entries))


@dataclass
class Memory:
    """What a store remembers of several feeds; answers `wanted` as the store is to do."""

    read_at: dict[str, tuple[datetime, int, bool]] = field(default_factory=dict)
    addresses: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # the feed that is asked for it, and where
    sightings: dict[tuple[str, str], Sighting] = field(default_factory=dict)
    polled: set[str] = field(default_factory=set)

    def known(self, feed: Feed, keys: Sequence[str], guids: Sequence[str]) -> list[KnownEntry]:
        found = []
        for key, (at, refetched, is_read) in self.read_at.items():
            seen = self.sightings.get((feed.url, key), Sighting(key, "", "", ""))
            if key in keys or (seen.guid and seen.guid in guids):
                owner, url = self.addresses[key]
                found.append(
                    KnownEntry(
                        key,
                        seen.guid,
                        seen.title_key,
                        seen.digest,
                        refetched,
                        at,
                        is_read,
                        url if owner == feed.url else "",
                    )
                )
        return found

    def poll(
        self, entries: Sequence[Entry], at: datetime = NOW, feed: Feed = FEED, limits: Limits | None = None
    ) -> Sifted:
        shown = document(entries)
        known = self.known(feed, *wanted(shown, feed))
        sifted = sift(shown, known, feed, at, limits, is_first_poll=feed.url not in self.polled)
        self.polled.add(feed.url)
        for new in sifted.new:
            _, refetched, is_read = self.read_at.get(new.key, (at, -1, new.state == "new"))
            assert new.is_change == (new.key in self.read_at)
            self.read_at[new.key] = at, refetched + 1, is_read
            if self.addresses.setdefault(new.key, (feed.url, new.entry.url))[0] == feed.url:
                self.addresses[new.key] = feed.url, new.entry.url
        for sighting in sifted.sightings:
            assert sighting.key in self.read_at
            self.sightings[feed.url, sighting.key] = sighting
        return sifted


@pytest.fixture
def memory() -> Memory:
    """Of a feed that was polled before, when it was empty."""
    memory = Memory()
    memory.poll([])
    return memory


def keys(sifted: Sifted) -> list[str]:
    return [new.key for new in sifted.new]


def named(*numbers: int) -> list[str]:
    return [f"https://example.org/news/{n}" for n in numbers]


class TestNew:
    def test_what_is_not_known_is_new_and_the_oldest_comes_first(self, memory: Memory) -> None:
        sifted = memory.poll(items(1, 3, 2))
        assert keys(sifted) == named(3, 2, 1)
        first = sifted.new[0]
        assert (first.state, first.is_baseline, first.is_change) == ("new", False, False)
        assert (first.host, first.title_key) == ("www.example.org", "story number 3")
        assert first.entry == item(3)
        assert (sifted.n_new, sifted.n_known, sifted.n_waiting) == (3, 0, 0)

    def test_what_is_known_is_seen_again_and_no_more(self, memory: Memory) -> None:
        memory.poll(items(2, 3))
        sifted = memory.poll(items(1, 2, 3))
        assert keys(sifted) == named(1)
        assert [one.key for one in sifted.sightings] == named(1, 2, 3)
        assert (sifted.n_new, sifted.n_known) == (1, 2)

    def test_the_order_of_a_document_means_nothing(self, memory: Memory) -> None:
        memory.poll(items(*range(20)))
        shuffled = items(*range(20))
        random.Random(1).shuffle(shuffled)  # noqa: S311 - wants to repeat
        assert memory.poll(shuffled).new == ()

    def test_the_newest_are_taken_and_what_is_left_comes_with_the_next_poll(self, memory: Memory) -> None:
        limits = Limits(items=3)
        sifted = memory.poll(items(4, 1, 5, 3, 2), limits=limits)
        assert keys(sifted) == named(3, 2, 1)
        assert [one.key for one in sifted.sightings] == named(1, 3, 2)
        assert (sifted.n_new, sifted.n_waiting) == (3, 2)
        assert keys(memory.poll(items(4, 1, 5, 3, 2), limits=limits)) == named(5, 4)

    def test_five_hundred_are_taken_unless_told_otherwise(self, memory: Memory) -> None:
        sifted = memory.poll(items(*range(700)))
        assert (sifted.n_new, sifted.n_waiting) == (500, 200)

    def test_items_without_dates_come_in_the_order_of_the_document_newest_first(self, memory: Memory) -> None:
        undated = [item(n, published_at=None) for n in (1, 2, 3)]
        assert keys(memory.poll(undated, limits=Limits(items=2))) == named(2, 1)


class TestChurn:
    """Row F5: feeds that change what should name their items."""

    def test_a_feed_that_churns_guids_and_tracking_has_20_stories_not_60(self, memory: Memory) -> None:
        polls = [
            [
                item(n, guid=f"{poll}/{n}", url=f"{item(n).url}?utm_source=rss&utm_id={poll}{n}#c{poll}")
                for n in range(20)
            ]
            for poll in range(3)
        ]
        assert [len(memory.poll(entries).new) for entries in polls] == [20, 0, 0]

    def test_it_has_20_without_addresses_too(self, memory: Memory) -> None:
        polls = [[item(n, guid=f"{poll}/{n}", url="") for n in range(20)] for poll in range(3)]
        assert [len(memory.poll(entries).new) for entries in polls] == [20, 0, 0]

    def test_a_changed_address_with_the_same_guid_and_title_is_known(self, memory: Memory) -> None:
        memory.poll(items(1))
        moved = item(1, url="https://www.example.org/news/a-better-slug", title="UPDATE 1-Story number 1")
        sifted = memory.poll([moved])
        assert sifted.new == ()
        assert sifted.sightings[0].key == named(1)[0]

    def test_a_reused_guid_with_another_title_is_new(self, memory: Memory) -> None:
        memory.poll(items(1))
        assert keys(memory.poll([item(2, guid="guid-1")])) == named(2)
        assert memory.poll([item(3, guid="guid-1", url="")]).n_new == 1

    def test_without_guids_addresses_and_dates_an_item_is_its_title(self, memory: Memory) -> None:
        bare = [item(n, guid="", url="", published_at=None) for n in (1, 2)]
        assert memory.poll(bare).n_new == 2
        assert memory.poll(bare[::-1]).n_new == 0

    def test_items_with_nothing_but_a_teaser_are_told_apart_by_it(self, memory: Memory) -> None:
        bare = [Entry("", "", "", teaser, None) for teaser in ("one", "two")]
        assert [memory.poll(bare).n_new, memory.poll(bare).n_new] == [2, 0]

    def test_a_date_that_is_new_at_each_poll_does_not_make_items_new(self, memory: Memory) -> None:
        for minute in range(3):
            drifting = [item(n, url="", published_at=NOW + timedelta(minutes=minute)) for n in range(5)]
            assert memory.poll(drifting).n_new == (0 if minute else 5)

    def test_the_same_item_twice_in_a_document_is_one(self, memory: Memory) -> None:
        again = item(1, guid="else", url="http://example.org/news/1/?fbclid=x")
        moved = item(1, url="https://www.example.org/a-better-slug")
        assert keys(memory.poll([item(1), item(1), again, moved])) == named(1)

    def test_an_item_that_two_feeds_show_is_one(self, memory: Memory) -> None:
        memory.polled.add(OTHER_FEED.url)
        memory.poll(items(1, 2))
        sifted = memory.poll([item(1, guid="elsewhere", teaser="Otherwise told.")], feed=OTHER_FEED)
        assert sifted.new == ()
        assert (sifted.n_known, [one.key for one in sifted.sightings]) == (0, named(1))


class TestAddresses:
    """When an item's address does not name it."""

    def test_items_that_share_one_address_are_known_by_what_they_say(self, memory: Memory) -> None:
        live = [item(n, url=f"https://example.org/live#post-{n}") for n in range(5)]
        sifted = memory.poll(live)
        assert all(key.startswith("feed:") for key in keys(sifted))
        assert len(set(keys(sifted))) == 5
        assert memory.poll(live).new == ()

    def test_one_item_with_two_titles_and_one_guid_keeps_its_address(self, memory: Memory) -> None:
        assert keys(memory.poll([item(1), item(1, title="Another headline")])) == named(1)

    @pytest.mark.parametrize(
        "url", ["", SITE, "http://example.org/index.html?utm_source=rss", "https://example.com/"]
    )
    def test_no_address_or_a_home_page_names_no_item(self, url: str, memory: Memory) -> None:
        (new,) = memory.poll([item(1, url=url)]).new
        assert new.key.startswith("feed:")
        assert len(new.key) == 37

    def test_items_of_two_feeds_without_addresses_are_two(self, memory: Memory) -> None:
        memory.polled.add(OTHER_FEED.url)
        assert memory.poll([item(1, url="")]).n_new == 1
        assert memory.poll([item(1, url="")], feed=OTHER_FEED).n_new == 1


class TestChanges:
    hour = timedelta(hours=1)

    @pytest.mark.parametrize(
        "changed",
        [
            {"teaser": "Something else."},
            {"title": "Story number 1, told anew"},
            {"updated_at": NOW + hour},
            {"content": "<p>More.</p>"},
        ],
    )
    def test_a_known_item_that_says_something_else_is_read_again(
        self, changed: dict[str, object], memory: Memory
    ) -> None:
        memory.poll(items(1, 2))
        sifted = memory.poll([item(1, **changed), item(2)], NOW + self.hour)
        (again,) = sifted.new
        assert (again.key, again.is_change, again.state) == (named(1)[0], True, "new")
        assert (sifted.n_new, sifted.n_known) == (0, 2)
        assert memory.poll([item(1, **changed), item(2)], NOW + 2 * self.hour).new == ()

    @pytest.mark.parametrize(
        "same",
        [
            {"title": "LIVE: Story number 1"},
            {"teaser": "“What happened” in case 1 …"},
            {"author": "Somebody"},
            {"published_at": NOW},
            {"guid": "churned"},
        ],
    )
    def test_what_does_not_touch_the_report_is_no_change(
        self, same: dict[str, object], memory: Memory
    ) -> None:
        memory.poll(items(1))
        assert memory.poll([item(1, **same)], NOW + self.hour).new == ()

    def test_the_time_of_the_feed_itself_is_no_change_of_its_items(self, memory: Memory) -> None:
        memory.poll([item(n, updated_at=NOW) for n in range(3)])
        assert memory.poll([item(n, updated_at=NOW + self.hour) for n in range(3)], NOW + self.hour).new == ()

    def test_a_change_waits_for_its_time_and_is_not_forgotten(self, memory: Memory) -> None:
        memory.poll(items(1))
        changed = [item(1, teaser="Something else.")]
        first = memory.poll(changed, NOW + timedelta(minutes=10))
        assert (first.new, first.n_waiting) == ((), 1)
        assert memory.poll(changed, NOW + timedelta(minutes=29)).new == ()
        last = memory.poll(changed, NOW + timedelta(minutes=30))
        assert (keys(last), last.n_waiting) == (named(1), 0)

    def test_an_item_that_changes_at_each_poll_is_read_three_times_more_at_growing_distances(
        self, memory: Memory
    ) -> None:
        memory.poll(items(1))
        read = [
            minute
            for minute in range(10, 2_880, 10)
            if memory.poll([item(1, teaser=f"Minute {minute}.")], NOW + timedelta(minutes=minute)).new
        ]
        assert read == [30, 90, 210]

    def test_a_corrected_address_is_read_once_under_the_old_key(self, memory: Memory) -> None:
        memory.poll(items(1))
        corrected = [item(1, url="https://www.example.org/news/a-better-slug")]
        first = memory.poll(corrected, NOW + timedelta(minutes=10))
        assert (first.new, first.n_waiting) == ((), 1)
        (again,) = memory.poll(corrected, NOW + self.hour).new
        assert (again.key, again.is_change, again.state) == (named(1)[0], True, "new")
        assert (again.entry.url, again.host) == (corrected[0].url, "www.example.org")
        assert again.alias == url_key(corrected[0].url)
        assert memory.poll(corrected, NOW + 9 * self.hour).new == ()
        (back,) = memory.poll(items(1), NOW + 18 * self.hour).new
        assert (back.key, back.alias) == (named(1)[0], "")

    def test_an_address_that_is_another_one_at_each_poll_is_followed_three_times(
        self, memory: Memory
    ) -> None:
        memory.poll(items(1))
        read = [
            minute
            for minute in range(10, 2_880, 10)
            if memory.poll(
                [item(1, url=f"https://example.org/{minute}")], NOW + timedelta(minutes=minute)
            ).new
        ]
        assert read == [30, 90, 210]

    def test_an_address_is_the_business_of_the_feed_that_showed_it_first(self, memory: Memory) -> None:
        memory.polled.add(OTHER_FEED.url)
        memory.poll(items(1))
        memory.poll(items(1), feed=OTHER_FEED)
        moved = [item(1, url="https://www.example.org/elsewhere")]
        assert memory.poll(moved, NOW + self.hour, feed=OTHER_FEED).new == ()

    @pytest.mark.parametrize("url", ["", SITE])
    def test_an_address_that_is_none_corrects_nothing(self, url: str, memory: Memory) -> None:
        memory.poll(items(1))
        assert memory.poll([item(1, url=url)], NOW + self.hour).new == ()

    def test_a_poll_that_changes_everything_is_read_in_parts(self, memory: Memory) -> None:
        memory.poll(items(*range(120)))
        changed = [item(n, teaser="Something else.") for n in range(120)]
        assert [len(memory.poll(changed, NOW + self.hour).new) for _ in range(4)] == [50, 50, 20, 0]

    def test_what_was_only_seen_at_the_first_poll_is_not_read_for_a_change(self) -> None:
        memory = Memory()
        memory.poll([item(1, published_at=NOW - timedelta(days=3))])
        assert memory.poll([item(1, teaser="Something else.")], NOW + self.hour).new == ()


class TestFirstPoll:
    def test_ten_of_the_last_day_are_read_and_the_others_only_seen(self) -> None:
        hours = [item(n, published_at=NOW - timedelta(hours=n)) for n in range(40)]
        sifted = Memory().poll(hours)
        assert all(new.is_baseline for new in sifted.new)
        assert [new.key for new in sifted.new if new.state == "new"] == named(*range(9, -1, -1))
        assert (len(sifted.new), sifted.n_new, len(sifted.sightings)) == (40, 40, 40)

    def test_fewer_are_read_where_fewer_are_fresh(self) -> None:
        days = [item(n, published_at=NOW - timedelta(hours=11 * n)) for n in range(8)]
        assert [new.key for new in Memory().poll(days).new if new.state == "new"] == named(2, 1, 0)

    def test_what_comes_up_from_under_others_later_is_seen_but_no_news(self, memory: Memory) -> None:
        old = item(2, published_at=NOW - timedelta(days=3_650))
        recent = item(3, published_at=NOW - timedelta(days=6))
        states = {new.key: new.state for new in memory.poll([item(1), old, recent]).new}
        assert states == dict(zip(named(1, 2, 3), ("new", "baseline", "new"), strict=True))

    def test_three_without_a_date_pass_for_fresh(self) -> None:
        undated = [item(n, published_at=None) for n in range(8)]
        assert [new.key for new in Memory().poll(undated).new if new.state == "new"] == named(2, 1, 0)

    def test_an_operator_may_want_more_or_none(self) -> None:
        for wish in (0, 25):
            sifted = Memory().poll(items(*range(40)), limits=Limits(first_items=wish))
            assert sum(new.state == "new" for new in sifted.new) == wish

    def test_nothing_of_it_is_new_at_the_next_poll(self) -> None:
        memory = Memory()
        memory.poll(items(*range(40)))
        assert keys(memory.poll(items(*range(40), 41))) == named(41)

    def test_what_another_feed_has_shown_is_no_baseline(self, memory: Memory) -> None:
        memory.poll(items(1))
        assert keys(memory.poll(items(1, 2), feed=OTHER_FEED)) == named(2)


@pytest.mark.parametrize(
    ("given_date", "believed"),
    [
        (None, None),
        (datetime(1970, 1, 1, tzinfo=UTC), None),
        (datetime(1989, 12, 31, tzinfo=UTC), None),
        (datetime(1, 1, 1, tzinfo=UTC), None),
        (datetime(1999, 12, 31, tzinfo=UTC), datetime(1999, 12, 31, tzinfo=UTC)),
        (NOW - timedelta(seconds=1), NOW - timedelta(seconds=1)),
        (NOW + timedelta(seconds=1), NOW),
        (datetime.max.replace(tzinfo=UTC), NOW),
    ],
)
def test_a_date_is_believed_as_far_as_it_can_be(
    given_date: datetime | None, believed: datetime | None
) -> None:
    assert clamp(given_date, NOW) == believed
    for is_known in (False, True):
        memory = Memory()
        if is_known:
            memory.poll([])
        (new,) = memory.poll([item(1, published_at=given_date)]).new
        assert new.published_at == believed


_ENTRIES = st.builds(
    Entry,
    guid=st.sampled_from(["", "a", "b", "c"]),
    url=st.sampled_from(
        ["", SITE, *(f"https://www.example.org/{n}?utm_id={n}" for n in range(4)), "https://example.org/1#x"]
    ),
    title=st.sampled_from(["", "One", "Two", "LIVE: One - Daily"]),
    teaser=st.sampled_from(["", "x", "y"]),
    published_at=st.sampled_from(
        [
            None,
            NOW,
            NOW - timedelta(days=3),
            datetime(1970, 1, 1, tzinfo=UTC),
            datetime.max.replace(tzinfo=UTC),
        ]
    ),
    updated_at=st.sampled_from([None, NOW]),
)


@given(st.lists(st.lists(_ENTRIES, max_size=8), max_size=6), st.randoms(use_true_random=False))
def test_whatever_feeds_show_nothing_is_stored_twice_and_a_repeated_document_brings_nothing(
    polls: list[list[Entry]], dice: random.Random
) -> None:
    """The memory checks that every change is of something known, and every sighting of something stored."""
    memory = Memory()
    for entries in polls:
        sifted = memory.poll(entries)
        stored = keys(sifted)
        assert len(set(stored)) == len(stored)
        assert memory.poll(entries).new == ()
        own = {url_key(entry.url) for entry in entries}
        assert all(key in own or key.startswith("feed:") for key in stored)
    dice.shuffle(polls)
    assert len(memory.read_at) <= sum(map(len, polls))
