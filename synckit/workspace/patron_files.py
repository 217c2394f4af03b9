"""Patrons of a reading as a CSV: those who meet a filter, cells guarded against being run as formulas."""

from __future__ import annotations

import io
from collections.abc import Sequence

from synckit.definition import Group
from synckit.profiles import guards
from synckit.profiles.spreadsheets import BOM
from synckit.run import Home
from synckit.workspace import previewing
from synckit.workspace.readings import Patrons

MOST = 100_000
"""Patrons that one file holds; more are a matter for an export on the command line or in a notebook."""


def as_csv(
    home: Home, patrons: Patrons, group: Group | None, columns: Sequence[str], zone: str | None = None
) -> tuple[bytes, int]:
    """Return the first of the patrons that meet a filter, in ILS order, and how many they are."""
    import pyarrow as pa
    import pyarrow.csv

    query = previewing.first_query(home, patrons, group, columns, MOST, 0, zone)
    with previewing.opened(patrons) as con:
        found = con.sql(query).to_arrow_table()
    named = ["patron", *found.column_names[1:]]
    names = [guards.guarded(pa.array([name], pa.string()))[0].as_py() for name in named]
    cells = [guards.guarded(each.combine_chunks().cast(pa.string())) for each in found.columns]
    made = io.BytesIO()
    made.write(BOM)
    pyarrow.csv.write_csv(pa.Table.from_arrays(cells, names=names), made)
    return made.getvalue(), found.num_rows
