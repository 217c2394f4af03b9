"""profiles: the people, by file and by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from synckit.cli.options import Group, given, pairs, workspace
from synckit.cli.output import plain, print_json, rows_of, table, tell

_SHOWN = ("profile_id", "type", "last_name", "first_name", "email")


@click.group(cls=Group)
def profiles() -> None:
    """Profiles: import, export, look at, change."""


@profiles.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Make and change profiles by a file: a row with profile_id changes that profile, one without makes a new one."""
    with workspace() as ws:
        done = ws.import_profiles(file)
    document = {"created": done.created, "updated": done.updated, "unchanged": done.unchanged}
    tell(document, f"{done.created} profiles created, {done.updated} updated, {done.unchanged} unchanged.")


@profiles.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--raw", is_flag=True, help="Write cells as they are, also those that a spreadsheet takes for a formula.")
def export(file: Path, raw: bool) -> None:
    """Write every profile to a file, which is overwritten."""
    with workspace() as ws:
        count = ws.export_profiles(file, raw)
    tell({"file": str(file.expanduser().absolute()), "profiles": count}, f"{count} profiles written to {file}.")


@profiles.command("list")
@click.option("--limit", type=click.IntRange(min=1), help="So many at most.")
def list_(limit: int | None) -> None:
    """List the profiles by id."""
    with workspace() as ws:
        frame = ws.profiles()
    every = len(frame)
    frame = frame.head(limit) if limit else frame
    if given().json:
        print_json(rows_of(frame))
        return
    table(("Profile", "Type", "Last name", "First name", "E-mail"), frame[list(_SHOWN)].itertuples(index=False))
    click.echo(f"{len(frame)} of {every} profiles.")


@profiles.command()
@click.argument("profile_id", type=int, metavar="ID")
def show(profile_id: int) -> None:
    """Show one profile: the fields that its type has."""
    from synckit import profiles as people

    with workspace() as ws:
        values = people.show(ws.home.store, profile_id)
        gone = people.vanished(ws.home.store, profile_id)
    document = {"profile_id": profile_id, **{key: plain(value) for key, value in values.items()}}
    if given().json:
        print_json(document | ({"vanished": gone} if gone else {}))
        return
    table(("Field", "Value"), document.items())
    for each in gone:
        click.echo(f"Gone from {each['connection']}: patron {each['patron']} was not there in run {each['run']}.")


@profiles.command("set")
@click.argument("profile_id", type=int, metavar="ID")
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE...")
def set_(profile_id: int, values: tuple[str, ...]) -> None:
    """Set fields of a profile; FIELD= with nothing behind it clears."""
    from synckit import profiles as people

    brought: dict[str, Any] = dict(pairs(values, "FIELD=VALUE"))
    with workspace() as ws:
        changed = people.edit(ws.home.store, profile_id, brought, ws.actor)
    said = (
        f"Profile {profile_id}: changed {', '.join(changed)}."
        if changed
        else f"Profile {profile_id} has these values already."
    )
    tell({"profile_id": profile_id, "changed": list(changed)}, said)


@profiles.command()
@click.argument("profile_id", type=int, metavar="ID")
def delete(profile_id: int) -> None:
    """Delete a profile; syncs skip its patrons until it is released."""
    from synckit import profiles as people

    with workspace() as ws:
        people.delete(ws.home.store, profile_id, ws.actor)
    tell(
        {"profile_id": profile_id, "deleted": True},
        f"Profile {profile_id} is deleted; syncs skip its patrons until it is released.",
    )


@profiles.command()
@click.argument("profile_id", type=int, metavar="ID")
def release(profile_id: int) -> None:
    """Take the links of a deleted profile away, so that a sync can make the person anew."""
    from synckit import profiles as people

    with workspace() as ws:
        people.release(ws.home.store, profile_id, ws.actor)
    tell({"profile_id": profile_id, "released": True}, f"Profile {profile_id} is released.")


COMMANDS = (profiles,)
