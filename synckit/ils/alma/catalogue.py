"""What an Alma user offers, as data: the common fields, Alma's own, and those that a site adds.

Paths are followed after `quirks.tidied`: preferred addresses come first, identifiers are the active ones, dates
have no Z. Passwords, PINs and roles are in no record that is tidied, so no path can lead to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from synckit.fields import FieldType, IlsField
from synckit.ils.paths import PathField, as_fields

Labels = Mapping[str, Mapping[str, str]]
"""{code table: {code: label}}."""

_CODE, _DATE, _EMAIL, _PHONE = FieldType.CODE, FieldType.DATE, FieldType.EMAIL, FieldType.PHONE
_ADDRESS = "contact_info.address[0]."

COMMON = (
    PathField("ils_id", "primary_id", label="Primary identifier"),
    PathField("first_name", "first_name"),
    PathField("middle_name", "middle_name"),
    PathField("last_name", "last_name"),
    PathField("preferred_name", "pref_first_name", label="Preferred first name"),
    PathField("email", "contact_info.email[0].email_address", _EMAIL, "Preferred e-mail"),
    PathField("secondary_email", "contact_info.email[1].email_address", _EMAIL, "Second e-mail"),
    PathField("phone", "contact_info.phone[0].phone_number", _PHONE, "Preferred phone"),
    PathField("mobile", "contact_info.mobile", _PHONE, "Mobile phone"),
    PathField("patron_type", "user_group.value", _CODE, "User group", codes_of="UserGroups"),
    PathField("status", "status.value", _CODE, codes_of="ContentStructureStatus"),
    PathField("expires", "expiry_date", _DATE, "Expiry date", absent="empty"),
    PathField("birth_date", "birth_date", _DATE, absent="empty"),
)
"""The names that every connection offers, as far as a user has them everywhere; barcode and alt_id are the site's."""

OWN = (
    PathField("primary_id", "primary_id", label="Primary identifier"),
    PathField("external_id", "external_id", label="External system"),
    PathField("full_name", "full_name"),
    PathField("pref_first_name", "pref_first_name", label="Preferred first name"),
    PathField("pref_middle_name", "pref_middle_name", label="Preferred middle name"),
    PathField("pref_last_name", "pref_last_name", label="Preferred last name"),
    PathField("pref_name_suffix", "pref_name_suffix", label="Preferred suffix"),
    PathField("user_title", "user_title.value", _CODE, codes_of="UserTitles"),
    PathField("job_category", "job_category.value", _CODE, codes_of="JobTitles"),
    PathField("job_description", "job_description"),
    PathField("gender", "gender.value", _CODE, codes_of="Genders"),
    PathField("user_group", "user_group.value", _CODE, codes_of="UserGroups"),
    PathField("campus_code", "campus_code.value", _CODE, "Campus", codes_of="Campuses"),
    PathField("record_type", "record_type.value", _CODE, codes_of="AddNewUserOptions"),
    PathField("account_type", "account_type.value", _CODE, codes_of="UserUserType"),
    PathField("preferred_language", "preferred_language.value", _CODE, codes_of="UserPreferredLanguage"),
    PathField("cataloger_level", "cataloger_level.value", _CODE),
    PathField("web_site_url", "web_site_url", FieldType.URL, "Web site"),
    PathField("status_date", "status_date", _DATE, absent="empty"),
    PathField("expiry_date", "expiry_date", _DATE, absent="empty"),
    PathField("purge_date", "purge_date", _DATE, absent="empty"),
    PathField("last_patron_activity_date", "last_patron_activity_date", _DATE, "Last activity", absent="empty"),
    PathField("is_researcher", "is_researcher", FieldType.BOOLEAN, "Researcher"),
    *(PathField(f"address.line{n}", f"{_ADDRESS}line{n}", label=f"Address line {n}") for n in range(1, 6)),
    PathField("address.city", _ADDRESS + "city", label="City"),
    PathField("address.state_province", _ADDRESS + "state_province", label="State or province"),
    PathField("address.postal_code", _ADDRESS + "postal_code", label="Postal code"),
    PathField("address.country", _ADDRESS + "country.value", _CODE, "Country", codes_of="CountryCodes"),
    PathField("address.note", _ADDRESS + "address_note", label="Address note"),
    PathField("emails", "contact_info.email[*].email_address", _EMAIL, "All e-mails", many=True),
    PathField("phones", "contact_info.phone[*].phone_number", _PHONE, "All phones", many=True),
    PathField("identifiers", "user_identifier[*].value", label="All active identifiers", many=True),
    PathField(
        "statistics", "user_statistic[*].statistic_category.value", _CODE, many=True, codes_of="UserStatCategories"
    ),
    PathField("blocks", "user_block[*].block_description.value", _CODE, many=True, codes_of="UserBlockDescription"),
    PathField("notes", "user_note[*].note_text", FieldType.LONG_TEXT, many=True),
)
"""Alma's own fields; a user has many more roles than these, and a sync has no use for them."""

