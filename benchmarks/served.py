"""An emulator in a process of its own, whose pages are made once and kept; with a delay before each answer."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from synckit.emulators import Population, emulator
from synckit.emulators.serving import serve


def main(kind: str, patrons: int, delay: float) -> None:
    """Serve until stdin closes, having said how to connect."""
    made = emulator(kind, Population(patrons), prerender=True)
    app = made.app.app

    async def late(scope: Any, receive: Any, send: Any) -> None:
        if delay and scope["path"].endswith(("/patrons", "/users", "/search")):
            await asyncio.sleep(delay)
        await app(scope, receive, send)

    with serve(late) as server:
        print(json.dumps({"url": server.url, "set": dict(made.set), "secret": dict(made.secret)}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
