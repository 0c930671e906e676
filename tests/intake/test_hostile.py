"""F9 and F10: feeds and pages that take time, memory or names away. Each costs its deadline at most, and others nothing.

DNS is a stand-in here, at the fetcher's own seam for names: it fails, stays silent, flips. TLS is real, with
certificates made for the test and believed, or not, by a context that takes the place of the system's.
"""

import shutil
import ssl
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.acquire.page import Limits
from bot.acquire.polling import FeedStatus
from bot.intake.poll import FeedPoll
from bot.store.records import Later
from bot.types import Feed
from tests.intake.conftest import Opens
from tests.intake.ledger import entry_count, state_of, titles, visits, wrong
from tests.intake.station import Station
from tests.servers.misbehaviour import page
from tests.servers.newsweb.forms import document
from tests.servers.site import Site

DEADLINE_S = 2.0
QUICK = Limits(total_s=0.5, dns_s=0.3, grace_s=0.3, apart_s=0.0)
SLACK_S = 2.0  # for a machine that does other things as well; one feed's deadline more would be seen

WAITING = ("stall", "stall-in-body", "trickle")
AT_ONCE = ("endless", "bomb", "headers", "loop", "private", "reset")


def feeds_told(one: Station) -> list[str]:
    return [told.url for told in one.news if isinstance(told, FeedPoll)]


class TestFeeds:
    """F9."""

    def test_each_hostile_one_costs_its_deadline_at_most_and_no_other_feed_waits_for_it(
        self, newsroom: Opens
    ) -> None:
        """Nine hostile feeds among twelve good ones; eight are asked side by side, three of them stay till their end."""
        hostile = dict(zip(range(0, 18, 2), (*WAITING, *AT_ONCE), strict=True))
        with newsroom(21, articles=1) as one:
            one.limits = replace(QUICK, total_s=DEADLINE_S, grace_s=DEADLINE_S)
            for feed, fault in hostile.items():
                one.web.fault(feed, fault)
            begun = time.monotonic()
            flow = one.runner.run(one.flow())
            one.runner.run(flow._poller.poll(one.news.append))
            assert time.monotonic() - begun < DEADLINE_S + SLACK_S
            order = feeds_told(one)
            waited = {one.web.url(feed) for feed, fault in hostile.items() if fault in WAITING}
            assert set(order[-len(waited) :]) == waited, "all others were done before their deadline"
            for feed in range(21):
                assert bool(state_of(one, feed).error) == (feed in hostile)
            one.poll()
            assert one.store.counts().documents == 12
            assert wrong(one) == []

    def test_whatever_ails_it_a_feed_that_heals_has_lost_nothing(self, newsroom: Opens) -> None:
        faults = (*WAITING, *AT_ONCE)
        with newsroom(len(faults), articles=1) as one:
            one.limits = QUICK
            one.poll()
            for feed, fault in enumerate(faults):
                one.web.fault(feed, fault)
                one.web.publish(feed)
            one.later(minutes=17)
            assert entry_count(one) == len(faults)
            for feed in range(len(faults)):
                one.web.heal(feed)
            one.later(minutes=17)
            assert wrong(one) == []

    def test_one_that_is_slow_is_waited_for(self, newsroom: Opens) -> None:
        with newsroom(articles=1) as one:
            one.web.fault(0, "slow", delay_s=0.7, times=1)
            one.poll()
            assert titles(one, "kept") == {one.web.sources[0].pieces[0].now.title}
            assert not state_of(one).error


class TestPages:
    """F9, for the pages that feeds name."""

    def test_one_that_stalls_or_breaks_off_is_tried_again_and_no_other_waits_for_it(
        self, newsroom: Opens
    ) -> None:
        with newsroom(6, articles=1) as one:
            one.limits = replace(QUICK, total_s=DEADLINE_S)
            one.web.habits(4, full_text=False)
            troubles = dict(enumerate(("stall", "stall", "cut", "error")))
            for feed, trouble in troubles.items():
                one.web.sources[feed].pieces[0].state = trouble
            one.poll()
            urls = [told.url for told in one.read]
            assert {url.partition("/f/")[2][0] for url in urls[-2:]} == {"0", "1"}, "what stalls is told last"
            assert sum(isinstance(told.outcome, Later) for told in one.read) == len(troubles)
            for feed in troubles:
                one.web.sources[feed].pieces[0].state = "live"
            one.later(minutes=6)
            assert wrong(one) == []
            assert [visits(one)[f"/f/{feed}/a/0"] for feed in range(6)] == [2, 2, 2, 2, 1, 1]


