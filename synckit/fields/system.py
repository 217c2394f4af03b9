"""The profile fields that every library has."""

from __future__ import annotations

from synckit.fields.kinds import FieldType, Scope
from synckit.fields.profile import ProfileField

_TYPES = {
    "type": FieldType.CHOICE,
    "email": FieldType.EMAIL,
    "secondary_email": FieldType.EMAIL,
    "phone": FieldType.PHONE,
    "mobile": FieldType.PHONE,
    "birth_date": FieldType.DATE,
    "website": FieldType.URL,
    "notes": FieldType.LONG_TEXT,
}
_NAMES = (
    "type prefix first_name middle_name last_name suffix preferred_name pronouns email secondary_email phone mobile"
    " address_1 address_2 city state postal_code country birth_date website notes"
)


def _field(name: str) -> ProfileField:
    required = name in ("type", "last_name")
    return ProfileField(name, type=_TYPES.get(name, FieldType.TEXT), scope=Scope.SYSTEM, required=required)


SYSTEM_FIELDS = tuple(_field(name) for name in _NAMES.split())
"""In the order of the profile page; `type` has no options here, for those are the catalogue's types."""
