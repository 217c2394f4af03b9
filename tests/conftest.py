"""What tests of several parts share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the tests do."""
    why = postgres.missing()
    if why:
        pytest.skip(why)
    server = postgres.start()
    yield server.url
    postgres.stop(server)
