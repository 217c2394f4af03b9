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
    """Open the pages in a browser; on this computer alone, unless .streamlit/config.toml says otherwise."""
    folder = existing_home()
    if not (ROOT / "streamlit_app.py").is_file():
        raise errors.Refused(
            f"{ROOT / 'streamlit_app.py'} is not there; start the app from a full copy of the project."
        )
    # -c, for Streamlit puts the folder of a script before everything else that can be imported
    words = [sys.executable, "-c", "from synckit.ui.serving import main; main()"]
    os.chdir(ROOT)
    settings = {"SYNCKIT_HOME": str(folder), "STREAMLIT_SERVER_PORT": str(port)}
    os.execve(sys.executable, words, {**os.environ, **settings})  # noqa: S606


COMMANDS = (init, app)
