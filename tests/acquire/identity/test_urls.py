"""Under which text an article is known, whatever its address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.identity.tracking import HOSTS, NAMES, PREFIXES
from bot.acquire.identity.urls import MAX_KEY_CHARS, canonical_claim, host_of, is_home, url_key

KEY = "https://example.org/world/2024/minister-quits"

SAME = [
    "http://example.org/world/2024/minister-quits",
    "HTTPS://WWW.Example.ORG:443/world/2024/minister-quits/",
    "http://example.org:80/world//2024/./minister-quits#comments",
    "https://m.example.org/world/2024/minister-quits?",
    "https://mobile.example.org/world/x/../2024/minister-quits?&",
    "https://amp.example.org/world/2024/minister-quits",
    "https://www.example.org./world/2024/minister-quits/amp",
    "https://example.org/world/2024/minister-quits/amp/?utm_source=x",
    "https://example.org/world/2024/minister-quits.amp",
    "https://example.org/amp/world/2024/minister-quits",
    "https://example.org/world/2024/minister-quits/amp.html",
    "https://example.org/world/2024/minister-quits?amp=1",
    "https://example.org/world/2024/minister-quits?amp",
    "https://example.org/world/2024/minister-quits?outputType=amp",
    "https://example.org/world/2024/minister-quits/index.html",
    "https://example.org/%77orld/2024/minister%2Dquits",
    "https://example.org/world/2024/minister-quits;jsessionid=7A3F?jsessionid=7A3F",
    "https://example-org.cdn.ampproject.org/c/s/example.org/world/2024/minister-quits/amp?usqp=mq331A&amp_js_v=0.1",
    "https://example-org.cdn.ampproject.org/v/s/www.example.org/world/2024/minister-quits",
    "https://www.google.com/amp/s/www.example.org/world/2024/minister-quits.amp",
    "https://www.google.co.uk/amp/s/example.org/world/2024/minister-quits",
    "https://google.com/amp/s/example-org.cdn.ampproject.org/c/example.org/world/2024/minister-quits",
    "  https://example.org/world/2024/minister-quits\n",
    "https://example.org/world/2024/minister-quits?CMP=share_btn_tw",
    "https://example.org/world/2024/minister-quits?utm_source=rss&UTM_MEDIUM=feed&utm_campaign=7",
    "https://example.org/world/2024/minister-quits?at_medium=RSS&at_campaign=KARANGA&at_link_id=70F5",
    "https://example.org/world/2024/minister-quits?fbclid=IwAR0x&gclid=Cj0&mc_cid=1a&mc_eid=2b",
    "https://example.org/world/2024/minister-quits?ocid=socialflow_twitter&ns_mchannel=social",
    "https://example.org/world/2024/minister-quits?partner=rss&emc=rss&smid=tw-share",
    "https://example.org/world/2024/minister-quits?ref=hp-top-1&ref_src=twsrc%5Etfw",
    "https://example.org/world/2024/minister-quits?source=rss----abc123&mod=rss_world&rss=1",
]

OTHER = [
    "https://example.org/world/2024/minister-quits-2",
    "https://example.org/World/2024/minister-quits",
    "https://example.com/world/2024/minister-quits",
    "https://news.example.org/world/2024/minister-quits",
    "https://example.org:8443/world/2024/minister-quits",
    "https://example.org/world/2024/minister-quits?id=1",
    "https://example.org/world/2024/minister-quits?story_id=1",
    "https://example.org/world/2024/minister-quits?page=2",
    "https://example.org/world/2024/minister-quits?ref=20240503",
    "https://example.org/world/2024/minister-quits?source=ap",
    "https://example.org/world/2024/minister-quits?mod=viewthread",
    "https://example.org/world/2024/minister-quits?via=paris",
    "https://example.org/world/2024/minister-quits?cid=4711",
    "https://example.org/world/2024/minister-quits#!/17",
    "https://example.org/world/2024/minister-quits?amp=2",
    "https://example.org/world/2024/minister%2Fquits",
    "https://cdn.ampproject.org/world/2024/minister-quits",
    "https://google.com/search?q=minister-quits",
]


@pytest.mark.parametrize("url", SAME)
def test_one_article_has_one_key(url: str) -> None:
    assert url_key(url) == KEY


def test_what_may_be_another_article_has_another_key() -> None:
    keys = [url_key(url) for url in (KEY, *OTHER)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("", ""),
        (" \n", ""),
        ("http://www.example.org", "https://example.org/"),
        ("http://www.com/a", "https://www.com/a"),
        ("https://bücher.example.org/ä?ö=ü#x", "https://xn--bcher-kva.example.org/%C3%A4?%C3%B6=%C3%BC"),
        ("https://example.org/a?z=1&b=2&a=3&b=1", "https://example.org/a?a=3&b=2&b=1&z=1"),
        ("https://example.org/a?q=one+two", "https://example.org/a?q=one%20two"),
        ("https://example.org/100%/%7euser/%c3%a9", "https://example.org/100%25/~user/%C3%A9"),
        ("https://example.org/#!/story/17", "https://example.org/#!/story/17"),
        ("https://example.org/article.php?id=17&utm_id=3", "https://example.org/article.php?id=17"),
        ("https://www.dailymail.co.uk/a?ito=1490", "https://dailymail.co.uk/a"),
        ("https://example.org/a?ito=1490", "https://example.org/a?ito=1490"),
        ("http://127.0.0.1:8080/a/", "https://127.0.0.1:8080/a"),
        ("http://[2606:4700::1111]/a", "https://[2606:4700::1111]/a"),
    ],
)
def test_the_key_is_as_written_here(url: str, key: str) -> None:
    assert url_key(url) == key


@pytest.mark.parametrize(
    "text",
    [
        "mailto:a@example.org",
        "urn:uuid:17",
        "https://user@example.org/",
        "https://exa mple.org/",
        "a\x00b",
        "\ud800",
        "http://[::1",
        "http:///x",
        "https://example.org/" + "a" * MAX_KEY_CHARS,
        "https://example.org/a\\b",
    ],
)
def test_what_is_no_plain_url_is_known_by_a_digest_that_a_database_can_hold(text: str) -> None:
    assert url_key(text).startswith("url:")
    assert len(url_key(text)) == 36
    assert url_key(text) == url_key(f" {text}")


_PIECES = st.sampled_from(
    (
        *(
            "http://",
            "https://",
            "HTTPS://",
            "www.",
            "m.",
            "amp.",
            "mobile.",
            "example.org",
            "bücher.org",
            "[::1]",
            ":80",
            ":8080",
        ),
        *(
            "/",
            "//",
            "amp",
            ".amp",
            ".html",
            "index.html",
            ".",
            "..",
            ";jsessionid=1",
            "a",
            "b",
            "%41",
            "%",
            "%2e",
            "%2F",
        ),
        *(
            "?",
            "&",
            "=",
            "utm_source",
            "amp=1",
            "id=1",
            "ref=a",
            "+",
            "#",
            "#!",
            "!",
            "é",
            " ",
            "\\",
            "\x00",
            "url:",
        ),
        *("cdn.ampproject.org", "/c/s/", "/v/", "google.com/amp/s/", "google.com"),
    )
)


@given(
    st.one_of(
        st.text(),
        st.lists(_PIECES, max_size=14).map("".join),
        st.lists(_PIECES, max_size=14).map(lambda p: "https://" + "".join(p)),
    )
)
def test_any_text_has_a_key_and_a_key_is_its_own(text: str) -> None:
    key = url_key(text)
    assert url_key(key) == key
    assert key.isascii()
    assert len(key) <= MAX_KEY_CHARS
    assert bool(key) == bool(text.strip())


@given(
    st.from_regex(r"/[a-z]{1,9}/[a-z0-9-]{1,20}", fullmatch=True),
    st.dictionaries(
        st.sampled_from(["id", "p", "story_id", "article", "date"]),
        st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True),
    ),
    st.lists(
        st.sampled_from(["utm_source=a", "fbclid=IwAR", "CMP=x", "smid=y", "at_medium=RSS", "ref=top"]),
        max_size=4,
    ),
    st.randoms(use_true_random=False),
)
def test_tracking_makes_no_difference_wherever_it_stands_and_ids_do(
    path: str, ids: dict[str, str], tracking: list[str], dice: object
) -> None:
    own = [f"{name}={value}" for name, value in ids.items()]
    mixed = [*own, *tracking]
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    key = url_key(f"https://www.example.org{path}/?{'&'.join(mixed)}")
    assert key == url_key(f"http://example.org{path}?{'&'.join(own)}")
    for name, value in ids.items():
        assert key != url_key(
            f"http://example.org{path}?{'&'.join(one for one in own if one != f'{name}={value}')}"
        )


def test_the_tables_of_tracking_are_in_the_case_that_they_are_looked_up_in() -> None:
    names = {*NAMES, *PREFIXES, *(name for names in HOSTS.values() for name in names)}
    assert all(name == name.casefold() for name in names)
    assert not [name for name in NAMES if name.startswith(PREFIXES)]


class TestCanonicalClaim:
    at = "https://www.example.org/news/2024/minister-quits-after-vote?utm_source=rss"

    @pytest.mark.parametrize(
        ("claimed", "url"),
        [
            ("https://example.org/news/2024/minister-quits-after-vote", None),
            (
                "/news/2024/05/minister-quits-after-vote.html",
                "https://www.example.org/news/2024/05/minister-quits-after-vote.html",
            ),
            ("http://m.example.org/news/1234567", "http://m.example.org/news/1234567"),
            ("https://example.org/article.php?id=17", "https://example.org/article.php?id=17"),
            (
                "https://example.org/minister-quits-after-vote",
                "https://example.org/minister-quits-after-vote",
            ),
        ],
    )
    def test_an_article_of_the_same_site_is_believed(self, claimed: str, url: str | None) -> None:
        assert canonical_claim(claimed, self.at) == (url or claimed)

    @pytest.mark.parametrize(
        "claimed",
        [
            "",
            "/",
            "https://example.org",
            "https://example.org/index.html",
            "https://example.org/?lang=en",
            "https://example.org/news",
            "https://example.org/news/2024/",
            "https://example.org/world/middle-east",
            "https://example.com/news/2024/minister-quits-after-vote",
            "https://edition.example.org/news/2024/minister-quits-after-vote",
            "https://example.org:8443/news/2024/minister-quits-after-vote",
            "https://127.0.0.1/news/2024/minister-quits-after-vote",
            "https://user@example.org/news/2024/minister-quits-after-vote",
            "javascript:alert(1)",
            "http://[::1",
            "https://example.org/a b",
        ],
    )
    def test_anything_else_is_not(self, claimed: str) -> None:
        assert canonical_claim(claimed, self.at) is None

    @pytest.mark.parametrize(
        ("path", "is_believed"), [("/news/4711", True), ("/the-vote-now", True), ("/article.php", False)]
    )
    def test_a_claim_without_the_query_is_believed_where_the_path_names_an_article(
        self, path: str, is_believed: bool
    ) -> None:
        claim = f"https://example.org{path}"
        assert canonical_claim(claim, f"{claim}?xyz=17") == (claim if is_believed else None)

    def test_a_page_may_call_its_own_address_canonical_though_it_looks_like_a_section(self) -> None:
        assert (
            canonical_claim("https://example.org/coup", "https://www.example.org/coup/amp")
            == "https://example.org/coup"
        )

    def test_a_copy_in_an_amp_cache_belongs_to_the_site_it_was_taken_from(self) -> None:
        at = "https://example-org.cdn.ampproject.org/c/s/example.org/news/2024/minister-quits/amp"
        claim = "https://example.org/news/2024/minister-quits"
        assert canonical_claim(claim, at) == claim

    @given(st.text(), st.text())
    def test_any_two_texts_are_an_address_or_none(self, claimed: str, read_at: str) -> None:
        for at in (read_at, self.at):
            claim = canonical_claim(claimed, at)
            assert claim is None or url_key(claim).startswith("https://")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Example.org/a", "www.example.org"),
        ("http://example.org:80", "example.org"),
        ("http://127.0.0.1:8080/a", "127.0.0.1:8080"),
        ("http://[2001:DB8::1]:8080/a", "[2001:db8::1]:8080"),
        ("https://Zürich.example/a", "xn--zrich-kva.example"),
        (f"https://{'ü' * 100}.example/", ""),  # no label has so many
        (f"https://{'a' * 245}.example/", "a" * 245 + ".example"),
        (f"https://{'a' * 246}.example/", ""),
        ("https://a b.example/", ""),
        ("mailto:a@example.org", ""),
        ("", ""),
    ],
)
def test_host_of(url: str, host: str) -> None:
    assert host_of(url) == host


@given(st.text(), st.text())
def test_a_host_is_short_and_ascii_whatever_the_address(name: str, rest: str) -> None:
    for text in (name, name * 300):
        host = host_of(f"https://{text}/{rest}")
        assert host.isascii()
        assert len(host) <= 253 + len(":65535")


def test_a_home_page_is_told_from_an_article_by_its_key() -> None:
    assert is_home(url_key("http://www.example.org/index.html?utm_source=x"))
    assert not is_home(url_key("https://example.org/?p=17"))
    assert not is_home(url_key("https://example.org/#!/17"))
    assert not is_home("")
