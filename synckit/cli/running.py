"""Syncs at work: preview, plan, run, and what is done with a run afterwards."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from synckit import errors
from synckit.cli import output
from synckit.cli.options import Command, Day, given, workspace
from synckit.cli.output import complain, print_json, table, tell

if TYPE_CHECKING:
    from synckit.workspace import PlanHandle, Workspace

_FIRST = 20
"""How many rows stand on the screen."""
_CODES = {"complete": 0, "held": 3}
"""Exit codes by status; every other is 1."""
_LIMIT = click.IntRange(min=1)


@click.command(cls=Command)
@click.argument("name")
@click.option("--limit", type=_LIMIT, default=_FIRST, show_default=True, help="So many rows at most.")
@click.option("--show-values", is_flag=True, help="Show the patrons' values as they are, not masked.")
def preview(name: str, limit: int, show_values: bool) -> None:
    """Show the patrons that meet the filter of a sync now."""
    with workspace() as ws:
        seen = ws.sync(name).preview(limit)
    steps = output.rows_of(seen.waterfall)
    rows = [_shown(row, show_values) for row in output.rows_of(seen.frame)]
    patrons = steps[-1]["patrons"]
    if given().json:
        print_json({"sync": name, "patrons": patrons, "waterfall": steps, "sql": seen.sql, "rows": rows})
        return
    table(("Condition", "Patrons left"), [each.values() for each in steps])
    click.echo()
    table(seen.frame.columns, [row.values() for row in rows])
    click.echo(f"{len(rows)} of {patrons} patrons.")


def _shown(row: dict[str, Any], show_values: bool) -> dict[str, Any]:
    """Return a patron with its values masked, its id apart."""
    from synckit.report import masked

    def hidden(value: Any) -> Any:
        return [hidden(each) for each in value] if isinstance(value, list) else masked(value)

    return {key: value if show_values or key == "patron" else hidden(value) for key, value in row.items()}


@click.command(cls=Command)
@click.argument("name")
@click.option("--as-of", type=Day(), help="The day that relative dates count from; otherwise today.")
@click.option("--limit", type=_LIMIT, help="Consider only so many patrons that meet the filter.")
@click.option("--changes", metavar="FILE.csv", help="Write every change, field by field, to a file.")
def plan(name: str, as_of: dt.date | None, limit: int | None, changes: str | None) -> int:
    """Show exactly what a run would do; nothing is written."""
    with workspace() as ws:
        _say_cost(ws, name)
        with output.progress() as told:
            made = ws.sync(name).plan(as_of, limit, told)
        with made:
            document, status, summary = made.document(), made.status, _written_out(ws, made)
            rows: Any = made.changes if changes or not given().json else ()
    if changes:
        output.write_csv(changes, list(rows.columns), rows.itertuples(index=False, name=None))
    tell(document)
    if not given().json:
        _say_counts(document)
        _say_changes(rows)
    if status != "planned":
        complain(summary)
    return {"planned": 0, "held": 3}.get(status, 1)


def _say_cost(ws: Workspace, name: str) -> None:
    """Say before the reading begins what it takes of the requests that a system counts by the day."""
    with suppress(errors.IlsError):  # the run itself will say so, and be on record
        if said := ws.cost(name):
            click.echo(said, err=True)


def _written_out(ws: Workspace, made: PlanHandle) -> str:
    """Return what keeps a plan from being applied, or ""."""
    from synckit import apply

    if made.status == "held":
        return str(apply.held(made.sync.name, made.passed))
    return (
        f"The sync {made.sync.name!r} would stop at the first rejected patron: {made.findings['message'].iloc[0]}"
        if made.stopped
        else ""
    )


def _say_counts(document: dict[str, Any]) -> None:
    from synckit.report import TOTALS

    table(
        ("Patrons", ""),
        [*((said, document["counts"][key]) for key, said in TOTALS.items()), ("Findings", document["findings"])],
    )
    if document.get("message") and document["status"] not in ("held", "stopped"):
        click.echo(output.one_line(document["message"]))


def _say_changes(rows: Any) -> None:
    if not len(rows):
        return
    click.echo()
    shown = [
        (each.profile_id, each.field, each.before, "→", each.after)
        for each in rows.head(_FIRST).itertuples(index=False)
    ]
    table(("Profile", "Field", "Before", "", "After"), shown)
    if len(rows) > _FIRST:
        click.echo(f"and {len(rows) - _FIRST:,} more changes; --changes FILE.csv writes them all.")


@click.command(cls=Command)
@click.argument("name")
@click.option("--as-of", type=Day(), help="The day that relative dates count from; otherwise today.")
@click.option("--limit", type=_LIMIT, help="Plan and apply for the first so many patrons that meet the filter.")
@click.option("--queued", type=int, hidden=True, help="The run that waits to be executed.")
def run(name: str, as_of: dt.date | None, limit: int | None, queued: int | None) -> int:
    """Run a sync now."""
    begun: list[int] = []
    with workspace() as ws:
        _say_cost(ws, name)
        try:
            with output.progress() as told:
                ws.sync(name).run(as_of, limit, told, begun.append, queued)
        except (errors.SynckitError, KeyboardInterrupt, OSError) as problem:
            if begun:
                return _ended_badly(ws, begun[0], problem)
            raise
        return _say_run(ws.run(begun[0]).document())


def _ended_badly(ws: Workspace, run_id: int, problem: BaseException) -> int:
    """Report a run that raised; one that was interrupted after it had committed is complete all the same."""
    document = ws.run(run_id).document()
    if document["status"] == "complete":
        return _say_run(document)
    code = problem.exit_code if isinstance(problem, errors.SynckitError) else 1
    raise output.Failed(document.get("message") or str(problem), code, document) from problem


def _say_run(document: dict[str, Any]) -> int:
    """Print a run and return the exit code of its status."""
    tell(document, f"Run {document['run']} of {document['sync']}: {document['status']}")
    if not given().json:
        _say_counts(document)
    status = document["status"]
    if status == "held":
        complain(f"{document['message']} Approve it with: python -m synckit approve {document['run']}")
    elif status == "stopped":
        complain(
            f"The run stopped at the first rejected patron and nothing was applied; see it with: python -m synckit results {document['run']}"
        )
    return _CODES.get(status, 1)


_RUN = click.argument("run_id", type=int, metavar="RUN")


@click.command(cls=Command)
@_RUN
def approve(run_id: int) -> int:
    """Apply a held run exactly as it was planned."""
    with workspace() as ws, output.progress() as told:
        document = ws.approve(run_id, told).document()
    return _say_run(document)


@click.command(cls=Command)
@_RUN
def reject(run_id: int) -> None:
    """Give a held run up; nothing is applied."""
    with workspace() as ws:
        document = ws.reject(run_id).document()
    tell(document, f"Run {run_id} is {document['status']}; nothing was applied.")


@click.command(cls=Command)
@_RUN
def cancel(run_id: int) -> None:
    """Ask a running run to end; nothing of it is applied."""
    with workspace() as ws:
        ws.cancel(run_id)
        document = ws.run(run_id).document()
    tell(document, f"Run {run_id} was asked to end; nothing of it is applied.")


@click.command(cls=Command)
@_RUN
def undo(run_id: int) -> None:
    """Take a run back: fields it changed, and profiles it made, unless somebody changed them since."""
    with workspace() as ws:
        done = ws.run(run_id).undo()
        keys = {field.column: field.key for field in ws.catalogue.fields}
    left = [{"profile_id": profile_id, "field": keys.get(column, column)} for profile_id, column in done.left]
    tell(
        {"run": run_id, "undone": done.undone, "deleted": done.deleted, "left": left, "paused": done.paused},
        f"Run {run_id} is undone: {done.undone} profiles restored, {done.deleted} deleted.",
        *(
            f"Left as it is, for it was changed since: profile {each['profile_id']}, {each['field']}"
            for each in left[:_FIRST]
        ),
        *([f"and {len(left) - _FIRST} more"] if len(left) > _FIRST else []),
        *(["The sync was scheduled and is paused now."] if done.paused else []),
    )


COMMANDS = (preview, plan, run, approve, reject, undo, cancel)
