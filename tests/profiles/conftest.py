"""A store with a small catalogue, once in each database."""

from __future__ import annotations

import pytest

from synckit.fields import Catalogue, FieldType, ProfileField, Scope
from synckit.store import Store, catalogue
from tests.store.conftest import file_store, store, url

__all__ = ["file_store", "library", "store", "url"]

CATALOGUE = Catalogue(
    ("Student", "Faculty"),
    (
        ProfileField("card", unique=True, pattern="[A-Z][0-9]+"),
        ProfileField("branches", type=FieldType.CHOICES, options=("Main", "Law", "Art")),
        ProfileField("fines", type=FieldType.NUMBER),
        ProfileField("blocked", type=FieldType.BOOLEAN),
        ProfileField("seen", type=FieldType.DATETIME),
        ProfileField("work_email", type=FieldType.EMAIL, unique=True),
        ProfileField("year", type=FieldType.INTEGER, scope=Scope.TYPE_SPECIFIC, profile_type="Student"),
        ProfileField("department", scope=Scope.TYPE_SPECIFIC, profile_type="Faculty", required=True, max_length=12),
    ),
)


def with_catalogue(opened: Store) -> Store:
    with opened.change("catalogue", "ann") as change:
        catalogue.save(change, CATALOGUE)
    return opened


@pytest.fixture
def library(store: Store) -> Store:
    """A store whose catalogue has one field of each kind."""
    return with_catalogue(store)
