"""What the tests of connectors share: files in, raw rows out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from synckit import engine, ils

Row = dict[str, object]


def raw_rows(extract: ils.Extract) -> list[Row]:
    """Return the raw frame as dicts, in ILS order, read by a connection that may open the extract's files only."""
    with engine.connect(*extract.paths) as connection:
        found = connection.execute(f"select * from ({extract.sql}) order by _row")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@pytest.fixture
def patrons(tmp_path: Path) -> Callable[..., list[Row]]:
    """Write a file, connect it, and return the raw rows of all its fields."""

    def read(name: str, content: str | bytes, **settings: str) -> list[Row]:
        path = written(tmp_path, name, content)
        connector = ils.connector("files", {"path": str(path), **settings})
        names = [field.name for field in connector.fields()]
        return raw_rows(connector.patrons(names, tmp_path / "run"))

    return read


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file, gzipped if its name says so."""
    import gzip

    data = content.encode() if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def values(rows: list[Row]) -> list[Row]:
    """Return the rows without the columns of the raw frame."""
    return [{key: value for key, value in row.items() if not key.startswith("_")} for row in rows]
