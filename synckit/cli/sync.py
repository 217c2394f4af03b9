"""sync: the saved definitions and their schedules."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synckit.cli.options import Day, Group, given, workspace
from synckit.cli.output import print_json, table, tell

if TYPE_CHECKING:
    from synckit.workspace import SyncHandle


@click.group(cls=Group)
def sync() -> None:
    """Syncs: import, export, look at, schedule."""


@sync.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Save a sync from a YAML file: a new one, or a new version of the one of that name."""
    from synckit.definition import Sync

    with workspace() as ws:
        document = ws.save(Sync.from_yaml(file)).document()
    kept = {key: document[key] for key in ("name", "status", "version", "paused", "next")}
    tell(kept, f"The sync {kept['name']} is saved: version {kept['version']}, {kept['status']}.")


@sync.command()
@click.argument("name")
def export(name: str) -> None:
    """Print a sync as YAML, which `sync import` reads."""
    with workspace() as ws:
        definition = ws.sync(name).definition
    tell(definition.as_dict(), definition.to_yaml().rstrip("\n"))


@sync.command("list")
def list_() -> None:
    """List the syncs."""
    with workspace() as ws:
        found = [_summary(each) for each in ws.syncs()]
    if given().json:
        print_json(found)
    else:
        table(
            [key.capitalize() for key in ("name", "status", "paused", "next", "connection", "type")],
            [each.values() for each in found],
        )


def _summary(each: SyncHandle) -> dict[str, Any]:
    document = each.document()
    definition = each.definition
    said = {key: document[key] for key in ("name", "status", "paused", "next")}
    return {**said, "connection": definition.connection, "type": definition.type.value}


@sync.command()
@click.argument("name")
def show(name: str) -> None:
    """Show a sync: its definition, status, next run and past occurrences."""
    with workspace() as ws:
        handle = ws.sync(name)
        document, text = handle.document(), handle.definition.to_yaml()
        coming = handle.upcoming()
    head = [
        f"Status: {document['status']}{' (paused)' if document['paused'] else ''}",
        f"Next: {document['next'] or 'none'}",
    ]
    head += [f"Then: {due.isoformat()}" for due in coming[1:]]
    tell(document, *head, f"Version: {document['version']}", "", text.rstrip("\n"))


@sync.command()
@click.argument("name")
def delete(name: str) -> None:
    """Delete a sync with its runs and findings, which cannot be undone any more; profiles and links stay."""
    with workspace() as ws:
        ws.delete_sync(name)
    tell({"name": name, "deleted": True}, f"The sync {name} is deleted; profiles and links stay.")


_TIMES = (
    click.option("--timezone", metavar="ZONE", help="As America/New_York; otherwise the sync's own."),
    click.option("--every", metavar="PERIOD", help='As "1 day" or "12 hours"; makes the sync recurring.'),
    click.option("--last", type=Day(), help="The last day it runs."),
    click.option(
        "--blackout", metavar="DAYS", multiple=True, help="Days without a run: 2026-11-26, or 2026-12-24..2027-01-01."
    ),
)


def _times(command: Any) -> Any:
    """Give a command the options of a schedule."""
    for option in reversed(_TIMES):
        command = option(command)
    return command


@sync.command()
@click.argument("name")
@click.option("--date", type=Day(), required=True, help="The first day it runs.")
@click.option("--time", required=True, metavar="HH:MM")
@_times
def schedule(name: str, **settings: Any) -> None:
    """Schedule a sync."""
    with workspace() as ws:
        handle = ws.sync(name)
        due = handle.schedule(**_plain(settings))
        status = handle.status
    said = due.isoformat() if due else None
    tell({"name": name, "status": status, "next": said}, f"The sync {name} is {status}; it runs next at {said}.")


@sync.command()
@click.argument("name")
@click.option("--date", type=Day(), help="The first day of the new rhythm; otherwise the rhythm goes on.")
@click.option("--time", metavar="HH:MM")
@_times
def reschedule(name: str, **changes: Any) -> None:
    """Change parts of the schedule of a sync; what is not named stays."""
    with workspace() as ws:
        handle = ws.sync(name)
        due = handle.reschedule(**_plain(changes))
        paused = handle.saved.paused
    said = due.isoformat() if due else None
    tell(
        {"name": name, "next": said, "paused": paused},
        f"The sync {name} is paused; its new schedule holds when it is resumed."
        if paused
        else f"The sync {name} runs next at {said}.",
    )


def _plain(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings as a definition has them."""
    plain = {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in settings.items()}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in plain.items() if value != ()}


@sync.command()
@click.argument("name")
def pause(name: str) -> None:
    """Let the schedule of a sync rest."""
    with workspace() as ws:
        ws.sync(name).pause()
    tell({"name": name, "paused": True}, f"The sync {name} is paused.")


@sync.command()
@click.argument("name")
def resume(name: str) -> None:
    """Let a paused schedule go on."""
    with workspace() as ws:
        due = ws.sync(name).resume()
    said = due.isoformat() if due else None
    tell({"name": name, "paused": False, "next": said}, f"The sync {name} goes on; it runs next at {said}.")


@sync.command()
@click.argument("name")
def cancel(name: str) -> None:
    """Take the schedule of a sync away."""
    with workspace() as ws:
        status = ws.sync(name).cancel_schedule()
    tell({"name": name, "status": status}, f"The sync {name} has no schedule any more; it is {status}.")


COMMANDS = (sync,)
