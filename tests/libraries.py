"""A small library for tests of the whole way: patrons in a file, profiles in a store, one sync, and what came of a run."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from synckit import ils
from synckit import run as way
from synckit.apply.undo import Undone, undo
from synckit.definition import Sync, validate
from synckit.fields import Catalogue
from synckit.run import Home, Planned
from synckit.store import catalogue, changes, connections, findings, links, open_store, profiles, runs, syncs

FIELDS = """
types: [Student, Staff]
all_types:
  - {name: card, type: text, unique: true, max_length: 8}
  - {name: login, type: email, unique: true}
  - {name: branch, type: choice, options: [Main, Law]}
  - {name: code, type: text, pattern: '[A-Z][0-9]'}
type_specific:
  Student:
    - {name: grad, type: integer}
    - {name: locker, type: text, unique: true}
  Staff:
    - {name: dept, type: text, max_length: 5}
"""
SOURCES = ("id", "first", "last", "card", "mail", "login", "kind", "branch", "code", "grad", "locker", "dept")
MAPPING = {
    "last": "last_name", "first": "first_name", "card": "card", "mail": "email", "login": "login", "kind": "type",
    "branch": "branch", "code": "code", "grad": "student.grad", "locker": "student.locker", "dept": "staff.dept",
}  # fmt: skip
KINDS = {"ST": "Student", "SF": "Staff"}
ACTOR = "ann"


def mapping(*sources: str, **more: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the usual mappings of some ILS fields (all of them when none is named), with further keys for some."""
    rows = []
    for source in sources or MAPPING:
        row: dict[str, Any] = {"from": source, "to": MAPPING[source]}
        row |= {"values": KINDS} if source == "kind" else {}
        rows.append(row | more.get(source, {}))
    return rows


def patron(number: int = 1, **values: str) -> dict[str, str]:
    """Return a patron who becomes a profile as it is; `values` replaces what it has."""
    return {"id": f"p{number}", "last": "Lee", "card": f"c{number}", "kind": "ST"} | values


