"""What columns are called: their own names, made distinct, so that every column can be mapped."""

from __future__ import annotations

from collections.abc import Iterable

from synckit.ils.extract import RAW_COLUMNS


def distinct(headers: Iterable[str]) -> tuple[str, ...]:
    """Return a name for each header: its own, without outer blanks; numbered where it is taken or blank.

    Names that differ only in case count as one, as they do in SQL, and so do those of the raw frame.

    >>> distinct(["email", "Email", "", "email", "_id"])
    ('email', 'Email_2', 'column_3', 'email_3', '_id_2')
    """
    wanted = [header.strip() for header in headers]
    taken = {name.casefold() for name in RAW_COLUMNS}
    reserved = {name.casefold() for name in wanted}
    names = []
    for position, name in enumerate(wanted, 1):
        name = name or f"column_{position}"
        names.append(_free(name, taken, reserved))
        taken.add(names[-1].casefold())
    return tuple(names)


def _free(name: str, taken: set[str], reserved: set[str]) -> str:
    if name.casefold() not in taken:
        return name
    number = 2
    while (numbered := f"{name}_{number}").casefold() in taken | reserved:
        number += 1
    return numbered
