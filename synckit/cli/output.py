"""What reaches the screen or a file: one JSON document, tidy tables, a progress bar, a CSV that is safe to open."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

from synckit import errors
from synckit.cli.options import given

Progress = Callable[[str, int, int], None]

_WIDE = 1000
"""Columns of the tables that no terminal shows, so that nothing is cut or wrapped."""
_PHASES = {"load": "Reading patrons", "apply": "Applying"}


class Failed(Exception):
    """A command that ends badly and still has a document to print with `--json`."""

    def __init__(self, sentence: str, code: int, document: Mapping[str, Any]) -> None:
        super().__init__(sentence)
        self.code = code
        self.document = document


def tell(document: Any, *lines: str) -> None:
    """Print the document with `--json`, else the lines."""
    if given().json:
        print_json(document)
        return
    for line in lines:
        click.echo(line)


def print_json(document: Any) -> None:
    """Print one JSON document on one line of stdout."""
    click.echo(json.dumps(document, default=plain, allow_nan=False))


def complain(sentence: str) -> None:
    """Print one sentence to stderr."""
    click.echo(one_line(sentence), err=True)


def one_line(text: str) -> str:
    r"""Return a text without line breaks or control characters, which a terminal might obey.

    >>> one_line("two\nlines \x1b[31m")
    'two lines �[31m'
    """
    joined = " ".join(text.splitlines())
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in joined)


def plain(value: Any) -> Any:
    """Return a value of a frame as JSON knows it; what is empty is None.

    >>> plain(float("nan")), plain(dt.date(2026, 12, 1))
    (None, '2026-12-01')
    """
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat() if value == value else None
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if (isinstance(value, float) and value != value) or type(value).__name__ in ("NAType", "NaTType"):
        return None
    return value if isinstance(value, (str, int, float, bool, dict, type(None))) else str(value)


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a pandas frame as JSON knows them."""
    return [{key: plain(value) for key, value in row.items()} for row in frame.to_dict("records")]


def table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    """Print a table, framed on a terminal alone."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = sys.stdout.isatty()
    grid = Table(box=box.SIMPLE_HEAD if shown else None, pad_edge=False, header_style="bold")
    for name in columns:
        grid.add_column(Text(name), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(_cell(value)) for value in row))
    console = Console(file=sys.stdout, highlight=False, width=None if shown else _WIDE)
    console.print(grid)


def _cell(value: Any) -> str:
    value = plain(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    return "" if value is None else f"{value:,}" if isinstance(value, float) else one_line(str(value))


@contextmanager
def progress() -> Iterator[Progress]:
    """Give what a run tells how far it is: a bar on stderr, if that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda phase, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    parts = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[said]}"), TimeElapsedColumn())
    with Progress(*parts, console=console, transient=True) as bar:
        task = bar.add_task("Starting", total=None, said="")

        def told(phase: str, done: int, total: int) -> None:
            said = f"{done:,} of {total:,}" if total else f"{done:,}" if done else ""
            known = total if phase in _PHASES and total else None
            bar.update(task, description=_PHASES.get(phase, phase.capitalize()), total=known, completed=done, said=said)

        yield told


def write_csv(path: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a CSV for its owner only, its formula cells disarmed, and return its number of rows. Raises `Refused`."""
    import pyarrow as pa

    from synckit.profiles import guards

    texts = [[None if value is None else str(value) for value in row] for row in rows]
    guarded = [
        guards.guarded(pa.array([row[i] for row in texts], pa.string())).to_pylist() for i in range(len(columns))
    ]
    draft = f"{path}.{os.getpid()}.part"
    try:
        with open(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline=""
        ) as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(zip(*guarded, strict=True))
        os.replace(draft, path)
    except OSError as problem:
        _forget(draft)
        raise errors.Refused(
            f"{path} cannot be written: {problem.strerror or problem}; choose another place."
        ) from None
    return len(texts)


def _forget(draft: str) -> None:
    if os.path.exists(draft):
        os.unlink(draft)
