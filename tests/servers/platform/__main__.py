"""Run the platform as a process of its own: it prints ``{"port": …}`` and serves until its standard input ends."""

import argparse
import asyncio
import contextlib
import json
import sys

from aiohttp import web

from tests.servers.platform.web import Web


async def serve(port: int) -> None:
    """Serve until standard input ends: whoever started this process need not kill it."""
    runner = web.AppRunner(Web().app(), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, backlog=512)
    await site.start()
    (address,) = runner.addresses
    print(json.dumps({"port": address[1]}), flush=True)
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: one that the system chooses")
    asyncio.run(serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
