"""Whether the values that are stored fit a changed field: what does not fit is named before anything is narrowed.

Stored values are canonical text, so the forms here are stricter than those that a sync accepts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from synckit import errors
from synckit.fields import FieldType, ProfileField
from synckit.store import bulk, profiles

SHOWN = 5
_FORMS = {
    FieldType.EMAIL: re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"),
    FieldType.URL: re.compile(r"https?://[^\s/]\S*", re.IGNORECASE),
    FieldType.INTEGER: re.compile(r"[+-]?[0-9]+"),
    FieldType.NUMBER: re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    FieldType.BOOLEAN: re.compile(r"true|false"),
}


def refuse_misfits(conn: sa.Connection, field: ProfileField, former: ProfileField) -> None:
    """Raise Refused if a stored value breaks the changed field's rules; names the count and up to five profiles."""
    if _rule(field) != _rule(former):
        fits = predicate(field)
        wrong = [profile_id for profile_id, value in _values(conn, field.column) if not fits(value)]
        _refuse(field, wrong, "hold a value that does not fit")
    if field.unique and (not former.unique or field.type is not former.type):
        _refuse(field, _repeated(conn, field), "hold a value that another profile holds too")


def predicate(field: ProfileField) -> Callable[[str], bool]:
    """Return a function that tells whether a stored value fits a field's type, length, options and pattern.

    >>> fits = predicate(ProfileField("year", type=FieldType.INTEGER))
    >>> fits("2027"), fits("soon")
    (True, False)
    """
    shape = _shape(field)
    pattern = re.compile(field.pattern, re.ASCII) if field.pattern else None
    longest = field.max_length

    def fits(value: str) -> bool:
        if longest is not None and len(value) > longest:
            return False
        return shape(value) and (pattern is None or pattern.fullmatch(value) is not None)

    return fits


def _shape(field: ProfileField) -> Callable[[str], bool]:
    """Return the test of a field's type and options."""
    options = frozenset(field.options)
    if field.type is FieldType.CHOICE:
        return options.__contains__
    if field.type is FieldType.CHOICES:
        return lambda value: options.issuperset(each.strip() for each in value.split(";"))
    if field.type in (FieldType.DATE, FieldType.DATETIME):
        return lambda value: _is_moment(value, field.type)
    if field.type is FieldType.PHONE:
        return _is_phone
    form = _FORMS.get(field.type)
    return lambda value: form is None or form.fullmatch(value) is not None


def _is_moment(value: str, kind: FieldType) -> bool:
    try:
        if kind is FieldType.DATE:
            return len(value) == 10 and bool(dt.date.fromisoformat(value))
        return bool(dt.datetime.fromisoformat(value))
    except ValueError:
        return False


def _is_phone(value: str) -> bool:
    digits = re.sub(r"[\s.()-]", "", value).removeprefix("+")
    return digits.isascii() and digits.isdigit() and 3 <= len(digits) <= 20


def _rule(field: ProfileField) -> tuple[object, ...]:
    return field.type, field.options, field.max_length, field.pattern


def _values(conn: sa.Connection, column: str) -> Iterator[tuple[int, str]]:
    rows = profiles.table((column,)).c
    for some in bulk.chunks(conn, sa.select(rows.profile_id, rows[column]).where(rows[column].is_not(None))):
        yield from some


def _repeated(conn: sa.Connection, field: ProfileField) -> list[int]:
    """Return the profiles whose value of a field is not theirs alone, letter case aside for e-mail."""
    rows = profiles.table((field.column,)).c
    key = sa.func.lower(rows[field.column]) if field.type is FieldType.EMAIL else rows[field.column]
    twice = (
        sa.select(key).where(rows.deleted_version.is_(None), key.is_not(None)).group_by(key).having(sa.func.count() > 1)
    )
    return [
        *conn.scalars(
            sa.select(rows.profile_id).where(rows.deleted_version.is_(None), key.in_(twice)).order_by(rows.profile_id)
        )
    ]


def _refuse(field: ProfileField, wrong: list[int], how: str) -> None:
    if wrong:
        some = ", ".join(str(each) for each in sorted(wrong)[:SHOWN])
        more = ", ..." if len(wrong) > SHOWN else ""
        raise errors.Refused(
            f"The field {field.key!r} cannot be changed so: {len(wrong)} profiles {how} (profiles {some}{more}); "
            "correct them first."
        )
