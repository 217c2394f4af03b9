"""What runs did: one in full, or all of them as a list."""

from __future__ import annotations

from typing import Any

import click

from synckit.cli import output
from synckit.cli.options import Command, given, workspace
from synckit.cli.output import print_json, table

_FIRST = 20
_FINDING = ("patron", "step", "field", "rule", "value", "message")


@click.command(cls=Command)
@click.argument("run_id", type=int, metavar="RUN")
@click.option("--errors", "path", metavar="FILE.csv", help="Write every finding to a file, values as they are.")
@click.option("--show-values", is_flag=True, help="Show values as they are, not masked.")
def results(run_id: int, path: str | None, show_values: bool) -> None:
    """Show what a run did, and its findings."""
    from synckit import report

    with workspace() as ws:
        handle = ws.run(run_id)
        document = handle.results(show_values)
        if path:
            found = handle.results(True)["findings"]
            output.write_csv(path, _FINDING, ([each[name] for name in _FINDING] for each in found))
    if given().json:
        print_json(document)
        return
    click.echo(f"Run {run_id} of {document['sync']}: {document['status']}{' (undone)' if document['undone'] else ''}")
    if document.get("message"):
        click.echo(output.one_line(document["message"]))
    table(
        ("Patrons", ""),
        [
            *((said, document["counts"][key]) for key, said in report.TOTALS.items()),
            ("Findings", len(document["findings"])),
        ],
    )
    _say_findings(document["findings"])


def _say_findings(found: list[dict[str, Any]]) -> None:
    if not found:
        return
    click.echo()
    table([name.capitalize() for name in _FINDING], [[each[name] for name in _FINDING] for each in found[:_FIRST]])
    if len(found) > _FIRST:
        click.echo(f"and {len(found) - _FIRST:,} more findings; --errors FILE.csv writes them all.")


@click.command(cls=Command)
@click.argument("name", required=False)
def runs(name: str | None) -> None:
    """List the runs of one sync or of all, the newest first."""
    with workspace() as ws:
        found = ws.runs(name)
    if given().json:
        print_json(found)
        return
    table(
        ("Run", "Sync", "Status", "As of", "Created", "Updated", "Findings", "Started"), [_row(each) for each in found]
    )


def _row(each: dict[str, Any]) -> tuple[Any, ...]:
    status = each["status"] + (" (undone)" if each["undone"] else "")
    return (
        each["run"],
        each["sync"],
        status,
        each["as_of"],
        each["counts"]["created"],
        each["counts"]["updated"],
        each["findings"],
        each["started"],
    )


COMMANDS = (results, runs)
