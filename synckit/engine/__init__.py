"""Where set work runs: DuckDB in memory, opened hardened, reading only the files it is given.

This package is the only home of duckdb. It owns the connection, the way SQL text becomes SQLGlot
expressions (`expressions`), the closed vocabulary of operations with one canonical lowering each
(`vocabulary`), and the allow-list that free SQL has to pass (`free_sql`). Nothing is ever stored in a
DuckDB file: two processes cannot share one, so the truth lives in `synckit.store`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

Connection = duckdb.DuckDBPyConnection
Error = duckdb.Error
NotReadable = (duckdb.IOException, duckdb.PermissionException)
"""A file or folder is gone or broken: no fault of what was asked. One that is gone when it is allowed is no folder any more."""

_HARDENED: dict[str, Any] = {
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
}


def connect(*paths: Path, writable: Path | None = None, memory_mb: int = 500, threads: int = 0) -> Connection:
    """Return a private in-memory DuckDB that may read `paths` (files or folders) and nothing else.

    `writable` is a folder that may be written too, and where work larger than `memory_mb` megabytes spills.
    `threads` of 0 leaves the number to DuckDB (one a core).

    >>> connect().sql("select 1 + 1").fetchall()
    [(2,)]
    """
    folders = [str(p) for p in (*paths, *([writable] if writable else [])) if p.is_dir()]
    files = [str(p) for p in paths if not p.is_dir()]
    config = {**_HARDENED, "memory_limit": f"{memory_mb}MB"}
    if threads:
        config["threads"] = threads
    config["temp_directory"] = str(writable / "spill") if writable else ""
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("set enable_progress_bar = false")
    connection.execute("set preserve_insertion_order = false")
    # Joins run as they are written, their right side in the hash table: write the narrow or small one there.
    # Left to itself DuckDB hashes profiles and claims together, which takes a quarter longer.
    connection.execute("set disabled_optimizers = 'join_order'")
    # In this order: once external access is off, the list of what stays open can no longer be set.
    connection.execute(f"set allowed_directories = [{', '.join(map(literal, folders))}]")
    connection.execute(f"set allowed_paths = [{', '.join(map(literal, files))}]")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def was_interrupted(problem: BaseException) -> bool:
    """Return whether a query ended by Ctrl-C or a polite kill: DuckDB makes a plain RuntimeError of a KeyboardInterrupt.

    >>> was_interrupted(RuntimeError("Query interrupted")), was_interrupted(RuntimeError("Something else"))
    (True, False)
    """
    return type(problem) is RuntimeError and str(problem) == "Query interrupted"


def literal(text: str) -> str:
    """Return `text` as a SQL string literal.

    >>> literal("O'Neil")
    "'O''Neil'"
    """
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return `name` as a quoted SQL identifier.

    >>> identifier("home branch")
    '"home branch"'
    """
    return '"' + name.replace('"', '""') + '"'


def arrow_type(column: str) -> Any:
    """Return the Arrow type in which a column of the store reaches the engine: ids and flags apart, all is text."""
    import pyarrow as pa

    numbers = ("profile_id", "version", "deleted_version", "connection_id")
    return pa.int64() if column in numbers else pa.bool_() if column == "merged" else pa.string()


def hold(connection: Connection, name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Make (again) an in-memory table of rows that come from the store."""
    import pyarrow as pa

    arrays = [[row[i] for row in rows] for i in range(len(columns))]
    table = pa.table({c: pa.array(a, arrow_type(c)) for c, a in zip(columns, arrays, strict=True)})
    connection.register("rows_to_hold", table)
    connection.execute(f"create or replace table {identifier(name)} as select * from rows_to_hold")
    connection.unregister("rows_to_hold")
