"""The connection test of Alma, step by step, each with the next thing to do when it fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from synckit.errors import SynckitError
from synckit.fields import IlsField
from synckit.ils.alma import failures
from synckit.ils.alma.cost import Cost
from synckit.ils.alma.quirks import Record
from synckit.ils.alma.users import Users
from synckit.ils.door import Door
from synckit.ils.extract import CheckStep

_ANY = (200, 400, 401, 403, 404)
_SAMPLE_NAMES = 12


class _Failed(Exception):
    """A step that went wrong in a way that has its own words."""


def steps(
    door: Door,
    users: Users,
    fields: Callable[[], Sequence[IlsField]],
    cost: Callable[[], Cost],
    sample: Callable[[], Sequence[Record]],
) -> list[CheckStep]:
    """Try everything in order, up to the first that fails."""
    tries: dict[str, Callable[[], str]] = {
        "reached": lambda: _reached(door),
        "signed in": lambda: _signed_in(door),
        "rights": lambda: _rights(door, users),
        "patrons": lambda: str(cost()),
        "libraries": lambda: _libraries(users),
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
    answer = door.get("users/operation/test", ok=_ANY)
    return f"Alma answered ({answer.status})"


def _signed_in(door: Door) -> str:
    answer = door.get("users/operation/test", ok=_ANY)
    words = failures.explained(answer.body) or str(answer.status)
    if answer.status == 401 or (answer.status in (400, 403) and "UNAUTHORIZED" in words):
        raise _Failed(f"Alma does not accept the API key ({words}); copy it again from the Developer Network.")
    return "the API key is accepted"


def _rights(door: Door, users: Users) -> str:
    answer = door.get("users", {"limit": "1"}, ok=_ANY)
    if answer.status != 200:
        words = failures.explained(answer.body) or str(answer.status)
        raise _Failed(
            f"The API key may not read users ({words}); give it the area Users, read-only, in the Developer Network."
        )
    if users.table("UserGroups") is None:
        return "users can be read; codes have no labels until the key gets the area Configuration, read-only"
    return "users and configuration can be read"


def _libraries(users: Users) -> str:
    names = users.libraries()
    if names is None:
        return "not visible to this key; a sync does not need them"
    return f"{len(names):,} libraries: {', '.join(names[:5])}{' ...' if len(names) > 5 else ''}"


def _fields(fields: Sequence[IlsField], sample: Sequence[Record]) -> str:
    keys = {key for user in sample for key, value in user.items() if value not in (None, "", [])}
    filled = [field.name for field in fields if field.path.split(".")[0].split("[")[0] in keys]
    shown = ", ".join(filled[:_SAMPLE_NAMES])
    return f"{len(fields):,} fields, {len(filled):,} with values in the first {len(sample):,} patrons: {shown} ..."
