"""A Ctrl-C that strikes while the program loads is not lost, whatever an import makes of it."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from adapters.terminal import interrupts


@pytest.fixture(autouse=True)
def handler() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


async def work() -> str:
    await asyncio.sleep(0)
    return "done"


@pytest.fixture
def struck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Name of a module that is interrupted while it loads, and does not care."""
    (tmp_path / "struck_while_loading.py").write_text("import signal\nsignal.raise_signal(signal.SIGINT)\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield "struck_while_loading"
    del sys.modules["struck_while_loading"]


def test_within_an_import_it_is_noted_and_raised_before_work_begins(struck: str) -> None:
    interrupts.note()
    import_module(struck)
    with pytest.raises(KeyboardInterrupt):
        interrupts.raise_noted()
    with pytest.raises(KeyboardInterrupt):
        interrupts.run(work())
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_second_one_is_raised_at_once(struck: str) -> None:
    interrupts.note()
    import_module(struck)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_outside_of_imports_it_is_raised_at_once() -> None:
    interrupts.note()
    interrupts.raise_noted()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_without_one_the_work_is_done_and_may_be_interrupted() -> None:
    interrupts.note()
    assert interrupts.run(work()) == "done"
    interrupts.note()

    async def interrupted() -> None:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(60)

    with pytest.raises(KeyboardInterrupt):
        interrupts.run(interrupted())


def test_a_program_that_is_to_take_no_notice_of_it_takes_none() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    interrupts.note()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert interrupts.run(work()) == "done"
