"""A fresh store in each database, and short ways to put something into it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from synckit.store import Store, open_store

_schemas = itertools.count(1)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/synckit.db"
        return
    server = request.getfixturevalue("postgres_url")
    name = f"test_{next(_schemas)}"
    with psycopg.connect(server, autocommit=True) as conn:
        conn.execute(f"CREATE SCHEMA {name}")
        yield f"{server}?options=-csearch_path%3D{name}"
        conn.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A new store, once in SQLite and once in PostgreSQL."""
    with open_store(url, wait=5) as opened:
        yield opened


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """A new store in SQLite, for what only a file has."""
    with open_store(tmp_path / "synckit.db", wait=5) as opened:
        yield opened
