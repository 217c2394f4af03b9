"""Connections made and looked at: settings checked, secrets sealed, and what the system offers, masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from synckit import engine, errors, ils, report, secrets
from synckit.claim import passing_folder
from synckit.fields import IlsField
from synckit.run import Home, connected, subject
from synckit.store import audit, connections

if TYPE_CHECKING:
    import pandas as pd

SAMPLES = 3
COLUMNS = ("field", "label", "type", "list", "codes", "sample")


def add(
    home: Home, name: str, kind: str, settings: Mapping[str, str], given: Mapping[str, str], actor: str
) -> tuple[IlsField, ...]:
    """Make a connection and return its fields; nothing is written unless the system could be read."""
    with home.store.read() as conn:
        _refuse_known(conn, name)
    known = ils.settings(kind, settings, given)
    fields = ils.connector(kind, known, given).fields()
    with home.store.write() as conn:
        _refuse_known(conn, name)
        made = connections.save(conn, name, kind, known, {}, fields)
        connections.save(conn, name, kind, known, secrets.seal(made, given), fields)
        audit.add(conn, actor, "add connection", name, kind)
    return fields


def _refuse_known(conn: Any, name: str) -> None:
    if not name.strip():
        raise errors.DefinitionError("The connection has no name; give it one.", key="name")
    if name in connections.names(conn):
        raise errors.Refused(f"A connection named {name!r} exists already; choose another name or remove it first.")


def enter(home: Home, name: str, given: Mapping[str, str], actor: str) -> None:
    """Seal new secrets of a connection in the place of its former ones."""
    with home.store.write() as conn:
        saved = connections.load(conn, name)
        hidden = [setting.name for setting in ils.declared(saved.kind) if setting.secret]
        for each in given:
            if each not in hidden:
                raise errors.DefinitionError(errors.unknown(f"secret of {name!r}", each, hidden), key=each)
        sealed = {**saved.secrets, **secrets.seal(saved.id, given)}
        connections.save(conn, name, saved.kind, saved.settings, sealed, saved.fields)
        audit.add(conn, actor, "enter secrets", name, ", ".join(sorted(given)))


def rename(home: Home, name: str, new_name: str, actor: str) -> None:
    """Give a connection that no sync uses another name."""
    with home.store.write() as conn:
        if not new_name.strip():
            raise errors.DefinitionError("The connection has no name; give it one.", key="name")
        connections.rename(conn, name, new_name.strip())
        audit.add(conn, actor, "rename connection", new_name.strip(), f"from {name}")


def remove(home: Home, name: str, actor: str) -> None:
    """Remove a connection with its links; profiles stay."""
    with home.store.change("catalogue", actor) as change:
        connections.delete(change, name)
        audit.add(change.conn, actor, "remove connection", name)


def cost(home: Home, sync: str) -> str | None:
    """Return what reading the patrons of a sync takes, where the system counts requests; None where it does not."""
    about = subject(home, sync)
    connector = connected(about.connection)
    if not hasattr(connector, "cost"):
        return None
    return (
        f"{about.connection.name}: {connector.cost([name for name in about.sync.ils_fields if name in about.fields])}."
    )


def sampled(home: Home, name: str) -> pd.DataFrame:
    """Return a row a field of a connection, with masked values of some patrons."""
    with home.store.read() as conn:
        saved = connections.load(conn, name)
    rows = _rows(home, connected(saved), [field.name for field in saved.fields])
    return report.frame([_described(field, rows) for field in saved.fields], COLUMNS)


def _rows(home: Home, connector: Any, names: Sequence[str]) -> list[Mapping[str, Any]]:
    if hasattr(connector, "sample"):
        found: list[Mapping[str, Any]] = connector.sample()
        return found
    with passing_folder(home.folder / "runs") as folder:
        extract = connector.patrons(names, folder)
        con = engine.connect(*extract.paths, writable=folder)
        try:
            shown = ", ".join(map(engine.identifier, names))
            cells = con.execute(f"select {shown} from ({extract.sql}) order by _row limit 20").fetchall()
        finally:
            con.close()
    return [dict(zip(names, row, strict=True)) for row in cells]


def _described(field: IlsField, rows: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    found: dict[str, None] = {}
    for row in rows:
        cell = row.get(field.name)
        for value in cell if isinstance(cell, list) else [cell]:
            if value and len(found) < SAMPLES:
                found[report.masked(value) or ""] = None
    codes = ", ".join(f"{code} = {label}" for code, label in field.codes[:5]) + (" ..." if len(field.codes) > 5 else "")
    return field.name, field.label, field.type.value, field.many, codes, ", ".join(found)
