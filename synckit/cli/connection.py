"""connection: the library systems that patrons come from."""

from __future__ import annotations

import dataclasses
from typing import Any

import click

from synckit.cli.entering import asked_for, entered, entered_names
from synckit.cli.options import Group, given, pairs, workspace
from synckit.cli.output import complain, print_json, table, tell


@click.group(cls=Group)
def connection() -> None:
    """Connections to library systems."""


@connection.command()
@click.argument("name")
@click.option("--kind", required=True, help="The library system: alma, symphony, sierra, koha or files.")
@click.option("--url", help="The address of the system.")
@click.option(
    "--set", "settings", multiple=True, metavar="K=V", help="A setting, as in path=/data/patrons.csv or id=patron_id."
)
@click.option(
    "--secret",
    "secrets",
    multiple=True,
    metavar="K=env:VAR|K=file:PATH|K",
    help="A secret out of the environment or a file; a name alone is asked for without echo.",
)
def add(name: str, kind: str, url: str | None, settings: tuple[str, ...], secrets: tuple[str, ...]) -> None:
    """Make a connection and print the fields that it offers."""
    from synckit import ils

    plain = pairs(settings, "--set") | ({"url": url} if url else {})
    hidden = entered(secrets)
    for setting in ils.declared(kind):
        if setting.secret and setting.required and setting.name not in hidden:
            hidden[setting.name] = asked_for(setting.name, setting.label)
    with workspace() as ws:
        ws.add_connection(name, kind, plain, hidden)
        made = next(each for each in ws.connections() if each["name"] == name)
    tell(made, f"The connection {name} offers {len(made['fields'])} fields.")
    if not given().json:
        table(("Field", "Type"), made["fields"].items())


@connection.command()
@click.argument("name")
@click.argument("secrets", nargs=-1, required=True, metavar="K=env:VAR|K=file:PATH|K ...")
def secret(name: str, secrets: tuple[str, ...]) -> None:
    """Enter secrets of a connection again."""
    with workspace() as ws:
        ws.enter_secrets(name, entered(secrets))
    tell({"name": name, "secrets": sorted(entered_names(secrets))}, f"The secrets of {name} are sealed.")


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
        named = [pair for pair in like.items() if pair[0] != pair[1]]
        if named:
            click.echo()
            table(("Common field", "Looks like"), named)
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
    from synckit import ils

    usual = {setting.name: setting.default for setting in ils.declared(each["kind"])}
    settings = [f"{key}={value}" for key, value in each["settings"].items() if value and value != usual.get(key)]
    settings += [f"{key}=•••" for key in each["secrets"]]
    return each["name"], each["kind"], ", ".join(settings), len(each["fields"])


@connection.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a connection that no sync uses, with its links; profiles stay."""
    with workspace() as ws:
        ws.remove_connection(name)
    tell({"name": name, "removed": True}, f"The connection {name} is removed.")


COMMANDS = (connection,)
