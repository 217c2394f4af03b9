"""What somebody who brings a value by hand or by file is told when it breaks a rule.

The rules are those of a sync; the sentences differ, for here the person who can correct the value is the one who reads.
A value stands in the finding, never in the message of the error: messages reach logs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synckit import errors
from synckit.fields import ProfileField

KEPT = 1000
"""So many findings travel with an error or a result; the rest are counted."""

_SHOWN = 5
_SAID = {
    "type": "the value does not read as {type}; write it in that form",
    "length": "the value is longer than {max_length} characters; shorten it",
    "option": "the value is not one of {options}; choose one of these",
    "pattern": "the value does not match the pattern {pattern}; correct it",
    "required": "the field is required and cannot be emptied; give a value",
    "missing_required": "the field is required; give a value",
    "not_unique": "another profile holds this value, which has to be unique; correct one of the two",
    "other_type": "only profiles of type {profile_type} have this field; leave it empty, or change the type",
    "unknown_profile": "there is no profile of this id; leave profile_id empty to make a new one",
    "deleted": "this profile was deleted; take the row out",
    "repeated": "another row has this profile_id too; keep one of them",
    "unreadable": "the row cannot be read; mend it",
    "blank": "the row is empty and was passed over",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with one row; `row` counts from 1 below the header, and is 1 for an edit by hand."""

    row: int
    field: str | None
    """The field's key; `profile_id`, or None where it is the row as a whole."""
    rule: str
    value: str | None
    message: str


class Unfit(errors.Refused):
    """Values break rules, so nothing was written; `findings` has the first thousand, `count` is how many there are."""

    def __init__(self, message: str, findings: Sequence[Finding], count: int) -> None:
        super().__init__(message)
        self.findings = tuple(findings)
        self.count = count


def said(rule: str, field: ProfileField | None) -> str:
    """Return what a broken rule of a field says and asks for.

    >>> said("length", ProfileField("city", max_length=12))
    'the value is longer than 12 characters; shorten it'
    """
    if field is None:
        return _SAID[rule]
    options = ", ".join(field.options)
    places = {"type": field.type, "max_length": field.max_length, "pattern": field.pattern}
    return _SAID[rule].format(**places, options=options, profile_type=field.profile_type)


def unfit_values(findings: Sequence[Finding], count: int) -> Unfit:
    """Return the error for values given by hand.

    >>> print(unfit_values([Finding(1, "email", "type", "x", said("type", ProfileField("city")))], 1))
    Nothing was written: email breaks the rule type (the value does not read as text; write it in that form).
    """
    each = [f"{found.field} breaks the rule {found.rule} ({found.message})" for found in findings[:_SHOWN]]
    return Unfit(f"Nothing was written: {_listed(each, count)}.", findings, count)


def unfit_rows(findings: Sequence[Finding], count: int) -> Unfit:
    """Return the error for the rows of a file or frame.

    >>> print(unfit_rows([Finding(7, "email", "not_unique", "a@b.org", said("repeated", None))], 2))
    Nothing was imported: row 7, email, rule not_unique (another row has this profile_id too; keep one of them) and 1 more.
    """
    each = [
        f"row {found.row}, {found.field or 'all of it'}, rule {found.rule} ({found.message})"
        for found in findings[:_SHOWN]
    ]
    return Unfit(f"Nothing was imported: {_listed(each, count)}.", findings, count)


def _listed(each: Sequence[str], count: int) -> str:
    more = f" and {count - len(each):,} more" if count > len(each) else ""
    return "; ".join(each) + more
