"""Bytes become text by the WHATWG's rules, and by no codec of Python's that is not on its list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.decoding import decode


@pytest.mark.parametrize(
    ("body", "codec", "text"),
    [
        ("naïve – “yes”".encode(), None, "naïve – “yes”"),
        ("naïve – “yes”".encode("cp1252"), None, "naïve – “yes”"),
        (b"\xef\xbb\xbfmarked", "cp1252", "marked"),
        ("marked é".encode("utf-16"), None, "marked é"),
        ("ж".encode("koi8-r"), "koi8-r", "ж"),
        # a server that says Latin-1 of UTF-8
        ("“yes”".encode(), "cp1252", "“yes”"),
        # one bad byte does not turn a page that says UTF-8 into another encoding
        (b'<meta charset="utf-8">' + "é".encode() + b"\xff", None, '<meta charset="utf-8">é\ufffd'),
        (
            b'<meta http-equiv=x content="text/html; charset=windows-1251">\xe6',
            None,
            '<meta http-equiv=x content="text/html; charset=windows-1251">ж',
        ),
        ("naïve".encode() + b" \xff\xfe", None, "naïve \ufffd\ufffd"),
        # not the WHATWG's labels
        (
            b'<meta charset="unicode_escape">\\x3cscript\xe9',
            None,
            '<meta charset="unicode_escape">\\x3cscripté',
        ),
        (b'<meta charset="utf-7">+ADw-script+AD4-', None, '<meta charset="utf-7">+ADw-script+AD4-'),
        (b'<meta charset="utf-16">plain', None, '<meta charset="utf-16">plain'),
    ],
)
def test_decode(body: bytes, codec: str | None, text: str) -> None:
    assert decode(body, codec) == text


@given(
    st.binary(max_size=500), st.sampled_from([None, "utf-8", "cp1252", "utf-16-le", "iso2022-jp", "gb18030"])
)
def test_any_bytes_decode(body: bytes, codec: str | None) -> None:
    """… into text without lone surrogates, which cannot be encoded."""
    text = decode(body, codec)
    assert text.encode("utf-8").decode("utf-8") == text
