"""A tiny library for the pages: some patrons in a CSV, hostile texts among them, and one sync."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import synckit
from synckit.access import Person

ADMIN = Person("ann")

HOSTILE = [
    "![x](https://evil.example/p.png)",
    "<img src=x onerror=alert(1)>",
    "[me](javascript:alert(1))",
    ":red[alarm] :material/delete: $x^2$ :streamlit: :material_delete: :smile: :+1: a -> b -- c",
    "www.evil.example",
    "=cmd|' /C calc'!A0",
]

FIELDS = """
types: [Student]
all_types:
  - {name: library_card_number, type: text, unique: true}
"""

SYNC = """
name: Students
connection: Our patrons
match_on: [library_card_number]
filter:
  all:
    - {field: kind, operator: equals, value: ST}
mapping:
  - {constant: Student, to: type}
  - {from: first, to: first_name}
  - {from: last, to: last_name}
  - {from: mail, to: email}
  - {from: card, to: library_card_number}
"""


def write_patrons(folder: Path, city: str = "", hostile: tuple[str, ...] | list[str] = ()) -> None:
    """Write the patrons: two good ones, one with a bad e-mail, one of another kind, and the hostile ones."""
    lines = [
        "id,kind,card,first,last,mail",
        f"1,ST,101,Ann{city},Lee,ann@example.org",
        "2,ST,102,Bo,Ray,bo@example.org",
        "3,ST,103,Cy,Fox,no address",
        "4,FAC,104,Di,Ash,di@example.org",
    ]
    lines += [f'{place},ST,{place},Eve,"{name}",e{place}@example.org' for place, name in enumerate(hostile, 500)]
    (folder / "patrons.csv").write_text("\n".join(lines) + "\n", "utf-8")


def make(folder: Path, hostile: tuple[str, ...] | list[str] = (), limits: str = "", runs: int = 0) -> Path:
    """Make the workspace, in which the sync ran some times, and return its folder."""
    return copied(_made(tuple(hostile), limits, runs, os.environ.get("SYNCKIT_NOW")), folder)


def copied(former: Path, folder: Path) -> Path:
    """Copy a folder that has `patrons.csv` and the workspace `library` over it; return the new workspace."""
    shutil.copy(former / "patrons.csv", folder / "patrons.csv")
    home = Path(shutil.copytree(former / "library", folder / "library"))
    with synckit.open(home) as ws, ws.home.store.write() as conn:
        moved = "update connections set settings = replace(settings, ?, ?)"
        conn.exec_driver_sql(moved, (str(former / "patrons.csv"), str(folder / "patrons.csv")))
    return home


@lru_cache
def _made(hostile: tuple[str, ...], limits: str, runs: int, now: str | None) -> Path:
    """Make a workspace that others begin as copies of: judging a sync is most of the work. `now` is when it is made."""
    folder = Path(tempfile.mkdtemp(prefix="synckit-library-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_patrons(folder, hostile=hostile)
    with synckit.open(folder / "library", actor=ADMIN.name) as ws:
        ws.import_fields(FIELDS)
        ws.add_connection("Our patrons", "files", {"path": str(folder / "patrons.csv"), "id": "id"})
        ws.save(synckit.Sync.from_yaml(SYNC + limits))
        for _ in range(runs):
            ws.sync("Students").run()
    return folder
