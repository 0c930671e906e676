"""The directory and standard output as platforms."""

import asyncio
import errno
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.terminal.messengers import names
from adapters.terminal.messengers.directory import DirectoryMessenger
from adapters.terminal.messengers.stream import Screen, StreamMessenger
from bot.deliver.messenger import Found, NotNow, NotThere, Piece, Posted, Unreadable
from bot.errors import StoreUnavailable
from bot.types import Channel, Heading, Image, Message, Para

DESK = Channel("dir", "local", "desk")
THEN = datetime(2026, 5, 12, tzinfo=UTC)
MESSAGE = Message("morning/2026-05-12/08:00", (Heading("Horn of Africa", 1), Para("All quiet.")), "All quiet")
HOSTILE = (
    "../../etc/passwd",
    'a/b\\c:d*e?f"g<h>i|j\0k\nl',
    "CON",
    "x" * 5_000,
    "…",
    "\ud800",
    "morning",
    "Morning",
    "morning.",
    "",
    "-",
)


def directory(root: Path) -> DirectoryMessenger:
    return DirectoryMessenger(root, lambda _: None)


def piece(messenger: DirectoryMessenger, key: str = MESSAGE.key, thread: str = "") -> Piece:
    (payload,) = messenger.render(MESSAGE, plain=False)
    return Piece(key, 0, payload, thread)


def test_a_part_is_a_file_under_its_channel_and_is_found_again(tmp_path: Path) -> None:
    messenger = directory(tmp_path)
    one = piece(messenger)
    assert asyncio.run(messenger.find(DESK, one, THEN)) == NotThere()
    posted = asyncio.run(messenger.post(DESK, one))
    assert isinstance(posted, Posted)
    files = sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.*"))
    assert files == [f"dir/local/desk/{posted.ref}{ending}" for ending in (".html", ".md")]
    assert posted.ref.startswith("morning-2026-05-12-08-00-")
    assert (tmp_path / files[1]).read_text("utf-8") == "# Horn of Africa\n\nAll quiet.\n"
    assert (tmp_path / files[0]).read_text("utf-8").startswith("<!doctype html>")
    assert asyncio.run(messenger.find(DESK, one, THEN)) == Found(posted.ref)


def test_what_is_posted_twice_is_there_once_and_as_it_was(tmp_path: Path) -> None:
    messenger = directory(tmp_path)
    first = asyncio.run(messenger.post(DESK, piece(messenger)))
    (file,) = tmp_path.rglob("*.md")
    before = file.stat()
    assert asyncio.run(messenger.post(DESK, piece(messenger))) == first
    assert file.stat() == before


def test_an_edit_takes_the_place_of_a_post_and_a_reply_stands_beside_it(tmp_path: Path) -> None:
    messenger = directory(tmp_path)
    first = asyncio.run(messenger.post(DESK, piece(messenger)))
    assert isinstance(first, Posted)
    (payload,) = messenger.render(Message("k", (Para("Corrected."),), "Corrected"), plain=False)
    assert asyncio.run(messenger.edit(DESK, first.ref, Piece("edit", 0, payload, first.ref))) == first
    reply = piece(messenger, "update/1", first.ref)
    second = asyncio.run(messenger.post(DESK, reply))
    assert isinstance(second, Posted)
    assert second.ref.startswith(f"{first.ref}.reply-update-1-")
    assert asyncio.run(messenger.find(DESK, reply, THEN)) == Found(second.ref)
    texts = {file.stem: file.read_text("utf-8") for file in tmp_path.rglob("*.md")}
    assert texts[first.ref] == "Corrected.\n"
    assert len(texts) == 2


def test_no_name_leaves_the_directory_or_is_another_ones(tmp_path: Path) -> None:
    messenger = directory(tmp_path)
    refs = set()
    for name in HOSTILE:
        for channel, key in ((DESK, name), (Channel("dir", name or "x", name or "x"), "same")):
            posted = asyncio.run(messenger.post(channel, piece(messenger, key, thread="")))
            assert isinstance(posted, Posted), name
            refs.add("/".join((*names.path(channel), posted.ref)).lower())
        edited = asyncio.run(messenger.edit(DESK, name, piece(messenger, name)))
        assert isinstance(edited, Posted), name
    assert len(refs) == 2 * len(HOSTILE)
    assert {path.name for path in tmp_path.iterdir()} == {"dir"}
    assert all(len(path.name) < 200 for path in tmp_path.rglob("*"))


def test_the_same_message_is_always_the_same_part(tmp_path: Path) -> None:
    pictured = Message("k", (Image("0" * 32, "A chart"),), "k")

    def unreadable(_: str) -> bytes | None:
        raise StoreUnavailable("locked")

    messenger = directory(tmp_path)
    assert messenger.render(MESSAGE, plain=False) == messenger.render(MESSAGE, plain=False)
    (page,) = DirectoryMessenger(tmp_path, unreadable).render(pictured, plain=False)
    assert "A chart" in page, "the words stand where the picture cannot be read"
    (plain,) = messenger.render(MESSAGE, plain=True)
    assert "<" not in plain


def test_a_directory_that_takes_nothing_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "dir").write_text("a file where a folder should be", "utf-8")
    messenger = directory(tmp_path)
    outcome = asyncio.run(messenger.post(DESK, piece(messenger)))
    assert isinstance(outcome, NotNow)
    assert "cannot be written" in outcome.why
    assert asyncio.run(messenger.find(DESK, piece(messenger), THEN)) == NotThere()


def test_a_file_that_cannot_get_its_name_leaves_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    messenger = directory(tmp_path)

    def full(*_: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        assert isinstance(asyncio.run(messenger.post(DESK, piece(messenger))), NotNow)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert isinstance(asyncio.run(messenger.post(DESK, piece(messenger))), Posted)


def test_standard_output_gets_every_post_with_its_channel(capsys: pytest.CaptureFixture[str]) -> None:
    messenger = StreamMessenger(Screen(), width=60, colour=False)
    (payload,) = messenger.render(MESSAGE, plain=False)

    async def post() -> None:
        first = await messenger.post(DESK, Piece("a", 0, payload))
        assert first == Posted("a")
        await messenger.post(DESK, Piece("b", 0, payload, "a"))
        await messenger.edit(DESK, "a", Piece("c", 0, payload))

    asyncio.run(post())
    shown = "Horn of Africa\nAll quiet.\n"
    heads = ("", " · reply to a", " · in place of a")
    assert capsys.readouterr().out == "\n".join(f"==> dir/local/desk{head} <==\n\n{shown}" for head in heads)
    finding = asyncio.run(messenger.find(DESK, Piece("a", 0, payload), THEN))
    assert isinstance(finding, Unreadable)
    assert finding.is_final


def test_what_one_messenger_froze_the_other_one_posts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files, stream = directory(tmp_path), StreamMessenger(Screen(), width=60, colour=False)
    (of_stream,) = stream.render(MESSAGE, plain=False)
    (of_files,) = files.render(MESSAGE, plain=False)
    asyncio.run(files.post(DESK, Piece("a", 0, of_stream)))
    asyncio.run(files.post(DESK, Piece("b", 0, '{"blocks": []}')))
    texts = {file.read_text("utf-8") for file in tmp_path.rglob("*.md")}
    assert texts == {"Horn of Africa\nAll quiet.\n", '{"blocks": []}'}
    asyncio.run(stream.post(DESK, Piece("a", 0, of_files)))
    assert "# Horn of Africa\n\nAll quiet.\n" in capsys.readouterr().out
