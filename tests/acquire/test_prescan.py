"""What is built to hurt parsers is refused before one sees it; ordinary pages are not."""

import contextlib
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.prescan import MAX_ATTRIBUTES, MAX_TAG_BYTES, lean, prescan
from bot.errors import InputError

FLOOD = b" ".join(b"a%d=1" % n for n in range(60_000))


@pytest.mark.parametrize(
    "markup",
    [
        b"<p " + b" ".join(b"a%d=1" % n for n in range(MAX_ATTRIBUTES + 1)) + b">",
        b"<p " + b" ".join(b"a%d" % n for n in range(MAX_ATTRIBUTES + 1)) + b">",
        b'<p title="' + b"x" * MAX_TAG_BYTES + b'">',
        b"<p title='" + b"x" * MAX_TAG_BYTES,
        b'<!DOCTYPE html [<!ENTITY a "aaaa"><!entity b "&a;&a;">]><p>&b;',
        b"<script>1</script><p " + b"x " * MAX_TAG_BYTES + b">",
        b'<p x=">" ' + FLOOD + b">",
        b"<p x = '>' " + FLOOD + b">",
        b"<!-- <script --><p " + FLOOD + b">",
        b"<!--><p " + FLOOD + b"-->",
        b"<!-- --!><p " + FLOOD + b">-->",
        b"<!-- <p " + FLOOD + b">",
        b"<script " + FLOOD + b"></script>",
        b'<img src="data:image/png;base64,AAAA" ' + FLOOD + b">",
    ],
    ids=range(14),
)
def test_refused(markup: bytes) -> None:
    with pytest.raises(InputError):
        prescan(markup)


@pytest.mark.parametrize(
    "markup",
    [
        b"",
        b"plain text, a < b and c > d",
        b"<!DOCTYPE html><p>&amp;",
        b"<p " + b" ".join(b"a%d=1" % n for n in range(MAX_ATTRIBUTES // 2)) + b">",
        b'<img alt="' + b"many words " * 3_000 + b'">',
        b"<script>for(i=0;i<n;i++){" + b'"data",' * MAX_TAG_BYTES + b"}</script>",
        b"<STYLE>a{}" + b"b<c " * MAX_TAG_BYTES + b"</style>",
        b"<p>" + b"a long text without a tag " * MAX_TAG_BYTES,
        b"<script>" * 20_000,
        b"<!-- <p " + FLOOD + b"> -->",
        b'<p title="a > b"><a title="x"" href=y>it"s</a>' * 2_000,
        b'<p>5" = "6, he said</p>' * 5_000,
        b'<img src="data:image/png;base64,' + b"A" * 2 * MAX_TAG_BYTES + b'" alt="A river">',
        b"<i style='background: url(data:image/png;base64," + b"A" * 2 * MAX_TAG_BYTES + b")'>",
    ],
    ids=range(14),
)
def test_let_through(markup: bytes) -> None:
    prescan(markup)


@given(st.binary(max_size=2_000))
def test_short_markup_without_entities_is_let_through(markup: bytes) -> None:
    if b"<!entity" not in markup.lower():
        prescan(markup)


@pytest.mark.parametrize(
    "unit",
    [
        b"<",
        b"<a ",
        b"<!--",
        b"<!-->",
        b"<script>",
        b"<script></",
        b'="',
        b"<p x='\">",
        b"<!-- --!",
        b"= ",
        b'<p ="data:"',
    ],
)
@pytest.mark.parametrize("look", [prescan, lean])
def test_no_repetition_makes_the_look_slow(unit: bytes, look: Callable[[bytes], object]) -> None:
    """A megabyte takes a tenth of a second at most; a look in quadratic time would take an hour."""
    started = time.process_time()
    with contextlib.suppress(InputError):
        look(unit * (1_000_000 // len(unit)))
    assert time.process_time() - started < 2.0


def test_lean_markup_has_what_a_reader_sees_and_what_describes_the_article() -> None:
    assert lean(b"<p>a<!-- open <p>b") == b"<p>a<!-- open <p>b"
    assert lean(b"<style-guide>a</style-guide>") == b"<style-guide>a</style-guide>"
    markup = (
        b'<!DOCTYPE html><!-- a <p> --><SCRIPT>if (a<b) "<p>"</SCRIPT><style>p > a {}</style>'
        b'<script type="application/ld+json">{"headline": "x"}</script>'
        b'<p title="a > b"><img src="data:image/png;base64,AAAA" alt="b">a < c</p><script>open'
    )
    assert lean(markup) == (
        b"<!DOCTYPE html><SCRIPT></SCRIPT><style></style>"
        b'<script type="application/ld+json">{"headline": "x"}</script>'
        b'<p title="a > b"><img src="" alt="b">a < c</p><script>'
    )