DROPPED = ("password", "pin_number", "force_password_change", "user_role")
"""Never kept, whatever a site sends: secrets, and rights that belong to Alma."""

IDENTIFIERS, STATISTICS = "UserIdentifierTypes", "UserStatisticalTypes"
_BARCODES = ("BARCODE", "01")
_OTHER_IDS = ("INST_ID", "UNIV_ID", "02")


def tables() -> tuple[str, ...]:
    """Return the code tables that the catalogue has labels in.

    >>> tables()[:2]
    ('UserGroups', 'ContentStructureStatus')
    """
    named = [field.codes_of for field in (*COMMON, *OWN) if field.codes_of and field.codes_of != "Campuses"]
    return tuple(dict.fromkeys([*named, IDENTIFIERS, STATISTICS]))


def fields(id_types: Sequence[str], statistics: Iterable[str], barcode: str = "", alt_id: str = "") -> list[PathField]:
    """Return every field of a site with these identifier types and statistic types.

    `barcode` and `alt_id` are the identifier types that the administrator named; "" takes the usual ones.

    >>> [(each.name, each.path) for each in fields(["NET_ID", "01"], [])][1:3]
    [('barcode', 'user_identifier[?id_type.value=01].value'), ('alt_id', 'user_identifier[?id_type.value=NET_ID].value')]
    """
    card = barcode or next((each for each in _BARCODES if each in id_types), _BARCODES[0])
    others = [each for each in (*_OTHER_IDS, *id_types) if each in id_types and each != card]
    other = alt_id or next(iter(others), "")
    numbers = [PathField("barcode", _identifier(card), label="Barcode")]
    if other:
        numbers.append(PathField("alt_id", _identifier(other), label=f"Identifier {other}"))
    site = [PathField(f"user_identifier.{each}", _identifier(each), label=each) for each in id_types if _plain(each)]
    site += [
        PathField(f"user_statistic.{each}", _statistic(each), _CODE, each, codes_of="UserStatCategories")
        for each in statistics
        if _plain(each)
    ]
    return [COMMON[0], *numbers, *COMMON[1:], *OWN, *site]


def labelled(catalogue: Sequence[PathField], labels: Labels) -> tuple[IlsField, ...]:
    """Return the fields with the labels of the code tables that could be read.

    >>> labelled(COMMON, {"UserGroups": {"08": "Staff"}})[9].codes
    (('08', 'Staff'),)
    """
    plain = as_fields(catalogue)
    return tuple(
        replace(field, codes=tuple(labels[each.codes_of].items())) if each.codes_of in labels else field
        for field, each in zip(plain, catalogue, strict=True)
    )


def _plain(code: str) -> bool:
    """Return whether a code can stand in a path."""
    return bool(code.strip()) and not set(code) & set("[]=?*")


def _identifier(kind: str) -> str:
    return f"user_identifier[?id_type.value={kind}].value"


def _statistic(kind: str) -> str:
    return f"user_statistic[?category_type.value={kind}].statistic_category.value"
