"""Run a web of feeds as a process of its own; see `tests.servers.newsweb.control`."""

import argparse
import json
import sys
from pathlib import Path

from tests.servers.newsweb.control import ControlledWeb


def main() -> None:
    """Serve until standard input ends: whoever started this process need not kill it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: one that the system chooses")
    parser.add_argument("--feeds", type=int, default=1)
    parser.add_argument("--articles", type=int, default=3, help="of each feed, to begin with")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="files that /raw/<name> serves")
    given = parser.parse_args()
    web = ControlledWeb(
        given.feeds, seed=given.seed, articles=given.articles, folder=given.folder, port=given.port
    )
    with web:
        print(json.dumps({"port": web.port}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