class TestNames:
    """F10, DNS."""

    @pytest.mark.parametrize("how", ["missing", "failing", "silent", "private", "flips"])
    def test_a_name_that_leads_nowhere_is_an_error_and_a_longer_wait(self, newsroom: Opens, how: str) -> None:
        with newsroom(2, articles=1) as one:
            one.limits = QUICK
            one.poll()
            one.names.asked.clear()
            one.names.broken["news0.example.org"] = how
            if how == "flips":
                one.names.asked.append("news0.example.org")  # so that the private half comes next
            one.web.publish(0)
            one.web.publish(1)
            waits = []
            for _ in range(3):
                one.later(days=1)
                state = state_of(one)
                assert state.error
                assert state.next_poll_at
                waits.append((state.next_poll_at - one.clock()).total_seconds())
                if how == "flips":
                    one.names.asked.append("news0.example.org")
            assert waits[2] > 1.5 * waits[1] > 2.2 * waits[0]
            assert one.store.counts().documents == 3, "the other feed goes on"
            assert state_of(one).status == FeedStatus.FAILING
            one.names.broken.clear()
            one.later(days=1)
            assert wrong(one) == []


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server that shows each host a certificate of its own, and a client that trusts those of an authority of ours."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl command to make certificates with")
    folder = tmp_path_factory.mktemp("tls")
    _make(openssl, folder)
    contexts = {}
    for host, name in HOSTS.items():
        contexts[host] = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexts[host].load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    server = contexts["good.example.org"]

    def choose(wire: ssl.SSLObject | ssl.SSLSocket, host: str | None, _: ssl.SSLContext) -> None:
        wire.context = contexts[host or "good.example.org"]

    server.sni_callback = choose
    return server, ssl.create_default_context(cafile=str(folder / "authority.pem"))


HOSTS = {
    "good.example.org": "good",
    "expired.example.org": "expired",
    "other.example.org": "good",  # which is for good.example.org
    "own.example.org": "own",
}
"""Hosts, and the certificate that each shows: one of the authority's, one that ran out, another host's, its own word."""


def _make(openssl: str, folder: Path) -> None:
    def run(*command: str) -> None:
        subprocess.run([openssl, *command], cwd=folder, check=True, capture_output=True)

    def request(name: str, host: str) -> None:
        (folder / f"{name}.ext").write_text(f"subjectAltName=DNS:{host}\n")
        run("req", *KEY, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={host}")

    run("req", "-x509", *KEY, "-keyout", "authority.key", "-out", "authority.pem", "-subj", "/CN=Authority")
    for name, start, end in (("good", None, None), ("expired", "20200101000000Z", "20200201000000Z")):
        request(name, f"{name}.example.org")
        (folder / "index").write_text("")
        (folder / "serial").write_text("01\n")
        (folder / "ca.cnf").write_text(AUTHORITY)
        span = ("-startdate", start, "-enddate", end) if start and end else ("-days", "30")
        command = ("ca", "-batch", "-notext", "-config", "ca.cnf", "-extfile", f"{name}.ext", *span)
        run(*command, "-in", f"{name}.csr", "-out", f"{name}.pem")
    alone = ("-subj", "/CN=own.example.org", "-addext", "subjectAltName=DNS:own.example.org")
    run("req", "-x509", *KEY, "-keyout", "own.key", "-out", "own.pem", *alone)


KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
AUTHORITY = """
[ca]
default_ca = ours
[ours]
new_certs_dir = .
database = index
serial = serial
certificate = authority.pem
private_key = authority.key
default_md = sha256
policy = any
[any]
commonName = supplied
"""


class TestTls:
    """F10."""

    def test_only_a_certificate_that_proves_the_host_is_read_and_plain_http_is_never_tried(
        self, newsroom: Opens, tls: tuple[ssl.SSLContext, ssl.SSLContext]
    ) -> None:
        server, trust = tls
        with newsroom(articles=1) as one:
            good = document(one.web.sources[0], "https://good.example.org")
            with Site({"/feed.xml": page(good, content_type="application/rss+xml")}, tls=server) as site:
                urls = {host: f"https://{host}:{site.port}/feed.xml" for host in HOSTS}
                one.store.sync_feeds(Feed(url, host, host) for host, url in urls.items())
                one.web.port, one.trust, one.limits = site.port, trust, QUICK
                for polls in range(1, 4):
                    one.later(days=1)
                    asked = {host: one.names.asked.count(host) for host in urls}
                    assert asked["expired.example.org"] == polls, "one try a poll, and none without TLS"
                states = {host: one.store.feed(url) for host, url in urls.items()}
            hosts = [request.headers["host"] for request in site.requests if request.path == "/feed.xml"]
        assert {host.partition(":")[0] for host in hosts} == {"good.example.org"}
        for host, record in states.items():
            assert record
            is_good = host == "good.example.org"
            assert record.state.status == (FeedStatus.OK if is_good else FeedStatus.FAILING)
            assert ("cannot prove who it is" in record.state.error) != is_good
            assert is_good or record.state.fetch_url.startswith("https://")
