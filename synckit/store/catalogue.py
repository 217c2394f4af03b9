"""The library's profile types and fields: each field is a column of the profiles table, a unique one has an index.

Nothing is narrowed over values that break the new rule, and nothing in use is removed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from synckit import errors
from synckit.fields import Catalogue, FieldType, ProfileField, slug
from synckit.store import narrowing, profiles, schema, syncs, usage
from synckit.store.transactions import Change


def load(conn: sa.Connection) -> Catalogue:
    """Return the catalogue as it is stored."""
    types, fields = schema.profile_types.c, schema.profile_fields.c
    names = conn.scalars(sa.select(types.name).order_by(types.position)).all()
    rows = conn.scalars(sa.select(fields.definition).order_by(fields.position)).all()
    return Catalogue(tuple(names), tuple(ProfileField.from_dict(row) for row in rows))


def save(change: Change, catalogue: Catalogue) -> None:
    """Store a catalogue: new fields become columns, what is no longer in it is removed.

    Raises Refused when stored values break a changed rule, or when something removed is in use by syncs or profiles.
    """
    former = load(change.conn)
    kept = set(catalogue.columns)
    _refuse_removals(change.conn, former, catalogue)
    _write(change.conn, catalogue)
    known = {field.column: field for field in former.fields}
    for field in former.custom:
        if field.column not in kept:
            _drop(change.conn, field)
    for field in catalogue.fields:
        _make(change.conn, field, known.get(field.column))


def remove_field(change: Change, key: str) -> None:
    """Remove a field. Raises Refused when syncs or profiles use it, DefinitionError when there is none."""
    former = load(change.conn)
    former.field(key)
    if all(field.key != key for field in former.custom):
        raise errors.Refused(
            f"The field {key!r} is one of the system's, which every library has; leave it empty instead."
        )
    save(change, Catalogue(former.types, tuple(field for field in former.custom if field.key != key)))


def remove_type(change: Change, name: str) -> None:
    """Remove a profile type with its own fields. Raises Refused when syncs or profiles use it, NotFound."""
    former = load(change.conn)
    if name not in former.types:
        raise errors.NotFound.of("profile type", name, former.types)
    types = tuple(each for each in former.types if each != name)
    save(change, Catalogue(types, tuple(field for field in former.custom if field.profile_type != name)))


def remove_option(change: Change, key: str, option: str) -> None:
    """Remove an option of a choice field. Raises Refused when syncs or profiles use it, NotFound."""
    former = load(change.conn)
    field = former.field(key)
    if option not in field.options:
        raise errors.NotFound.of(f"option of {key}", option, field.options)
    less = dataclasses.replace(field, options=tuple(each for each in field.options if each != option))
    save(change, Catalogue(former.types, tuple(less if each.key == key else each for each in former.custom)))


def _refuse_removals(conn: sa.Connection, former: Catalogue, catalogue: Catalogue) -> None:
    """Refuse to remove fields, types and options that syncs or profiles use."""
    now = {field.key: field for field in catalogue.fields}
    for field in former.fields:
        if field.key not in now:
            _refuse(conn, f"The field {field.key!r}", field, None)
        elif field.options and now[field.key].options:
            what = "The profile type" if field.key == "type" else f"The option of {field.key}"
            for option in field.options:
                if option not in now[field.key].options:
                    _refuse(conn, f"{what} {option!r}", field, option)


def _refuse(conn: sa.Connection, what: str, field: ProfileField, option: str | None) -> None:
    using = [saved.name for saved in syncs.list(conn) if _uses(saved.definition, field, option)]
    table = profiles.table((field.column,))
    column = table.c[field.column]
    chosen = column.is_not(None) if option is None else _holds(column, field, option)
    holding = conn.scalar(sa.select(sa.func.count()).select_from(table).where(chosen)) or 0
    if using or holding:
        by = [f"the syncs {', '.join(using)}"] if using else []
        by += [f"{holding} profiles"] if holding else []
        raise errors.Refused(f"{what} cannot be removed: it is used by {' and '.join(by)}; change those first.")


def _holds(column: sa.ColumnElement[Any], field: ProfileField, option: str) -> sa.ColumnElement[bool]:
    """Return the condition that a profile has an option, alone or among several."""
    if field.type is not FieldType.CHOICES:
        return column == option
    return (sa.literal("; ") + column + sa.literal("; ")).contains(f"; {option}; ", autoescape=True)


def _uses(definition: Mapping[str, Any], field: ProfileField, option: str | None) -> bool:
    """Tell whether a sync's definition names a field, or writes an option of it."""
    if option is None:
        return field.key in usage.keys(definition)
    rows = [row for row in definition.get("mapping", ()) if row.get("to") == field.key]
    own_fields = field.key == "type" and any(
        str(row.get("to", "")).startswith(f"{slug(option)}.") for row in definition.get("mapping", ())
    )
    written = ("constant", "values", "otherwise", "default")
    return own_fields or any(option in _texts([row.get(key) for key in written]) for row in rows)


def _texts(value: Any) -> Iterator[str]:
    """Give every text inside lists and the values of mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, Iterable):
        for each in value:
            yield from _texts(each)


def _write(conn: sa.Connection, catalogue: Catalogue) -> None:
    """Replace the stored types and fields."""
    conn.execute(sa.delete(schema.profile_types))
    conn.execute(sa.delete(schema.profile_fields))
    if catalogue.types:
        rows = [{"position": place, "name": name} for place, name in enumerate(catalogue.types)]
        conn.execute(sa.insert(schema.profile_types), rows)
    if catalogue.custom:
        fields = [
            {"position": place, "column_name": field.column, "definition": field.to_dict()}
            for place, field in enumerate(catalogue.custom)
        ]
        conn.execute(sa.insert(schema.profile_fields), fields)


def _make(conn: sa.Connection, field: ProfileField, former: ProfileField | None) -> None:
    """Make a field's column, or check that its values fit the changed rules, and bring its index up to date."""
    if former is None:
        conn.execute(sa.text(f"ALTER TABLE profiles ADD COLUMN {_quoted(conn, field)} TEXT"))
    elif former != field:
        narrowing.refuse_misfits(conn, field, former)
    was = (former.unique, former.type) if former else (False, None)
    if was == (field.unique, field.type):
        return
    if former and former.unique:
        conn.execute(sa.text(f"DROP INDEX {_index(conn, field)}"))
    if field.unique:
        key = _quoted(conn, field)
        key = f"lower({key})" if field.type is FieldType.EMAIL else key
        conn.execute(
            sa.text(f"CREATE UNIQUE INDEX {_index(conn, field)} ON profiles ({key}) WHERE deleted_version IS NULL")
        )


def _drop(conn: sa.Connection, field: ProfileField) -> None:
    if field.unique:  # SQLite drops no column that an index names
        conn.execute(sa.text(f"DROP INDEX {_index(conn, field)}"))
    conn.execute(sa.text(f"ALTER TABLE profiles DROP COLUMN {_quoted(conn, field)}"))


def _quoted(conn: sa.Connection, field: ProfileField) -> str:
    return conn.dialect.identifier_preparer.quote(field.column)


def _index(conn: sa.Connection, field: ProfileField) -> str:
    """Return the quoted name of a field's unique index; PostgreSQL allows 63 bytes, as many as a column may have."""
    name = field.column if len(field.column) > 56 else f"unique_{field.column}"
    return conn.dialect.identifier_preparer.quote(name)
