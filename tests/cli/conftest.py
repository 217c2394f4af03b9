"""What the tests of the command line share: a small library in a folder, and two ways to run a command on it."""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from synckit.cli import main

ROOT = Path(__file__).parents[2]

FIELDS = """
types: [Student, Staff]
all_types:
  - {name: card, type: text, unique: true}
  - {name: branch, type: choice, options: [Main, Law]}
type_specific:
  Student:
    - {name: grad, type: integer}
"""
SYNC = """
name: Students
connection: Drop
match_on: [card]
filter:
  all:
    - {field: kind, operator: equals, value: ST}
mapping:
  - {from: surname, to: last_name}
  - {from: card, to: card}
  - {from: mail, to: email}
  - {constant: Student, to: type}
"""
HEADER = "id,surname,card,mail,kind\n"
PATRONS = f"""{HEADER}1,Noether,c1,emmy@example.org,ST
2,Curie,c2,marie@example.org,ST
3,Lovelace,c3,not an address,ST
4,Hopper,c4,grace@example.org,SF
"""


@dataclass
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on the one line of stdout."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)

    def refused(self, *words: str, code: int = 2) -> None:
        """Assert that it ended with one sentence on stderr that has these words, and nothing else."""
        assert (self.code, self.out) == (code, ""), self
        assert (self.err.count("\n"), "Traceback" in self.err) == (1, False), self
        assert [word for word in words if word not in self.err] == [], self.err


Cli = Callable[..., Done]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SYNCKIT_NOW", "2026-11-23T12:00:00Z")
    for name in ("SYNCKIT_HOME", "SYNCKIT_STORE", "SYNCKIT_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "library"


@pytest.fixture
def cli(home: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a command in this process."""

    def run(*words: str) -> Done:
        capsys.readouterr()
        code = main([*words, "--home", str(home)])
        return Done(code, *capsys.readouterr())

    return run


def program(*words: str, env: dict[str, str] | None = None, **settings: Any) -> Done:
    """Run python -m synckit as a program of its own."""
    given = {**os.environ, **(env or {})}
    done = subprocess.run(
        [sys.executable, "-m", "synckit", *words],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **settings,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@dataclass
class Library:
    """A workspace with four patrons in a file, one connection and one sync."""

    cli: Cli
    folder: Path

    @property
    def drop(self) -> Path:
        """The file of the patrons."""
        return self.folder / "patrons.csv"

    def bring(self, text: str) -> None:
        """Put other patrons into the file."""
        self.drop.write_text(text, encoding="utf-8")

    def save(self, text: str, command: str = "sync") -> Done:
        """Import a sync or the profile fields from YAML."""
        path = self.folder / f"{command}.yaml"
        path.write_text(text, encoding="utf-8")
        return self.cli(command, "import", str(path))

    def sync(self, extra: str) -> Done:
        """Save the sync with further lines."""
        return self.save(f"{SYNC}{extra}\n")

    def people(self) -> dict[int, tuple[Any, ...]]:
        """Return the profiles: id -> (last name, card, e-mail)."""
        rows = self.cli("profiles", "list", "--json").json
        return {row["profile_id"]: (row["last_name"], row["card"], row["email"]) for row in rows}


@pytest.fixture
def library(cli: Cli, home: Path, tmp_path: Path) -> Library:
    former = _former()
    shutil.copytree(former / "library", home)
    with closing(sqlite3.connect(home / "synckit.db", isolation_level=None)) as conn:
        conn.execute("update connections set settings = replace(settings, ?, ?)", (str(former), str(tmp_path)))
    made = Library(cli, tmp_path)
    made.bring(PATRONS)
    return made


@functools.cache
def _former() -> Path:
    """Make by commands a library that the others begin as copies of: four commands a test would take longer than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="synckit-library-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

    def run(*words: str) -> Done:
        return Done(main([*words, "--home", str(folder / "library")]), "", "")

    made = Library(run, folder)
    made.bring(PATRONS)
    assert run("init").code == 0
    assert made.save(FIELDS, "fields").code == 0
    assert run("connection", "add", "Drop", "--kind", "files", "--set", f"path={made.drop}", "--set", "id=id").code == 0
    assert made.sync("").code == 0
    return folder


@pytest.fixture
def held(library: Library) -> Library:
    """A library whose run 1 waits for approval, since it would make three profiles and the limit is two."""
    library.sync("limits: {create: 2}")
    assert library.cli("run", "Students").code == 3
    return library
