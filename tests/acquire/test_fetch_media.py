"""What documents are and which characters they claim to be in."""

import codecs

import pytest

from bot.acquire.charsets import _CODEC, codec_for, codec_of_mark
from bot.acquire.media import agrees, read_type


@pytest.mark.parametrize("label", _CODEC)
def test_every_label_leads_to_a_codec_that_only_decodes_characters(label: str) -> None:
    codec = codec_for(label)
    assert codec is not None
    assert codecs.lookup(codec)._is_text_encoding
    assert "<p>".encode(codec).decode(codec) == "<p>"


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF-8", "utf-8"),
        (" utf8\n", "utf-8"),
        ("iso-8859-1", "cp1252"),  # as browsers read it
        ("us-ascii", "cp1252"),
        ("gb2312", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("euc-kr", "cp949"),
        ("windows-1251", "cp1251"),
    ],
)
def test_a_label_is_read_as_browsers_read_it(label: str, codec: str) -> None:
    assert codec_for(label) == codec


@pytest.mark.parametrize(
    "label",
    [
        *(
            "unicode_escape",
            "raw_unicode_escape",
            "utf_7",
            "utf-7",
            "idna",
            "punycode",
            "rot13",
            "base64",
            "zip",
            "hex",
        ),
        *(
            "undefined",
            "mbcs",
            "utf-32",
            "utf_8_sig",
            "cp037",
            "hz",
            "hz-gb-2312",
            "iso-2022-kr",
            "",
            "x" * 1_000,
        ),
    ],
)
def test_a_label_that_is_not_the_webs_is_none_however_well_python_knows_it(label: str) -> None:
    assert codec_for(label) is None


@pytest.mark.parametrize(
    ("body", "codec"),
    [
        (b"\xef\xbb\xbf<p>", "utf-8"),
        (b"\xff\xfe<\x00", "utf-16-le"),
        (b"\xfe\xff\x00<", "utf-16-be"),
        (b"<p>", None),
    ],
)
def test_a_byte_order_mark_proves_its_codec(body: bytes, codec: str | None) -> None:
    assert codec_of_mark(body) == codec


@pytest.mark.parametrize(
    ("header", "kind", "label"),
    [
        ("text/html", "text/html", None),
        ("Text/HTML; Charset=UTF-8", "text/html", "UTF-8"),
        ('text/html; x=y; charset = "koi8-r"', "text/html", "koi8-r"),
        ("text/html;charset=", "text/html", None),
        ("", "", None),
        (";", "", None),
    ],
)
def test_a_content_type_is_split(header: str, kind: str, label: str | None) -> None:
    assert read_type(header) == (kind, label)


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        ("text/html", b"<p>x", True),
        ("text/html", b"\n\n Warning: old script <p>x", True),
        ("text/html", b"\xef\xbb\xbf<p>x", True),
        ("text/html", "<p>x".encode("utf-16"), True),
        ("text/html", b"\x1b$B<p>", True),  # ISO-2022-JP switches with escapes
        ("text/html", b"", True),
        ("text/html", b"no tag at all", False),
        ("text/html", b"<p>\x00\x01", False),
        ("text/html", b"%PDF-1.4 <p>", False),
        ("text/html", b"PK\x03\x04<p>", False),
        ("text/plain", b"words", True),
        ("text/plain", b"\x7fELF", False),
        ("application/rss+xml", b"<?xml version='1.0'?><rss/>", True),
        ("application/rss+xml", b"not found", False),
        ("application/feed+json", b' {"version": 1}', True),
        ("application/json", b"[1]", True),
        ("application/json", b"<html>", False),
    ],
)
def test_bytes_agree_with_what_was_declared(content_type: str, body: bytes, expected: bool) -> None:
    assert agrees(content_type, body) is expected
