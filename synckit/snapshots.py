"""The profiles as Parquet for the engine: a cache of one version, with what is newer laid over it.

`snapshots/profiles-vN.parquet` and `links-vN.parquet` hold the truth as of version N; rows newer than N are
read from the store in one short transaction, deletions among them, so a snapshot never brings anyone back.
Anyone may delete these files at any time. They are written beside their name and renamed, so a torn file is
never read.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from synckit import engine
from synckit.engine import identifier, literal
from synckit.store import Store, head, links, profiles

OVERLAY_ROWS = 50_000
"""Beyond so many rows newer than the snapshot a new one is written."""

_NAME = re.compile(r"profiles-v(\d+)\.parquet")
_WRITING = threading.Lock()
_ROW_GROUP = 40_960  # rows; each writing thread keeps one in memory, and a third of the usual size reads as fast
_LINKS = ("connection_id", "ils_id", "profile_id", "merged")


@dataclass(frozen=True)
class Attached:
    """What the engine sees of the store: one version of it."""

    version: int
    snapshot: int | None
    """The version of the snapshot file, None when there is none."""
    profiles: bool
    """Whether there is any profile."""
    links: bool
    """Whether the connection has any link."""
    overlay: int
    """How many rows lie over the snapshot."""


def attach(con: engine.Connection, store: Store, folder: Path, columns: Sequence[str], connection_id: int) -> Attached:
    """Make the relations `profiles`, `links` and `deleted` in the engine and return which version they show.

    `profiles` has `profile_id` and `columns`; `links` the `ils_id`, `profile_id`, `merged` of one connection;
    `deleted` the `profile_id` of deleted profiles.
    """
    with store.read() as conn:
        version = head(conn)
        newest = latest(folder, version)
        if newest is None and profiles.count(conn) > OVERLAY_ROWS:
            newest = _write_whole(conn, folder, columns, version)
        people = profiles.rows_since(conn, newest or 0, columns)
        if len(people) > OVERLAY_ROWS:
            newest = _write_whole(conn, folder, columns, version)
            people = []
        linked = links.since(conn, newest or 0)
        deleted = profiles.deleted_ids(conn)
    engine.hold(con, "newer_profiles", ("profile_id", "version", "deleted_version", *columns), people)
    engine.hold(con, "newer_links", _LINKS, [(e.connection_id, e.ils_id, e.profile_id, e.merged) for e in linked])
    engine.hold(con, "deleted", ("profile_id",), [(each,) for each in deleted])
    _view_profiles(con, folder, newest, columns, bool(people))
    _view_links(con, folder, newest, connection_id, bool(linked))
    return Attached(version, newest, _any(con, "profiles"), _any(con, "links"), len(people) + len(linked))


def latest(folder: Path, version: int) -> int | None:
    """Return the version of the newest snapshot that is not newer than `version`."""
    found = [int(m[1]) for p in folder.glob("profiles-v*.parquet") if (m := _NAME.fullmatch(p.name))]
    usable = [each for each in found if each <= version and (folder / f"links-v{each}.parquet").exists()]
    return max(usable, default=None)


def paths(folder: Path, version: int) -> tuple[Path, Path]:
    """Return the two files of a snapshot."""
    return folder / f"profiles-v{version}.parquet", folder / f"links-v{version}.parquet"


def draft(con: engine.Connection, folder: Path, version: int, people: str, linked: str) -> None:
    """Write the two queries' rows beside the names of a snapshot; `settle` makes them real after the commit."""
    for query, target in zip((people, linked), paths(folder, version), strict=True):
        con.execute(
            f"copy ({query}) to {literal(str(_beside(target)))} (format parquet, compression lz4, row_group_size {_ROW_GROUP})"
        )


def settle(folder: Path, version: int) -> bool:
    """Give a drafted snapshot its name and drop the older ones; return whether that could be done, for it is but a cache."""
    try:
        for target in reversed(paths(folder, version)):
            os.chmod(_beside(target), 0o600)
            os.replace(_beside(target), target)
        sweep(folder, version)
    except OSError:
        discard(folder, version)
        return False
    return True


def discard(folder: Path, version: int) -> None:
    """Drop a drafted snapshot whose changes were not committed."""
    for target in paths(folder, version):
        _beside(target).unlink(missing_ok=True)


