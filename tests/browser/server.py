"""The app as a server of its own on a free loopback port, ended by its process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import processes

ROOT = Path(__file__).parents[2]
SECONDS = 60.0


@contextmanager
def serving(home: Path, log: Path, by_command: bool = False, port: int = 0) -> Iterator[str]:
    """Serve a workspace by plain Streamlit, or `by_command`, as people do, and give the address."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    if by_command:
        command = [sys.executable, "-m", "synckit", "app", "--port", str(port)]
    environment = {key: value for key, value in os.environ.items() if key != "SYNCKIT_STORE"}
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, cwd=ROOT, env={**environment, "SYNCKIT_HOME": str(home)}, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            _wait(lambda: server.poll() is None, f"http://127.0.0.1:{port}/_stcore/health", log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def forked(home: Path, log: Path) -> Iterator[str]:
    """Serve a workspace by plain Streamlit in a process that has it imported already, and give the address."""
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key != "SYNCKIT_STORE"}
    server = processes.process(_serve, {**environment, "SYNCKIT_HOME": str(home)}, str(log), port)
    server.start()
    try:
        _wait(server.is_alive, f"http://127.0.0.1:{port}/_stcore/health", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.join(20)
        if server.is_alive():
            server.kill()
            raise RuntimeError("The app did not end when it was asked to.")


def _serve(environment: dict[str, str], log: str, port: int) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    with open(log, "wb") as out:
        for stream in (1, 2):
            os.dup2(out.fileno(), stream)
    from streamlit.web import cli

    cli.main(["run", "streamlit_app.py", "--server.port", str(port)])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(is_there: Callable[[], bool], address: str, log: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and is_there():
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - an address of this machine
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The app does not answer: {log.read_text(errors='replace')[-2000:]}")
