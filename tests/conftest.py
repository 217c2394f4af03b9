"""What tests of several parts share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from synckit.store import Store, guard, open_store
from tests import postgres


@pytest.fixture(scope="session", autouse=True)
def new_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new SQLite database begins as a copy of one that was made step by step: a thousand tests make one."""
    path = tmp_path_factory.mktemp("database") / "synckit.db"
    open_store(path).close()
    empty, migrate = path.read_bytes(), Store.migrate

    def migrated(store: Store) -> None:
        if store.path and not store.path.stat().st_size:
            with guard.trusted():  # nobody has it open yet
                store.path.write_bytes(empty)
        migrate(store)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Store, "migrate", migrated)
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the tests do."""
    why = postgres.missing()
    if why:
        pytest.skip(why)
    server = postgres.start()
    yield server.url
    postgres.stop(server)
