"""Where the configuration is read. Apart from the reading, so that finding it loads no YAML."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import ConfigError

SHIPPED = (Path(__file__).parent / "_config", Path(__file__).parent.parent / "config")
"""The copy that the wheel carries, or the one beside the package in a source tree."""

ACTORS = "actors"
"""Stem of the tables of actors, see ``ConfigFolder.tables``."""


@dataclass(frozen=True, slots=True)
class ConfigFolder:
    """Where the configuration is read; a file that ``path`` lacks comes from the shipped copy."""

    path: Path

    def file(self, name: str) -> Path:
        """Path of a configuration file.

        Raises:
            ConfigError: Neither this folder nor the shipped copy has it.
        """
        for folder in (self.path, *SHIPPED):
            if (folder / name).is_file():
                return folder / name
        msg = f"{self.path / name}: no such file. Restore it, or install Sitrep anew."
        raise ConfigError(msg)

    def tables(self, stem: str) -> tuple[Path, ...]:
        """Every ``STEM-*.yaml`` that ships, by name, then ``STEM.yaml``, then those that only this folder has.

        A file of this folder takes the place of a shipped one of its name.

        Raises:
            ConfigError: Neither this folder nor the shipped copy has ``STEM.yaml``, or a name is no plain text.
        """
        shipped, mine = (
            {file.name for folder in folders for file in folder.glob(f"{stem}-*.yaml") if file.is_file()}
            for folders in (SHIPPED, (self.path,))
        )
        for name in sorted(mine):
            if not name.isprintable():
                raise ConfigError(f"{name!r}: the name of the file is no plain text. Rename it.")
        return tuple(map(self.file, (*sorted(shipped), f"{stem}.yaml", *sorted(mine - shipped))))


def find_folder(option: str | None, environ: Mapping[str, str], cwd: Path | None) -> ConfigFolder:
    """The configuration folder: ``--config``, ``SITREP_CONFIG``, ``./config`` if it is ours, else the shipped one.

    Raises:
        ConfigError: A folder was named that is not there or holds no ``settings.yaml``.
    """
    for asked, by in ((option, "--config"), (environ.get("SITREP_CONFIG"), "SITREP_CONFIG")):
        if asked is not None:
            if not (Path(asked) / "settings.yaml").is_file():
                msg = f"{asked or repr(asked)}: no folder with a settings.yaml in it (named by {by})."
                raise ConfigError(msg)
            if not asked.isprintable():
                raise ConfigError(
                    f"{asked!r}: the name of the folder is no plain text (named by {by}). Rename it."
                )
            return ConfigFolder(Path(asked))
    # Many projects have a folder named config: ours says so in the first key of its settings.
    if cwd and _is_ours(cwd / "config" / "settings.yaml"):
        return ConfigFolder(cwd / "config")
    return ConfigFolder(next((s for s in SHIPPED if s.is_dir()), SHIPPED[0]))


def _is_ours(file: Path) -> bool:
    try:
        return any(line.startswith("sitrep:") for line in file.read_text("utf-8").splitlines())
    except (OSError, UnicodeDecodeError):
        return False


def environment_config(option: str | None) -> ConfigFolder:
    """``find_folder`` with this process's environment and working directory."""
    try:
        cwd = Path.cwd()
    except OSError:  # it was removed while a shell stood in it
        cwd = None
    return find_folder(option, os.environ, cwd)
