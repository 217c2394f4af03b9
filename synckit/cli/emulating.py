"""emulate: a small library system over HTTP, to rehearse with before a real key is handed out."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import click

from synckit.cli.options import Command
from synckit.cli.output import print_json


@click.command(cls=Command)
@click.argument("kind")
@click.option("--port", default=0, help="The port; a free one when it is left out.")
@click.option("--patrons", default="5000", metavar="N|FILE", help="How many made-up patrons, or a JSON file of some.")
def emulate(kind: str, port: int, patrons: str) -> None:
    """Serve a made-up library system on this machine until it is interrupted, and print how to connect to it."""
    from synckit.emulators import Population, emulator
    from synckit.emulators.serving import serve

    people = Population(int(patrons)) if patrons.isdecimal() else Population.of(Path(patrons))
    made = emulator(kind, people)
    signal.signal(signal.SIGTERM, _end)
    try:
        with serve(made.app, port) as server:
            settings, secret = dict(made.set), dict(made.secret)
            print_json({"kind": kind, "url": server.url, "set": settings, "secret": secret, "patrons": len(people)})
            server.wait()
    except KeyboardInterrupt:
        return


def _end(*_: Any) -> None:
    raise KeyboardInterrupt


COMMANDS = (emulate,)
