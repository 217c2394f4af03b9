"""What of the profiles shows: every live one, by id, without the values of types that a profile does not have now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from synckit.fields import ProfileField
from synckit.store import Connection, lookup
from synckit.store import profiles as stored

_TYPE = "type"

Chunk = tuple[Any, list[Any]]
"""An Arrow array of profile ids, and one of text for each asked field."""


def chunks(conn: Connection, fields: Sequence[ProfileField], chosen: Any = None) -> Iterator[Chunk]:
    """Read the profiles, some thousand at a time; `chosen` is a condition of `store.searching` that some of them meet."""
    import pyarrow as pa

    used = lookup.filled(conn, [field.column for field in fields]) if fields else set()
    columns = tuple(dict.fromkeys((_TYPE, *(field.column for field in fields if field.column in used))))
    for rows in stored.read_all(conn, columns, chosen):
        ids, _, *texts = zip(*rows, strict=True)
        cells = {name: pa.array(column, pa.string()) for name, column in zip(columns, texts, strict=True)}
        nothing = pa.nulls(len(rows), pa.string())
        types = cells[_TYPE]
        yield pa.array(ids, pa.int64()), [_shown(field, cells.get(field.column, nothing), types) for field in fields]


def _shown(field: ProfileField, texts: Any, types: Any) -> Any:
    """Hide the values of a field that belongs to another type."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if field.profile_type is None or texts.null_count == len(texts):
        return texts
    own = pc.fill_null(pc.equal(types, field.profile_type), False)
    return pc.if_else(own, texts, pa.scalar(None, pa.string()))
