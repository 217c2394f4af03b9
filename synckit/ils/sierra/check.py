"""The connection test of Sierra, step by step, each with the next thing to do when it fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from synckit.errors import SynckitError
from synckit.fields import IlsField
from synckit.ils.door import Door
from synckit.ils.extract import CheckStep
from synckit.ils.sierra import failures
from synckit.ils.sierra.patrons import Patrons
from synckit.ils.sweep import Record

_SAMPLE_NAMES = 12


class _Failed(Exception):
    """A step that went wrong in a way that has its own words."""


def steps(
    door: Door,
    patrons: Patrons,
    token: Callable[[], object],
    fields: Callable[[], Sequence[IlsField]],
    sample: Callable[[], Sequence[Record]],
) -> list[CheckStep]:
    """Try everything in order, up to the first that fails."""
    tries: dict[str, Callable[[], str]] = {
        "reached": lambda: _reached(door),
        "signed in": lambda: _signed_in(token),
        "rights": lambda: _rights(door),
        "patrons": lambda: _patrons(sample()),
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
    answer = door.post("token", signed=False, retry=True, ok=(200, 400, 401, 403))
    return f"Sierra answered ({answer.status})"


def _signed_in(token: Callable[[], object]) -> str:
    token()
    return "the client key is accepted"


def _rights(door: Door) -> str:
    answer = door.get("patrons", {"limit": "1", "deleted": "false"}, ok=(200, 400, 401, 403, 404))
    if answer.status == 200 or failures.code_of(answer.body) == failures.NOTHING:
        return "patrons can be read"
    words = failures.explained(answer.body) or str(answer.status)
    raise _Failed(f"The key may not read patrons ({words}); give it the role Patrons Read in Sierra Administration.")


def _patrons(sample: Sequence[Record]) -> str:
    if not sample:
        return "no patrons are visible; a key of a consortium sees those of its own library alone"
    return f"{len(sample):,} or more patrons are visible; Sierra tells no totals"


def _libraries(patrons: Patrons) -> str:
    branches = patrons.branches()
    if branches is None:
        return "not visible to this key; a sync does not need them"
    return f"{len(branches):,} locations: {', '.join(list(branches.values())[:5])}{' ...' if len(branches) > 5 else ''}"


def _fields(fields: Sequence[IlsField], sample: Sequence[Record]) -> str:
    keys = {key for each in sample for key, value in each.items() if value not in (None, "", [], {})}
    filled = [field.name for field in fields if field.path.split(".")[0].split("[")[0] in keys]
    shown = ", ".join(filled[:_SAMPLE_NAMES])
    return f"{len(fields):,} fields, {len(filled):,} with values in the first {len(sample):,} patrons: {shown} ..."
