"""The connection test of Koha, step by step, each with the next thing to do when it fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from synckit.errors import SynckitError
from synckit.fields import IlsField
from synckit.ils.door import Door
from synckit.ils.extract import CheckStep
from synckit.ils.koha import failures
from synckit.ils.koha.patrons import Patrons
from synckit.ils.sweep import Record

_ANY = (200, 400, 401, 403, 404, 500)
_SAMPLE_NAMES = 12
_ONE = {"_per_page": "1"}


class _Failed(Exception):
    """A step that went wrong in a way that has its own words."""


def steps(
    door: Door, patrons: Patrons, fields: Callable[[], Sequence[IlsField]], sample: Callable[[], Sequence[Record]]
) -> list[CheckStep]:
    """Try everything in order, up to the first that fails."""
    tries: dict[str, Callable[[], str]] = {
        "reached": lambda: f"Koha answered ({door.get('public/libraries', _ONE, ok=_ANY).status})",
        "signed in": lambda: _signed_in(door),
        "rights": lambda: _rights(door),
        "patrons": lambda: _patrons(patrons, sample()),
        "libraries": lambda: _libraries(patrons, sample()),
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


def _signed_in(door: Door) -> str:
    answer = door.get("patrons", _ONE, ok=_ANY)
    if answer.status in (401, 500) or (answer.status == 403 and not failures.lacks_rights(answer.body)):
        words = failures.explained(answer.body) or str(answer.status)
        raise _Failed(f"Koha does not let the user in ({words}); enter the credentials again.")
    return "the credentials are accepted"


def _rights(door: Door) -> str:
    answer = door.get("patrons", _ONE, ok=_ANY)
    if answer.status != 200:
        words = failures.explained(answer.body) or str(answer.status)
        raise _Failed(
            f"The user may not list patrons ({words}); give that right in Koha under Patrons > Set permissions."
        )
    return "patrons can be listed"


def _patrons(patrons: Patrons, sample: Sequence[Record]) -> str:
    seen = sorted({str(each.get("library_id")) for each in sample})
    total = f"{patrons.total():,} patrons"
    others = [each for each in patrons.rows("public/libraries") or () if str(each.get("library_id")) not in seen]
    if len(seen) == 1 and others:
        return (
            f"{total}, all of the library {seen[0]}: if there are others, give the user the right "
            "view_borrower_infos_from_any_libraries, for without it Koha shows only its own library's"
        )
    return f"{total} of {len(seen)} or more libraries"


def _libraries(patrons: Patrons, sample: Sequence[Record]) -> str:
    rows = patrons.rows("libraries") or patrons.rows("public/libraries")
    if rows is None:
        return "not visible to this user; a sync does not need them"
    names = [str(row.get("name")) for row in rows]
    return f"{len(names):,} libraries: {', '.join(names[:5])}{' ...' if len(names) > 5 else ''}"


def _fields(fields: Sequence[IlsField], sample: Sequence[Record]) -> str:
    keys = {key for each in sample for key, value in each.items() if value not in (None, "", [])}
    filled = [field.name for field in fields if field.path.split(".")[0].split("[")[0] in keys]
    shown = ", ".join(filled[:_SAMPLE_NAMES])
    return f"{len(fields):,} fields, {len(filled):,} with values in {len(sample):,} patrons: {shown} ..."
