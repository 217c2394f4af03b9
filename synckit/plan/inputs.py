"""All that a plan is a function of, beside the profiles and links that the engine holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from synckit.definition import Sync
from synckit.fields import Catalogue, IlsField
from synckit.ils import Extract


@dataclass(frozen=True)
class Inputs:
    """All that a plan is a function of, beside what the engine holds."""

    sync: Sync
    catalogue: Catalogue
    fields: Mapping[str, IlsField]
    """The ILS fields of the connection, by name."""
    extract: Extract
    as_of: date
    zone: str
    any_profiles: bool
    any_links: bool
    last_read: int | None = None
    """Patrons that the last complete run read; None when there was none."""
    limit: int | None = None
    """Only the first so many patrons that meet the filter; None for all."""
