"""Local input: its kind, or one clear line that says why not."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.acquire.page import MAX_BYTES
from bot.acquire.sources import read_file, read_stream
from bot.errors import InputError


@pytest.mark.parametrize(
    ("name", "body", "content_type"),
    [
        ("a.txt", b"The talks are over.", "text/plain"),
        ("a", b"a < b, the paper says", "text/plain"),
        ("a", b"<unknown> said the paper", "text/plain"),
        ("a", b"\xef\xbb\xbf  <!DOCTYPE html><p>x", "text/html"),
        ("a.txt", b"<!-- a page --><html><p>x", "text/html"),
        ("a.html", b"Saved from a page <br>", "text/html"),
        ("a.html", b"no tag in it", "text/plain"),
        ("a.xml", b'<?xml version="1.0"?><rss version="2.0"></rss>', "application/xml"),
        (
            "a.xml",
            b'<?xml version="1.0"?><rss><channel><title>Talks</title></channel></rss>',
            "application/xml",
        ),
        ("a.json", b'{"version": "1"}', "application/json"),
        ("a.txt", b'["no comment", he said]', "text/plain"),
        ("a.xhtml", b'<?xml version="1.0"?><html xmlns="x"></html>', "text/html"),
        ("a.txt", "Überfall".encode("utf-16"), "text/plain"),
        ("a", "<!DOCTYPE html><p>Überfall".encode("utf-16"), "text/html"),
        ("a", b"\xfe\xff" + "\n<html><p>Überfall".encode("utf-16-be"), "text/html"),
        ("a", '<?xml version="1.0"?><rss></rss>'.encode("utf-16"), "application/xml"),
        ("a.txt", "naïve".encode("cp1252"), "text/plain"),
    ],
)
def test_kind(tmp_path: Path, name: str, body: bytes, content_type: str) -> None:
    (tmp_path / name).write_bytes(body)
    source = read_file(tmp_path / name)
    assert (source.content_type, source.body) == (content_type, body)
    assert read_stream(io.BytesIO(body)).body == body


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"%PDF-1.7 and so on", "binary"),
        (b"text and then\x00zero", "binary"),
        (b"text " * 1_000 + b"\x00", "binary"),
        (b"x" * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_refused(tmp_path: Path, body: bytes, says: str) -> None:
    path = tmp_path / "input"
    path.write_bytes(body)
    with pytest.raises(InputError, match=says) as refused:
        read_file(path)
    assert str(path) in str(refused.value)
    with pytest.raises(InputError, match=f"standard input: {says}"):
        read_stream(io.BytesIO(body))


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_file(tmp_path / "absent")
    with pytest.raises(InputError, match="folder"):
        read_file(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        read_file(Path("a\0b"))
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be read"):
        read_file(tmp_path / "file" / "below")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("x")
    path.chmod(0)
    with pytest.raises(InputError, match="may not be read"):
        read_file(path)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_source_or_refused(body: bytes) -> None:
    try:
        assert read_stream(io.BytesIO(body)).body == body
    except InputError as refused:
        assert "\n" not in str(refused)  # noqa: PT017 - a source would be as good
