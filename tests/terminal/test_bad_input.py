"""Bad input gets one clear line and the documented exit code; nothing of it ever shows a traceback."""

import os
from pathlib import Path

import pytest

from tests.terminal.command import brief

PROSE = b"The minister said that the river had been calm since the boats left the harbour on Monday morning. "

BYTES = {
    "empty": (b"", 3, "empty"),
    "white space": (b" \n\t \n", 3, "empty"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, 3, "binary"),
    "zero bytes in text": (PROSE + b"\0\0\0" + PROSE, 3, "binary"),
    "larger than 10 MB": (b"word " * 2_000_001, 3, "larger than"),
    "a page without text": (b"<html><head><title>x</title></head><body><img src=a.png></body></html>", 5, ""),
    "two words": (b"Good morning.", 5, "at least"),
    "a foreign script": (
        "Президент во вторник заявил, что переговоры продолжатся. ".encode() * 30,
        5,
        "English",
    ),
    "another language": (
        b"Le ministre a dit mardi que les negociations avec la Russie reprendront dans les jours qui viennent. "
        * 20,
        5,
        "English",
    ),
    "an entity bomb": (
        b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><html><body><p>&b;</p></body></html>',
        3,
        "",
    ),
    "a tag of a thousand attributes": (
        b"<html><body><p " + b" ".join(b"a%d=1" % n for n in range(2_000)) + b">x</p></body></html>",
        3,
        "",
    ),
    "a feed": (b"<?xml version='1.0'?><rss version='2.0'><channel><item/></channel></rss>", 5, "feed"),
}


@pytest.mark.parametrize("name", BYTES)
def test_bad_bytes_give_one_line_and_their_code(name: str, tmp_path: Path) -> None:
    data, code, words = BYTES[name]
    file = tmp_path / "input"
    file.write_bytes(data)
    done = brief(file)
    told = done.stderr.decode()
    assert (done.returncode, done.stdout, told.count("\n")) == (code, b"", 1)
    assert told.startswith(f"brief: {file}: ")
    assert words in told


@pytest.mark.parametrize(
    "data",
    [
        PROSE * 100_000,  # one line of 10 MB
        (PROSE * 12).replace(b"calm", b"c\xe1lm"),  # Latin-1, undeclared
        (PROSE * 12).decode().encode("utf-16"),
        (PROSE * 12).replace(b"river", b"ri\xed\xa0\x80ver"),  # a lone surrogate, as some programs write it
        (PROSE * 12).replace(b"river", "ri\u202ever\u2066".encode()),  # bidi controls
        (PROSE * 12).replace(b"river", b"ri\x1b[31mver\xc2\x9b2J"),  # terminal controls
    ],
    ids=["10 MB line", "latin-1", "utf-16", "lone surrogate", "bidi controls", "terminal controls"],
)
def test_odd_bytes_are_read_and_shown_without_harm(data: bytes) -> None:
    done = brief("-", stdin=data)
    shown = done.stdout.decode("utf-8")
    assert done.returncode == 0, done.stderr
    assert "The minister said" in shown
    assert not [c for c in shown if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066")]


def test_a_text_that_is_cut_is_told_so_unless_quiet() -> None:
    done = brief("-", stdin=PROSE * 3_000)
    assert done.stderr.decode() == "brief: -: longer than 200,000 characters; only so much of it was read.\n"
    assert brief("-", "-q", stdin=PROSE * 3_000).stderr == b""


@pytest.mark.parametrize(
    ("path", "words"), [("missing.txt", "no such file"), (".", "folder"), ("a\udcffb.txt", "no such file")]
)
def test_a_path_that_holds_no_file(path: str, words: str, tmp_path: Path) -> None:
    done = brief(tmp_path / path)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (3, b"", 1)
    assert words in done.stderr.decode()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_bytes(PROSE)
    file.chmod(0)
    done = brief(file)
    assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000/",
        "http://localhost/story",
        "http://169.254.169.254/latest/meta-data/",
        "https://user:secret@news.example/",
        "http://[::1]/",
        "http://2130706433/",
        "ftp://news.example/story",
        "file:///etc/passwd",
    ],
)
def test_every_address_that_is_not_public_gets_the_same_words(address: str) -> None:
    done = brief(address)
    told = done.stderr.decode()
    assert (done.returncode, done.stdout) == (4, b"")
    assert (
        told
        == f"brief: {address}: Cannot read that page. Give the public http or https address of a news article.\n"
    )


def test_words_without_spaces_are_refused_for_their_script_not_their_number() -> None:
    done = brief("-", stdin="外交部长星期二表示，谈判将在日内瓦继续进行。".encode() * 3)
    assert (done.returncode, done.stderr.count(b"\n")) == (5, 1)
    assert b"English" in done.stderr
