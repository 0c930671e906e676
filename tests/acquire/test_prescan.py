"""What is built to hurt parsers is refused before one sees it; ordinary pages are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.prescan import MAX_ATTRIBUTES, MAX_TAG_BYTES, prescan
from bot.errors import InputError


@pytest.mark.parametrize(
    "markup",
    [
        b"<p " + b" ".join(b"a%d=1" % n for n in range(MAX_ATTRIBUTES + 1)) + b">",
        b"<p " + b" ".join(b"a%d" % n for n in range(MAX_ATTRIBUTES + 1)) + b">",
        b'<p title="' + b"x" * MAX_TAG_BYTES + b'">',
        b"<p title='" + b"x" * MAX_TAG_BYTES,
        b'<!DOCTYPE html [<!ENTITY a "aaaa"><!entity b "&a;&a;">]><p>&b;',
        b"<script>1</script><p " + b"x " * MAX_TAG_BYTES + b">",
    ],
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
    ],
)
def test_let_through(markup: bytes) -> None:
    prescan(markup)


@given(st.binary(max_size=2_000))
def test_short_markup_without_entities_is_let_through(markup: bytes) -> None:
    if b"<!entity" not in markup.lower():
        prescan(markup)
