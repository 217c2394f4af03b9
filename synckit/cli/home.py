"""The workspace itself: made, and opened in the browser."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from synckit import errors
from synckit.cli.options import Command, existing_home, home
from synckit.cli.output import tell

ROOT = Path(__file__).resolve().parents[2]


@click.command(cls=Command)
@click.option("--sample", is_flag=True, help="Put the sample library in, to try everything without a library system.")
def init(sample: bool) -> None:
    """Make a workspace; one that exists is left as it is."""
    import synckit

    folder = home()
    with synckit.open(folder, sample=sample) as ws:
        connections = [each["name"] for each in ws.connections()]
        syncs = [each.name for each in ws.syncs()]
    document = {"home": str(folder), "connections": connections, "syncs": syncs}
    tell(document, f"The workspace is {folder}.", *(f"Sync: {name}" for name in syncs))


@click.command(cls=Command)
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
def app(port: int) -> None:
    """Open the pages in a browser, on this computer alone."""
    folder = existing_home()
    page = ROOT / "streamlit_app.py"
    if not page.is_file():
        raise errors.Refused(f"{page} is not there; start the app from a full copy of the project.")
    words = [sys.executable, "-m", "streamlit", "run", str(page)]
    words += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    words += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    os.chdir(ROOT)
    os.execve(sys.executable, words, {**os.environ, "SYNCKIT_HOME": str(folder)})  # noqa: S606


COMMANDS = (init, app)
