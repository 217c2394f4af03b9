"""user: who may sign in to the app, and as what."""

from __future__ import annotations

import click

from synckit.cli.entering import chosen, secret
from synckit.cli.options import Group, given, workspace
from synckit.cli.output import plain, print_json, table, tell

_ROLES = click.Choice(["viewer", "analyst", "admin"])
_WHERE = "env:VAR|file:PATH"
_ASKED = "The password, out of the environment or a file; otherwise it is asked for without echo."


@click.group(cls=Group)
def user() -> None:
    """Users of the app. While there is none, it opens without sign-in, on this computer alone."""


@user.command()
@click.argument("name")
@click.option("--role", type=_ROLES, required=True, help="What the user may do; the first user is an admin.")
@click.option("--password", metavar=_WHERE, help=_ASKED)
@click.option("--single-sign-on", is_flag=True, help="No password: NAME is the e-mail address of the sign-in service.")
def add(name: str, role: str, password: str | None, single_sign_on: bool) -> None:
    """Add a user."""
    if single_sign_on and password:
        raise click.UsageError("Give --password or --single-sign-on, not both.")
    with workspace() as ws:
        ws.add_user(name, role, None if single_sign_on else _password(password))
    tell({"name": name, "role": role, "single_sign_on": single_sign_on}, f"{name} may sign in as {role}.")


@user.command("list")
def list_() -> None:
    """List the users."""
    with workspace() as ws:
        found = ws.users()
    if given().json:
        print_json([{key: plain(value) for key, value in each.items()} for each in found])
        return
    table(("Name", "Role", "Signs in with", "State"), [(e["name"], e["role"], _way(e), _state(e)) for e in found])


@user.command()
@click.argument("name")
@click.argument("role", type=_ROLES)
def role(name: str, role: str) -> None:
    """Give a user another role, at once."""
    with workspace() as ws:
        ws.set_role(name, role)
    tell({"name": name, "role": role}, f"{name} is {role} now.")


@user.command()
@click.argument("name")
@click.option("--password", metavar=_WHERE, help=_ASKED)
def password(name: str, password: str | None) -> None:
    """Give a user another password; every sign-in of the user ends, and a lock too."""
    with workspace() as ws:
        ws.set_password(name, _password(password))
    tell({"name": name, "password": "set"}, f"The password of {name} is set.")


@user.command()
@click.argument("name")
def disable(name: str) -> None:
    """Sign a user out at once and let nobody in by that name."""
    with workspace() as ws:
        ws.disable_user(name)
    tell({"name": name, "disabled": True}, f"{name} is disabled.")


@user.command()
@click.argument("name")
def enable(name: str) -> None:
    """Let a user sign in again, also one who is locked after failures."""
    with workspace() as ws:
        ws.enable_user(name)
    tell({"name": name, "disabled": False}, f"{name} may sign in again.")


@user.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a user; what the user did stays in the audit."""
    with workspace() as ws:
        ws.remove_user(name)
    tell({"name": name, "removed": True}, f"{name} is removed.")


def _password(where: str | None) -> str:
    return secret("--password", where) if where else chosen("password", "--password")


def _way(each: dict[str, object]) -> str:
    return "single sign-on" if each["single_sign_on"] else "password"


def _state(each: dict[str, object]) -> str:
    return "disabled" if each["disabled"] else "active"


COMMANDS = (user,)
