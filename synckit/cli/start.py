"""The entry: runs a command; whatever goes wrong becomes one sentence on stderr and an exit code, never a traceback."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

import click

from synckit import errors
from synckit.cli import (
    connection,
    emulating,
    fields,
    home,
    notices,
    output,
    profiles,
    results,
    runner,
    running,
    sync,
    users,
)
from synckit.cli.options import Given, Group

CANCELLED = "Cancelled; nothing was applied."
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
def synckit() -> None:
    """Keep person profiles in step with the patron records of a library system.

    Exit codes: 0 done, 1 failed or stopped, 2 usage or refused, 3 held for approval.
    """


for _module in (home, connection, emulating, fields, profiles, sync, running, results, runner, notices, users):
    for _command in _module.COMMANDS:
        synckit.add_command(_command)


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed or stopped, 2 usage or refused, 3 held."""
    words = list(sys.argv[1:] if args is None else args)
    asked = Given(json="--json" in words)
    _write_anything()
    try:
        with _terminable():
            code = synckit.main(words, prog_name="python -m synckit", standalone_mode=False, obj=asked)
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except SystemExit as end:  # click's own way out when the reader of stdout has gone
        return end.code if isinstance(end.code, int) else 1
    except (Exception, KeyboardInterrupt) as problem:  # noqa: BLE001
        return _told(problem, asked.json)


def _told(problem: BaseException, as_json: bool) -> int:
    """Print what went wrong and return the exit code."""
    if os.environ.get("SYNCKIT_DEBUG"):
        raise problem
    sentence, code = _sentence(problem)
    about = dict(problem.document) if isinstance(problem, output.Failed) else {}
    if as_json:
        output.print_json({**about, "error": sentence})
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        click.echo(sentence, err=True)
    else:
        output.complain(sentence)
    return code


def _sentence(problem: BaseException) -> tuple[str, int]:
    if isinstance(problem, output.Failed):
        return str(problem), problem.code
    if isinstance(problem, errors.Cancelled):
        return CANCELLED, problem.exit_code
    if isinstance(problem, errors.SynckitError):
        return str(problem), problem.exit_code
    if isinstance(problem, click.ClickException):
        return problem.format_message(), problem.exit_code
    if isinstance(problem, (KeyboardInterrupt, click.Abort)) or _was_interrupted(problem):
        return CANCELLED, 1
    if isinstance(problem, OSError) and problem.errno in _FULL:
        return "The disk is full or a file grew too large for it; nothing was changed: make room and try again.", 1
    if isinstance(problem, MemoryError):
        return "The memory of this computer is used up; close other programs and try again.", 1
    # Its text is not shown: it may hold a value of a patron.
    return f"An error of synckit itself ({type(problem).__name__}); SYNCKIT_DEBUG=1 shows where, please report it.", 1


def _was_interrupted(problem: BaseException) -> bool:
    if not isinstance(problem, RuntimeError):
        return False
    from synckit import engine  # which is heavy, and here already where it says so

    return engine.was_interrupted(problem)


@contextmanager
def _terminable() -> Iterator[None]:
    """Let a polite kill end a command as Ctrl-C does: what it had begun is recorded as cancelled."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    former: Any = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def _write_anything() -> None:
    """Print what the terminal's character set lacks as an escape, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
