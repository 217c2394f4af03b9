"""fields: profile types and profile fields."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from synckit.cli.options import Group, given, workspace
from synckit.cli.output import print_json, table, tell

if TYPE_CHECKING:
    from synckit.fields import ProfileField


@click.group(cls=Group)
def fields() -> None:
    """Profile types and profile fields."""


@fields.command("list")
def list_() -> None:
    """List the profile fields of every scope."""
    with workspace() as ws:
        found = [_field(each) for each in ws.catalogue.fields]
    if given().json:
        print_json(found)
        return
    shown = ("name", "label", "type", "scope", "profile_type", "required", "unique", "options")
    table(
        [name.replace("_", " ").capitalize() for name in shown], [[_mark(row[name]) for name in shown] for row in found]
    )


def _field(each: ProfileField) -> dict[str, Any]:
    return {
        "name": each.key,
        "label": each.label,
        "type": each.type.value,
        "scope": each.scope.value,
        "profile_type": each.profile_type,
        "required": each.required,
        "unique": each.unique,
        "options": list(each.options),
        "max_length": each.max_length,
        "pattern": each.pattern,
    }


def _mark(value: Any) -> Any:
    return ("yes" if value else "") if isinstance(value, bool) else value


@fields.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Add and change the types and fields that a YAML file names; nothing is removed."""
    with workspace() as ws:
        merged = ws.import_fields(file)
    document = {"types": list(merged.types), "fields": [each.key for each in merged.custom]}
    tell(document, f"There are {len(merged.types)} profile types and {len(merged.custom)} fields beside the system's.")


@fields.command()
def export() -> None:
    """Print the profile types and fields as YAML, which `fields import` reads."""
    with workspace() as ws:
        catalogue = ws.catalogue
    document = {"types": list(catalogue.types), "fields": [_field(each) for each in catalogue.custom]}
    tell(document, catalogue.to_yaml().rstrip("\n"))


COMMANDS = (fields,)