class Library:
    """One workspace folder with a store, a catalogue, a file of patrons and a sync named Nightly."""

    def __init__(self, folder: Path, url: str | None = None, fields: str = FIELDS) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.home = Home(open_store(url or str(folder / "synckit.db"), wait=5), folder)
        self.connection = 0
        with self.home.store.change("catalogue", ACTOR) as change:
            catalogue.save(change, catalogue.load(change.conn).merged(Catalogue.from_yaml(fields)))

    def close(self) -> None:
        self.home.store.close()

    @property
    def catalogue(self) -> Catalogue:
        with self.home.store.read() as conn:
            return catalogue.load(conn)

    # Patrons and syncs

    def patrons(self, rows: Iterable[Mapping[str, str]], columns: Sequence[str] = SOURCES) -> None:
        """Write the file of patrons."""
        with (self.folder / "patrons.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(columns)
            writer.writerows([row.get(name, "") for name in columns] for row in rows)
        self._connect("patrons.csv")

    def objects(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write the patrons as JSON lines, in which a key may be absent."""
        (self.folder / "patrons.ndjson").write_text("\n".join(map(json.dumps, rows)) + "\n", "utf-8")
        self._connect("patrons.ndjson")

    def _connect(self, file: str) -> None:
        if self.connection:
            return
        settings = ils.settings("files", {"path": str(self.folder / file), "id": "id"})
        fields = ils.connector("files", settings).fields()
        with self.home.store.write() as conn:
            self.connection = connections.save(conn, "Files", "files", settings, {}, fields)

    def sync(
        self, *sources: str, match_on: Sequence[Any] = ("card",), rows: Sequence[dict[str, Any]] = (), **settings: Any
    ) -> Sync:
        """Save the sync Nightly; it maps `sources` (all when none is named) and what `rows` say."""
        data = {"name": "Nightly", "connection": "Files", "match_on": list(match_on), **settings}
        sync = Sync.from_dict(data | {"mapping": list(rows) or mapping(*sources)})
        with self.home.store.write() as conn:
            known = {field.name: field for field in connections.load(conn, "Files").fields}
            validate(sync, catalogue.load(conn), known)
            syncs.save(conn, sync.as_dict())
        return sync

    # Runs

    def plan(self, **given: Any) -> Planned:
        return way.make_plan(self.home, "Nightly", **given)

    def run(self, **given: Any) -> runs.SavedRun:
        """Run the sync and return the run's row."""
        return self.result(way.run(self.home, "Nightly", ACTOR, **given))

    def apply(self, planned: Planned, override: Sequence[str] = ()) -> runs.SavedRun:
        return self.result(way.apply_plan(self.home, planned, ACTOR, override))

    def result(self, run_id: int) -> runs.SavedRun:
        with self.home.store.read() as conn:
            return runs.get(conn, run_id)

    def runs(self) -> tuple[runs.SavedRun, ...]:
        with self.home.store.read() as conn:
            return runs.list(conn)

    def undo(self, run_id: int) -> Undone:
        return undo(self.home.store, run_id, ACTOR)

    def findings(self, run_id: int) -> list[tuple[str | None, str | None, str]]:
        """Return (patron, field, rule) of a run's findings, in ILS order."""
        with self.home.store.read() as conn:
            return [(each.patron, each.field, each.rule) for each in findings.list(conn, run_id)]

    def changes(self, run: runs.SavedRun) -> list[tuple[Any, ...]]:
        """Return (profile_id, column, before, after) of what a run changed."""
        with self.home.store.read() as conn:
            return [tuple(row) for row in changes.of_version(conn, run.version)] if run.version else []

    # Profiles and links

    def make(self, *people: Mapping[str, str]) -> list[int]:
        """Make profiles as an import does and return their ids."""
        with self.home.store.change("import", ACTOR) as change:
            first = profiles.next_id(change.conn)
            columns = sorted({key for each in people for key in each}) or ["last_name"]
            rows = [(first + place, *(each.get(column) for column in columns)) for place, each in enumerate(people)]
            profiles.insert(change, columns, rows)
        return [row[0] for row in rows]

    def edit(self, profile_id: int, **values: str | None) -> None:
        """Change a profile as staff does."""
        before = self.profiles()[profile_id]
        with self.home.store.change("edit", ACTOR) as change:
            profiles.update(change, list(values), [(*values.values(), profile_id)])
            changes.record(change, [(profile_id, name, before.get(name), value) for name, value in values.items()])

    def delete(self, *profile_ids: int) -> None:
        with self.home.store.change("delete", ACTOR) as change:
            profiles.mark_deleted(change, profile_ids)

    def release(self, profile_id: int) -> None:
        with self.home.store.change("release", ACTOR) as change:
            links.release(change, profile_id)

    def link(self, ils_ids: Mapping[str, int]) -> None:
        with self.home.store.change("edit", ACTOR) as change:
            links.upsert(change, self.connection, list(ils_ids.items()))

    def merge(self, gone: int, kept: int) -> None:
        """Merge one profile into another as far as links go."""
        with self.home.store.change("merge", ACTOR) as change:
            links.move(change, gone, kept)
            profiles.mark_deleted(change, [gone])

    def profiles(self) -> dict[int, dict[str, str]]:
        """Return the profiles by id, each with the columns that hold something."""
        with self.home.store.read() as conn:
            columns = profiles.columns(conn)
            rows = [row for chunk in profiles.read_all(conn, columns) for row in chunk]
        return {row[0]: {c: v for c, v in zip(columns, row[2:], strict=True) if v is not None} for row in rows}

    def links(self) -> dict[str, int]:
        with self.home.store.read() as conn:
            return {row[1]: row[2] for chunk in links.read_all(conn) for row in chunk if row[0] == self.connection}


def buckets(run: runs.SavedRun) -> dict[str, int]:
    """Return the counts of a run that are not zero."""
    return {name: count for name, count in (run.counts or {}).items() if count}


def close(planned: Planned) -> None:
    """Forget a plan that is not applied."""
    planned.forget()
