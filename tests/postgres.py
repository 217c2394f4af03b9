"""A PostgreSQL server for the tests: a cluster of its own in a temporary folder, on loopback, stopped by its process id."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Server:
    """A running server; `url` is its database, for synckit."""

    url: str
    folder: Path


def missing() -> str:
    """Return why no server can be started here, or ""."""
    if _programs() is None:
        return "no PostgreSQL server is installed (no initdb under /usr/lib/postgresql/*/bin)"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL does not run as root, and runuser is not there to change the user"
    return ""


def start() -> Server:
    """Make a cluster and start it; about two seconds."""
    programs = _programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="synckit-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", _free_port()
    _run(programs / "initdb", "-D", data, "-U", "synckit", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    settings = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    _run(programs / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", folder / "log", "-o", settings, "start")
    return Server(f"postgresql://synckit@127.0.0.1:{port}/postgres", folder)


def stop(server: Server) -> None:
    """Stop the server that `start` started, by its own process id, and remove its folder."""
    pid = int((server.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + 30
    while (server.folder / "data" / "postmaster.pid").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    shutil.rmtree(server.folder, ignore_errors=True)


def _programs() -> Path | None:
    """Return the folder of the newest server programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return found[-1].parent if found else None


def _run(*command: object) -> None:
    """Run a server program, as the user postgres where this one is root."""
    words = [str(each) for each in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(words, cwd="/", capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise RuntimeError(f"{words[-1]}: {done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
