"""The connection test of Symphony, step by step, each with the next thing to do when it fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from synckit import errors
from synckit.errors import SynckitError
from synckit.fields import IlsField
from synckit.ils.door import Door
from synckit.ils.extract import CheckStep
from synckit.ils.symphony.patrons import Patrons
from synckit.ils.symphony.quirks import Record

_ANY = (200, 400, 401, 403, 404, 500)
_SAMPLE_NAMES = 12


class _Failed(Exception):
    """A step that went wrong in a way that has its own words."""


def steps(
    door: Door,
    patrons: Patrons,
    search: tuple[str, Sequence[str]],
    session: Callable[[], object],
    fields: Callable[[], Sequence[IlsField]],
    sample: Callable[[], Sequence[Record]],
) -> list[CheckStep]:
    """Try everything in order, up to the first that fails; `search` is the index and its values."""
    tries: dict[str, Callable[[], str]] = {
        "reached": lambda: _reached(door),
        "signed in": lambda: _signed_in(session),
        "rights": lambda: _rights(patrons, *search),
        "patrons": lambda: _patrons(patrons, *search),
        "libraries": lambda: _libraries(patrons),
        "sample fields": lambda: _fields(fields(), sample()),
    }
    done: list[CheckStep] = []
    for name, attempt in tries.items():
        done.append(_tried(name, attempt))
        if not done[-1].ok:
            break
    return done


def _tried(name: str, attempt: Callable[[], str]) -> CheckStep:
    try:
        return CheckStep(name, True, attempt())
    except (SynckitError, _Failed) as problem:
        return CheckStep(name, False, str(problem))


def _reached(door: Door) -> str:
    answer = door.post("user/staff/login", json={}, signed=False, retry=True, ok=_ANY)
    return f"Symphony answered ({answer.status})"


def _signed_in(session: Callable[[], object]) -> str:
    session()
    return "the staff user is let in"


def _rights(patrons: Patrons, index: str, values: Sequence[str]) -> str:
    known = patrons.indexes()
    if known is not None and index not in known:
        raise _Failed(
            errors.unknown("search index of this Symphony", index, known) + " Set search_index to one of these."
        )
    patrons.page(values[0], 0, 1)
    return "patrons can be searched for"


def _patrons(patrons: Patrons, index: str, values: Sequence[str]) -> str:
    totals = {value: patrons.page(value, 0, 1).total for value in values}
    none = [value for value, total in totals.items() if not total]
    said = f"{sum(totals.values()):,} patrons by {len(values)} values of {index}"
    return said + (f"; none by {', '.join(none[:5])}: check how these are written" if none else "")


def _libraries(patrons: Patrons) -> str:
    names = patrons.policy("library")
    if names is None:
        return "not visible to this user; a sync does not need them"
    return f"{len(names):,} libraries: {', '.join(list(names.values())[:5])}{' ...' if len(names) > 5 else ''}"


def _fields(fields: Sequence[IlsField], sample: Sequence[Record]) -> str:
    keys = {key for each in sample for key, value in each.items() if value not in (None, "", [], {})}
    filled = [field.name for field in fields if field.path.split(".")[0].split("[")[0] in keys]
    shown = ", ".join(filled[:_SAMPLE_NAMES])
    return f"{len(fields):,} fields, {len(filled):,} with values in the first {len(sample):,} patrons: {shown} ..."
