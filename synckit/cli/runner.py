"""runner: runs due syncs by itself, once or for ever."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from synckit.cli.options import Command, given, workspace
from synckit.cli.output import print_json


@click.command(cls=Command)
@click.option("--once", is_flag=True, help="Run what is due, wait for it, and end.")
@click.option(
    "--late", type=click.FloatRange(min=0), default=12.0, show_default=True, help="Hours that a missed run may be late."
)
def runner(once: bool, late: float) -> None:
    """Run due syncs until it is ended, each in a process of its own; a second runner stands by."""
    from synckit import report
    from synckit.runner import Rules, Runner

    with workspace() as ws:
        loop = Runner(ws.home, Rules(late=dt.timedelta(hours=late)))
        if not once:
            click.echo("The runner is at work; Ctrl-C ends it.", err=True)
            try:
                loop.forever()
            except KeyboardInterrupt:
                return
            return
        documents: list[dict[str, Any]] = [report.document(ws.home, run_id) for run_id in loop.once()]
    if given().json:
        print_json(documents)
        return
    for each in documents:
        click.echo(f"Run {each['run']} of {each['sync']}: {each['status']}")
    if not documents:
        click.echo("Nothing was due.")


COMMANDS = (runner,)
