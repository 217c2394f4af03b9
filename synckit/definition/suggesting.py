"""Rows of the map that suggest themselves: ILS fields and profile fields that mean the same, and codes and options alike.

Names decide, and names alone; nothing is mapped until a person takes a suggestion.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from synckit.definition.draft import Content, blank_row
from synckit.fields import Catalogue, IlsField, ProfileField

_SAME = {
    "patron_type": ("type",),
    "barcode": ("library_card_number", "library_card", "card_number", "card", "barcode", "library_barcode"),
    "alt_id": ("campus_id", "student_id", "university_id", "external_id", "alternate_id", "alt_id"),
    "home_library": ("home_library", "home_branch", "library", "branch", "campus"),
    "status": ("patron_status", "card_status", "status"),
    "expires": ("expires", "expires_on", "expiry_date", "expiration_date", "card_expires_on", "card_expires"),
    "created": ("created", "created_on", "member_since", "registered_on", "enrolled_on"),
    "updated": ("updated", "updated_on", "last_updated"),
}
"""Profile fields that mean the same as a common ILS field, beside the one of its own name; the likeliest first."""

_ALIASES = {
    "address1": "address street streetaddress addressline1 addr1 street1",
    "address2": "addressline2 addr2 street2",
    "city": "town",
    "state": "province region",
    "postalcode": "zip zipcode postcode",
    "prefix": "title salutation nameprefix",
    "suffix": "namesuffix",
    "pronouns": "pronoun",
    "website": "url homepage",
    "notes": "note comments",
}
_TARGET_OF = {alias: target for target, aliases in _ALIASES.items() for alias in aliases.split()}
_LEAST_ALIKE = 0.6


@dataclass(frozen=True)
class Suggestion:
    """A row of the map that suggests itself."""

    source: str
    """The ILS field's name."""
    target: str
    """The profile field's key."""


def suggested(
    content: Content, catalogue: Catalogue, ils_fields: Mapping[str, IlsField], common: Mapping[str, str]
) -> list[Suggestion]:
    """Return the rows that a draft's map could have too, in the order of the profile fields.

    `common` says which ILS field looks like which common field, as `ils.suggestions` does. A profile field that is mapped
    already is left out, and so are fields of types, unless their name says it all.

    >>> [each.target for each in suggested({}, Catalogue.empty(), {"surname": IlsField("surname")}, {"last_name": "surname"})]
    ['last_name']
    """
    mapped = {row.get("to") for row in content.get("mapping", ())}
    found: dict[str, str] = {}
    for source, target in _pairs(catalogue, ils_fields, common):
        if target.key not in mapped:
            found.setdefault(target.key, source)
    return [Suggestion(found[key], key) for key in catalogue.keys if key in found]


def _pairs(
    catalogue: Catalogue, ils_fields: Mapping[str, IlsField], common: Mapping[str, str]
) -> Iterator[tuple[str, ProfileField]]:
    """Yield (ILS field, profile field) that mean the same, the surest first."""
    by_name = {field.name: field for field in catalogue.fields if field.profile_type is None}
    for name, source in common.items():
        target = _target(name, by_name) if source in ils_fields else None
        if target:
            yield source, target
    spelled = {_plain(text): field for field in reversed(catalogue.fields) for text in (field.label, field.name)}
    used = set(common.values())
    for field in ils_fields.values():
        for text in (field.name, field.label, field.name.rpartition(".")[2]):
            target = spelled.get(_TARGET_OF.get(_plain(text), _plain(text)))
            if target and field.name not in used:
                yield field.name, target


def _target(common: str, by_name: Mapping[str, ProfileField]) -> ProfileField | None:
    names = [name for name in (*_SAME.get(common, ()), common) if name in by_name]
    unique = [name for name in names if by_name[name].unique]
    return by_name[(unique or names)[0]] if names else None


def row_of(suggestion: Suggestion, catalogue: Catalogue) -> Content:
    """Return the row of the map that a suggestion stands for.

    >>> row = row_of(Suggestion("surname", "last_name"), Catalogue.empty())
    >>> row["from"], row["scope"], row["to"]
    (['surname'], 'system', 'last_name')
    """
    field = catalogue.field(suggestion.target)
    scope = {"scope": field.scope.value, "profile_type": field.profile_type}
    return {**blank_row(), "from": [suggestion.source], **scope, "to": field.key}


def pairs_for(
    codes: Iterable[str], options: Collection[str], labels: Mapping[str, str] | None = None
) -> list[list[str | None]]:
    """Return rows of a value map for codes: each with the option that is nearest to its label or to itself, or with None.

    Where there are no options to choose from, each code stays what it is.

    >>> pairs_for(["STUDENT", "stf", "X"], ["Student", "Staff"], {"stf": "Staff member"})
    [['STUDENT', 'Student'], ['stf', 'Staff'], ['X', None]]
    """
    return [[code, _nearest([(labels or {}).get(code, ""), code], options) if options else code] for code in codes]


def _nearest(texts: Iterable[str], options: Collection[str]) -> str | None:
    folded = {option.casefold(): option for option in options}
    for text in filter(None, (text.casefold().strip() for text in texts)):
        found = difflib.get_close_matches(text, folded, 1, _LEAST_ALIKE) or _begun(text, folded)
        if found:
            return folded[found[0]]
    return None


def _begun(text: str, options: Iterable[str]) -> list[str]:
    """Return the options of which a text is the beginning or the other way round, when there is just one: ST is Student."""
    found = [option for option in options if len(text) > 1 and (option.startswith(text) or text.startswith(option))]
    return found if len(found) == 1 else []


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
