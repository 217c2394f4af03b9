"""The stored text of a field as the value it stands for: one in Python, a column in pandas, a column in Arrow.

Every stored text must come through, so what does not fit the narrower form (an integer of thirty digits, the year 0000)
stays text: a value in Python, the whole column in Arrow.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from synckit.fields import FieldType, ProfileField
from synckit.mapping import SEPARATOR

_INT64 = range(-(2**63), 2**63)


def value(field: ProfileField, text: str | None) -> Any:
    """Return a stored text as a Python value: int, float, bool, date, datetime, list or str; None where it is empty.

    >>> value(ProfileField("year", type=FieldType.INTEGER), "2027"), value(ProfileField("day", type=FieldType.DATE), "1899-12-31")
    (2027, datetime.date(1899, 12, 31))
    """
    read = _READ.get(field.type)
    if text is None or read is None:
        return text
    try:
        return read(text)
    except ValueError:
        return text


def arrow_type(field: ProfileField) -> Any:
    """Return the Arrow type of a field where every value fits it."""
    import pyarrow as pa

    types = {
        FieldType.INTEGER: pa.int64(),
        FieldType.NUMBER: pa.float64(),
        FieldType.BOOLEAN: pa.bool_(),
        FieldType.DATE: pa.date32(),
        FieldType.CHOICES: pa.list_(pa.string()),
    }
    return types.get(field.type, pa.string())


def fits(field: ProfileField, texts: Any) -> bool:
    """Say whether every text of an Arrow array comes back unchanged from the field's Arrow type."""
    check = _FITS.get(field.type)
    return check is None or all(check(text) for text in texts.to_pylist() if text is not None)


def arrow(field: ProfileField, texts: Any) -> Any:
    """Return an Arrow array of text as one of the field's Arrow type; the texts have to fit it."""
    import pyarrow as pa

    if arrow_type(field) == pa.string():
        return texts
    return pa.array([value(field, text) for text in texts.to_pylist()], arrow_type(field))


def series(field: ProfileField, texts: Any) -> Any:
    """Return a chunked Arrow array of text as a pandas column: Int64, float64, boolean, str, or Python objects."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    if field.type in (FieldType.DATE, FieldType.DATETIME, FieldType.CHOICES):
        known = {text: value(field, text) for text in pc.unique(texts).to_pylist()}
        fresh = list if field.type is FieldType.CHOICES else _same
        found = [None if text is None else fresh(known[text]) for text in texts.to_pylist()]
        return pd.Series(found, dtype=object)
    if field.type is FieldType.NUMBER:
        return texts.cast(pa.float64()).to_pandas()
    if field.type is FieldType.BOOLEAN:
        return pc.equal(texts, "true").to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get)
    if field.type is FieldType.INTEGER and fits(field, pc.unique(texts)):
        return texts.cast(pa.int64()).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    return texts.to_pandas(types_mapper={pa.string(): pd.StringDtype(na_value=float("nan"))}.get)


def _same(found: Any) -> Any:
    return found


def _number_fits(text: str) -> bool:
    return repr(float(text)).removesuffix(".0") == text


def _date_fits(text: str) -> bool:
    return len(text) == 10 and not text.startswith("0000")


_READ: dict[FieldType, Callable[[str], Any]] = {
    FieldType.INTEGER: int,
    FieldType.NUMBER: float,
    FieldType.BOOLEAN: lambda text: text == "true",
    FieldType.DATE: dt.date.fromisoformat,
    FieldType.DATETIME: lambda text: dt.datetime.fromisoformat(text.replace(" ", "").replace(",", ".")),
    FieldType.CHOICES: lambda text: text.split(SEPARATOR),
}
_FITS: dict[FieldType, Callable[[str], bool]] = {
    FieldType.INTEGER: lambda text: len(text) < 21 and int(text) in _INT64,
    FieldType.NUMBER: _number_fits,
    FieldType.DATE: _date_fits,
}
