"""notices: who is told when a sync that runs by itself gets into trouble."""

from __future__ import annotations

import click

from synckit.cli.entering import entered
from synckit.cli.options import Group, given, pairs, workspace
from synckit.cli.output import complain, print_json, table, tell


@click.group(cls=Group)
def notices() -> None:
    """Notices by e-mail and webhook: a sync failed, is held, is paused, is well again."""


@notices.command("set")
@click.option(
    "--set", "settings", multiple=True, metavar="K=V", help="As in mail_host=mail.example.org; K= takes it away."
)
@click.option("--secret", "secrets", multiple=True, metavar="K=env:VAR|K=file:PATH|K", help="mail_password or webhook.")
def set_(settings: tuple[str, ...], secrets: tuple[str, ...]) -> None:
    """Set up where notices go; what is not named stays."""
    with workspace() as ws:
        ws.set_notices({**pairs(settings, "--set"), **entered(secrets)})
        shown = ws.notices()
    tell({"settings": shown["settings"], "secrets": shown["secrets"]}, "The notices are set up; try: notices test")


@notices.command()
def show() -> None:
    """Show where notices go and the last ones."""
    with workspace() as ws:
        shown = ws.notices()
    if given().json:
        print_json(shown)
        return
    table(("Setting", ""), [*shown["settings"].items(), *((name, "•••") for name in shown["secrets"])])
    click.echo()
    table(
        ("At", "Notice", "Sent"),
        [(each["at"], each["text"], _sent(each["waiting"], each["problem"])) for each in shown["notices"]],
    )


def _sent(waiting: list[str], problem: str | None) -> str:
    return problem or ("waiting" if waiting else "yes")


@notices.command()
def test() -> int:
    """Send a test message by every channel."""
    with workspace() as ws:
        said = ws.test_notices()
    if given().json:
        print_json({"sent": {channel: not problem for channel, problem in said.items()}, "problems": said})
    else:
        table(("Channel", ""), [(channel, problem or "sent") for channel, problem in said.items()])
    for problem in filter(None, said.values()):
        complain(problem)
    return 1 if any(said.values()) else 0


COMMANDS = (notices,)