def sweep(folder: Path, version: int) -> None:
    """Delete old snapshots, but the newest before `version`: a plan that is being made may still read it."""
    kept = {version, latest(folder, version - 1)}
    for path in folder.glob("*-v*.parquet"):
        found = re.search(r"-v(\d+)\.parquet$", path.name)
        if found and int(found[1]) < version and int(found[1]) not in kept:
            path.unlink(missing_ok=True)
    # A program that was killed leaves its draft; one that is still at work finds out when it names it.
    for path in folder.glob("*-v*.draft"):
        found = re.search(r"-v(\d+)\.\d+\.draft$", path.name)
        if found and int(found[1]) <= version:
            path.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """Return the draft's name, the process's own: two programs may write the same version at once."""
    return path.with_suffix(f".{os.getpid()}.draft")


def _any(con: engine.Connection, relation: str) -> bool:
    return bool(con.execute(f"select 1 from {relation} limit 1").fetchall())


def _view_profiles(
    con: engine.Connection, folder: Path, newest: int | None, columns: Sequence[str], overlaid: bool
) -> None:
    named = ", ".join(["profile_id", *map(identifier, columns)])
    over = f"select {named} from newer_profiles where deleted_version is null"
    if newest is not None:
        path = paths(folder, newest)[0]
        kept = _columns_of(path)
        held = ", ".join(
            [
                "profile_id",
                *(identifier(c) if c in kept else f"cast(null as varchar) as {identifier(c)}" for c in columns),
            ]
        )
        under = f"select {held} from read_parquet({literal(str(path))})"
        hidden = " where profile_id not in (select profile_id from newer_profiles)" if overlaid else ""
        over = f"{under}{hidden} union all {over}" if overlaid else under
    con.execute(f"create or replace view profiles as {over}")


def _view_links(con: engine.Connection, folder: Path, newest: int | None, connection_id: int, overlaid: bool) -> None:
    asked = f"connection_id = {int(connection_id)}"
    over = f"select ils_id, profile_id, merged from newer_links where {asked} and profile_id is not null"
    con.execute(f"create or replace view newer_own_links as select ils_id from newer_links where {asked}")
    if newest is not None:
        under = f"select ils_id, profile_id, merged from read_parquet({literal(str(paths(folder, newest)[1]))}) where {asked}"
        hidden = " and ils_id not in (select ils_id from newer_own_links)" if overlaid else ""
        over = f"{under}{hidden} union all {over}" if overlaid else under
    con.execute(f"create or replace view links as {over}")
    others = f"select connection_id, ils_id, profile_id, merged from newer_links where not {asked} and profile_id is not null"
    if newest is not None:
        whole = f"select connection_id, ils_id, profile_id, merged from read_parquet({literal(str(paths(folder, newest)[1]))}) where not {asked}"
        gone = (
            " and (connection_id, ils_id) not in (select (connection_id, ils_id) from newer_links)" if overlaid else ""
        )
        others = f"{whole}{gone} union all {others}"
    con.execute(f"create or replace view other_links as {others}")


def _columns_of(path: Path) -> set[str]:
    import pyarrow.parquet as pq

    return set(pq.read_schema(path).names)


def _write_whole(conn: Any, folder: Path, columns: Sequence[str], version: int) -> int | None:
    """Write a snapshot from the store, in this reader's moment; return the version that there is then."""
    with _WRITING:
        if latest(folder, version) is None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            people, linked = paths(folder, version)
            _stream(_beside(people), ("profile_id", "version", *columns), profiles.read_all(conn, columns))
            _stream(_beside(linked), _LINKS, ([row[:4] for row in chunk] for chunk in links.read_all(conn)))
            settle(folder, version)
        return latest(folder, version)


def _stream(path: Path, columns: Sequence[str], chunks: Iterable[list[tuple[Any, ...]]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(c, engine.arrow_type(c)) for c in columns])
    with pq.ParquetWriter(path, schema, compression="lz4") as writer:
        for chunk in chunks:
            data = list(zip(*chunk, strict=True))
            arrays = [
                pa.array(map(bool, d) if c == "merged" else d, engine.arrow_type(c))
                for c, d in zip(columns, data, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
