"""``python -m tests.quality SET GOLD PRED``: predictions of the engine as it ships, in the scorer's format.

GOLD is a file of the set's shape, or a folder where the set is one; PRED is the file to write. ``--list`` names
the sets. Each runner is a module of ``tests.quality.runners`` with ``NAME``, ``HELP`` and ``run(gold, pred)``.
"""

import argparse
import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import tests.quality.runners as package


def runners() -> dict[str, tuple[str, Callable[[Path, Path], None]]]:
    """Every runner by name, with its help and its function."""
    modules = (
        importlib.import_module(f"{package.__name__}.{m.name}")
        for m in pkgutil.iter_modules(package.__path__)
    )
    return {m.NAME: (m.HELP, m.run) for m in modules if hasattr(m, "NAME")}


def main() -> None:
    """Run one set."""
    known = runners()
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("--list", action="store_true", help="name the sets and end")
    parser.add_argument("set", nargs="?", choices=sorted(known), help="what to predict")
    parser.add_argument("gold", nargs="?", type=Path, help="labelled file, or folder")
    parser.add_argument("pred", nargs="?", type=Path, help="file to write")
    args = parser.parse_args()
    if args.list:
        for name, (summary, _) in sorted(known.items()):
            print(f"{name:12} {summary}")
        return
    if not (args.set and args.gold and args.pred):
        parser.error("SET, GOLD and PRED are needed; --list names the sets")
    if not args.gold.exists():
        parser.error(f"{args.gold}: no such file or folder")
    known[args.set][1](args.gold, args.pred)


if __name__ == "__main__":
    main()
