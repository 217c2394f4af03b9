"""Runs an emulator on 127.0.0.1, in a thread of this process, until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from types import TracebackType
from typing import Any

import uvicorn


class Server:
    """A running server: `url` is where it answers; leaving the `with` stops it."""

    def __init__(self, app: Any, port: int = 0) -> None:
        self._socket = _listening(port)
        self.port = int(self._socket.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        # No word on stdout or stderr: whoever runs it prints one line of its own, and tests read both.
        config = uvicorn.Config(
            app, log_config=None, log_level="critical", access_log=False, lifespan="off", timeout_graceful_shutdown=0
        )
        self._server = _Quick(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def start(self) -> Server:
        """Start to answer; connections are taken from here on."""
        self._thread.start()
        return self

    def wait(self) -> None:
        """Serve until somebody stops it or interrupts the process."""
        while self._thread.is_alive():
            self._thread.join(0.5)

    def stop(self) -> None:
        """Stop to answer: whoever comes later is refused."""
        self._server.ending.set()
        self._thread.join(10)

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve(app: Any, port: int = 0) -> Server:
    """Serve an ASGI application on 127.0.0.1; port 0 takes one that is free.

    >>> from starlette.applications import Starlette
    >>> with serve(Starlette()) as server:
    ...     server.url.startswith("http://127.0.0.1:")
    True
    """
    return Server(app, port).start()


def _listening(port: int) -> socket.socket:
    # Only of a socket that says it is TCP does asyncio turn Nagle's algorithm off; without that each answer that is
    # written in two pieces takes 40 ms.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(("127.0.0.1", port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    return made


class _Quick(uvicorn.Server):
    """uvicorn, which ends when it is asked to rather than at its next tick."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ending = threading.Event()

    async def main_loop(self) -> None:
        counter = 0
        while not (self.ending.is_set() or await self.on_tick(counter)):
            counter += 1
            await asyncio.sleep(0.02)
