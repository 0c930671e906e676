"""The commands about news and digests as a user types them, on a web on loopback: what they print, and their exit codes."""

import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.__main__ import wire_desk, work_of
from adapters.terminal.desk_cli import DESK, desk_command
from adapters.terminal.errors import complain, exit_code
from adapters.terminal.news_cli import Asked, news_command
from bot.acquire.fetcher import Fetcher
from bot.acquire.page import Limits
from bot.config import Settings
from bot.errors import SitrepError
from bot.store.open import open_store
from tests.servers.loopback import OnlySite, at_once
from tests.servers.newsweb import NewsNames

DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Its lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class NewsDesk:
    """``desk("stories", "--since", "24h")`` is ``brief stories --since 24h``.

    Args:
        folder: For the configuration (no feeds of its own) and the database.
        port: Of the web on loopback that it may visit.
        clock: Aware UTC.
    """

    folder: Path
    port: int
    clock: Callable[[], datetime]

    def __post_init__(self) -> None:
        settings = (DATA.parent.parent / "config" / "settings.yaml").read_text("utf-8")
        (self.folder / "settings.yaml").write_text(settings, "utf-8")
        (self.folder / "feeds.yaml").write_text("feeds: {}\n", "utf-8")

    def __call__(self, *words: str) -> Said:
        shared = ["--config", str(self.folder), "--data", str(self.folder)]
        command = desk_command() if words[0] in DESK else news_command()
        asked = command.main([*words, *shared], prog_name="brief", standalone_mode=False)
        assert isinstance(asked, Asked)
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = self._run(asked)
        return Said(code, out.getvalue(), err.getvalue())

    def subscribe(self, text: str) -> None:
        """Make this ``subscriptions.yaml``."""
        (self.folder / "subscriptions.yaml").write_text(text, "utf-8")

    @property
    def posts(self) -> Path:
        """Where `post` posts."""
        return self.folder / "posts"

    def post(self, *words: str) -> Said:
        """``brief run --once`` into a directory; feeds are asked only where ``words`` do not say otherwise."""
        return self("run", "--to", str(self.posts), "--once", *words)

    def posted(self, channel: str = "dir/local/desk", ending: str = ".md") -> dict[str, str]:
        """Files of a channel by name: what they hold."""
        files = sorted(self.posts.joinpath(channel).glob(f"*{ending}"))
        return {file.name: file.read_text("utf-8") for file in files}

    def _run(self, asked: Asked) -> int:
        try:
            desk = wire_desk(asked.place, self._fetcher)
            database = f"sqlite:///{self.folder / 'sitrep.db'}"
            desk = replace(desk, open_store=lambda: open_store(database, clock=self.clock))
            return work_of(asked)(asked, desk)
        except SitrepError as error:
            complain("", error)
            return exit_code(error)

    def _fetcher(self, _: Settings) -> Fetcher:
        limits = Limits(total_s=5.0, grace_s=2.0)
        return Fetcher(
            policy=OnlySite(self.port), limits=limits, lookup=NewsNames(), sleep=at_once, now=self.clock
        )
