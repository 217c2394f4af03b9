"""runner: runs due syncs by itself, once or for ever."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from synckit.cli.options import Command, given, workspace
from synckit.cli.output import print_json, tell


@click.command(cls=Command)
@click.option("--once", is_flag=True, help="Run what is due, wait for it, and end.")
@click.option(
    "--late", type=click.FloatRange(min=0), default=12.0, show_default=True, help="Hours that a missed run may be late."
)
@click.option(
    "--failures",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="So many failures running pause a sync.",
)
@click.option("--status", is_flag=True, help="Say whether a runner is at work; exit 1 when none is.")
def runner(once: bool, late: float, failures: int, status: bool) -> int | None:
    """Run due syncs until it is ended, each in a process of its own; a second runner stands by."""
    if status:
        return _status()
    _run(once, dt.timedelta(hours=late), failures)
    return None


def _status() -> int:
    with workspace() as ws:
        health = ws.runner_health()
    beat = health["heartbeat"].isoformat(timespec="seconds") if health["heartbeat"] else None
    said = "A runner is at work" if health["working"] else "No runner is at work"
    tell({**health, "heartbeat": beat}, f"{said}; {f'its last sign of life was {beat}' if beat else 'there was none'}.")
    return 0 if health["working"] else 1


def _run(once: bool, late: dt.timedelta, failures: int) -> None:
    from synckit import report
    from synckit.runner import Rules, Runner

    with workspace() as ws:
        loop = Runner(ws.home, Rules(late=late, failures=failures))
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
