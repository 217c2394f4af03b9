"""What a Koha patron offers, as data: the common fields, Koha's own, and the attributes that a site adds.

The keys are those of Koha 23.05 and, marked as newer, of later versions; a connection offers those that its patrons
have. The token of an e-book shop, and whatever a later version may send of passwords, is in no row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from synckit.fields import FieldType, IlsField
from synckit.ils.paths import PathField, as_fields

Labels = Mapping[str, Mapping[str, str]]
"""{"categories" or "libraries": {code: label}}."""

_CODE, _DATE, _MOMENT, _EMAIL = FieldType.CODE, FieldType.DATE, FieldType.DATETIME, FieldType.EMAIL
_PHONE, _YES_NO, _WHOLE, _LONG = FieldType.PHONE, FieldType.BOOLEAN, FieldType.INTEGER, FieldType.LONG_TEXT
CATEGORIES, LIBRARIES = "categories", "libraries"

COMMON = (
    PathField("ils_id", "patron_id", label="Patron id"),
    PathField("barcode", "cardnumber", label="Card number"),
    PathField("alt_id", "userid", label="User name"),
    PathField("first_name", "firstname"),
    PathField("middle_name", "middle_name"),
    PathField("last_name", "surname"),
    PathField("preferred_name", "preferred_name"),
    PathField("email", "email", _EMAIL, "Primary e-mail"),
    PathField("secondary_email", "secondary_email", _EMAIL, "Secondary e-mail"),
    PathField("phone", "phone", _PHONE, "Primary phone"),
    PathField("mobile", "mobile", _PHONE, "Other phone"),
    PathField("patron_type", "category_id", _CODE, "Patron category", codes_of=CATEGORIES),
    PathField("home_library", "library_id", _CODE, "Home library", codes_of=LIBRARIES),
    PathField("expires", "expiry_date", _DATE, "Expiry date"),
    PathField("created", "date_enrolled", _DATE, "Registration date"),
    PathField("updated", "updated_on", _MOMENT, "Last changed"),
    PathField("birth_date", "date_of_birth", _DATE, "Date of birth"),
)

_TEXTS = (
    "cardnumber userid surname firstname other_name initials title pronouns gender "
    "street_number street_type address address2 city state postal_code country fax sms_number lang relationship_type "
    "statistics_1 statistics_2 altaddress_street_number altaddress_street_type altaddress_address altaddress_address2 "
    "altaddress_city altaddress_state altaddress_postal_code altaddress_country altcontact_firstname "
    "altcontact_surname altcontact_address altcontact_address2 altcontact_city altcontact_state "
    "altcontact_postal_code altcontact_country check_previous_checkout primary_contact_method"
).split()
_TYPED = {
    _EMAIL: "altaddress_email",
    _PHONE: "secondary_phone altaddress_phone altcontact_phone",
    _DATE: "date_of_birth date_enrolled date_renewed expiry_date",
    _MOMENT: "updated_on last_seen",
    _YES_NO: "incorrect_address patron_card_lost restricted expired autorenew_checkouts privacy_guarantor_fines "
    "anonymized protected",
    _WHOLE: "patron_id privacy privacy_guarantor_checkouts login_attempts sms_provider_id",
    _LONG: "staff_notes opac_notes altaddress_notes",
}
EMBEDDED = (
    PathField("library.name", "library.name", label="Name of the home library"),
    PathField("account_balance", "account_balance", FieldType.NUMBER),
    PathField("checkouts_count", "checkouts_count", _WHOLE),
    PathField("overdues_count", "overdues_count", _WHOLE),
)
OWN = (
    *(PathField(key, key) for key in _TEXTS),
    PathField("category_id", "category_id", _CODE, "Patron category", codes_of=CATEGORIES),
    PathField("library_id", "library_id", _CODE, "Home library", codes_of=LIBRARIES),
    *(PathField(key, key, kind) for kind, keys in _TYPED.items() for key in keys.split()),
    *EMBEDDED,
)
_NEWER = frozenset("preferred_name expired protected primary_contact_method".split())
_EMBEDS = {
    "extended_attributes": "extended_attributes",
    "library": "library",
    "account_balance": "account_balance",
    "checkouts_count": "checkouts+count",
    "overdues_count": "overdues+count",
}


def fields(keys: Collection[str], attributes: Iterable[str], labels: Labels) -> tuple[IlsField, ...]:
    """Return the fields of a site whose patrons have these keys and these types of attributes.

    >>> [field.name for field in fields(["surname"], ["DEPT"], {})][-1]
    'attr.DEPT'
    """
    there = [each for each in (*COMMON, *OWN) if each.path not in _NEWER or each.path in keys]
    site = [_attribute(kind) for kind in attributes if kind.strip() and not set(kind) & set("[]=?*")]
    rows = [*there, *site]
    return tuple(
        replace(field, codes=tuple(labels[row.codes_of].items())) if labels.get(row.codes_of) else field
        for field, row in zip(as_fields(rows), rows, strict=True)
    )


def _attribute(kind: str) -> PathField:
    # an attribute may stand several times; its absence says that there is none
    return PathField(f"attr.{kind}", f"extended_attributes[?type={kind}]*.value", label=kind, many=True)


def embeds(asked: Sequence[IlsField]) -> str:
    """Return the header that asks for what a patron's own record does not hold, "" for nothing.

    >>> embeds([IlsField("attr.DEPT", path="extended_attributes[?type=DEPT]*.value"), IlsField("surname")])
    'extended_attributes'
    """
    keys = [(field.path or field.name).split(".")[0].split("[")[0] for field in asked]
    return ",".join(dict.fromkeys(_EMBEDS[key] for key in keys if key in _EMBEDS))
