"""connection: the library systems that patrons come from."""

from __future__ import annotations

import dataclasses
from typing import Any

import click

from synckit.cli.options import Group, given, pairs, workspace
from synckit.cli.output import complain, print_json, table, tell


@click.group(cls=Group)
def connection() -> None:
    """Connections to library systems."""


@connection.command()
@click.argument("name")
@click.option("--kind", required=True, help="The library system: files.")
@click.option(
    "--set", "settings", multiple=True, metavar="K=V", help="A setting, as in path=/data/patrons.csv or id=patron_id."
)
def add(name: str, kind: str, settings: tuple[str, ...]) -> None:
    """Make a connection and print the fields that it offers."""
    with workspace() as ws:
        ws.add_connection(name, kind, pairs(settings, "--set"))
        made = next(each for each in ws.connections() if each["name"] == name)
    tell(made, f"The connection {name} offers {len(made['fields'])} fields.")
    if not given().json:
        table(("Field", "Type"), made["fields"].items())


@connection.command()
@click.argument("name")
def test(name: str) -> int:
    """Try a connection step by step, and suggest which of its fields are the common ones."""
    from synckit import ils

    with workspace() as ws:
        steps = ws.test_connection(name)
        like = ils.suggestions(ws.ils_fields(name).values())
    ok = all(step.ok for step in steps)
    if given().json:
        print_json({"name": name, "ok": ok, "steps": [dataclasses.asdict(step) for step in steps], "suggestions": like})
    else:
        table(("Step", "", "Detail"), [(step.name, "ok" if step.ok else "failed", step.detail) for step in steps])
        click.echo()
        table(("Common field", "Looks like"), like.items())
    if not ok:
        complain(next(step.detail for step in steps if not step.ok))
    return 0 if ok else 1


@connection.command("list")
def list_() -> None:
    """List the connections."""
    with workspace() as ws:
        found = ws.connections()
    if given().json:
        print_json(found)
    else:
        table(("Name", "Kind", "Settings", "Fields"), [_row(each) for each in found])


def _row(each: dict[str, Any]) -> tuple[Any, ...]:
    return each["name"], each["kind"], ", ".join(f"{k}={v}" for k, v in each["settings"].items()), len(each["fields"])


@connection.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a connection that no sync uses, with its links; profiles stay."""
    with workspace() as ws:
        ws.remove_connection(name)
    tell({"name": name, "removed": True}, f"The connection {name} is removed.")


COMMANDS = (connection,)
