"""The text of values that people give in Python: in a dict for one profile, or in the cells of a frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from synckit import engine, errors
from synckit.engine import identifier
from synckit.fields import Catalogue, ProfileField
from synckit.mapping import SEPARATOR

PROFILE_ID = "profile_id"


def text_of(value: Any) -> str | None:
    """Return a Python value as the text it stands for, None where it is missing.

    >>> [text_of(value) for value in ("a", True, 7.0, dt.date(1899, 1, 2), ["x", "y"], float("nan"))]
    ['a', 'true', '7', '1899-01-02', 'x; y', None]
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (list, tuple, set)) or type(value).__name__ == "ndarray":
        return SEPARATOR.join(text for each in value if (text := text_of(each)) is not None)
    if type(value).__name__ in ("NAType", "NaTType") or value != value:
        return None
    if isinstance(value, (bool, int)) or type(value).__name__ == "bool":
        return str(value).lower()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return _plain(value)
    return str(value)


def fields_of(catalogue: Catalogue, keys: Iterable[object]) -> tuple[ProfileField, ...]:
    """Return the fields that are written so, `profile_id` apart. Raises Refused, naming the nearest."""
    given = [str(key).strip() for key in keys]
    fields = {field.key: field for field in catalogue.fields}
    for key in given:
        if key not in fields and key != PROFILE_ID:
            raise errors.Refused(errors.unknown("profile field", key, (*fields, PROFILE_ID)))
    twice = next((key for key in given if given.count(key) > 1), None)
    if twice is not None:
        raise errors.Refused(f"The field {twice!r} is given twice; keep one of them.")
    return tuple(fields[key] for key in given if key != PROFILE_ID)


def hold(con: engine.Connection, columns: Mapping[str, list[str | None]], rows: int) -> None:
    """Make the table `given` of columns of text by column name; Refused where a text cannot be stored."""
    import pyarrow as pa

    arrays = {"_row": pa.array(range(rows), pa.int64()), "_problem": pa.nulls(rows, pa.string())}
    arrays[PROFILE_ID] = pa.nulls(rows, pa.string())
    for name, texts in columns.items():
        arrays[name] = pa.array(_storable(name, texts), pa.string())
    con.register("rows_given", pa.table(arrays))
    named = ", ".join(identifier(name) for name in arrays)
    con.execute(f"create table given as select {named} from rows_given")
    con.unregister("rows_given")


def _storable(name: str, texts: list[str | None]) -> list[str | None]:
    for row, text in enumerate(texts, 1):
        if text is not None and (
            "\0" in text or (not text.isascii() and any("\ud800" <= each <= "\udfff" for each in text))
        ):
            raise errors.Refused(
                f"The value of {name!r} in row {row} holds a character that cannot be stored; take it out."
            )
    return texts


def _plain(value: float) -> str:
    """Return a float without an exponent, a whole one without its point."""
    text = repr(float(value))
    if "e" in text:
        text = format(value, "f") if abs(value) < 1 else str(int(value))
    return text.removesuffix(".0")
