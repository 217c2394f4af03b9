"""Made-up people in the shape of Koha's patrons."""

from __future__ import annotations

from typing import Any

from synckit.emulators.people import Person

Record = dict[str, Any]
_NULLS = (
    "altaddress_address altaddress_address2 altaddress_city altaddress_country altaddress_email altaddress_notes "
    "altaddress_phone altaddress_postal_code altaddress_state altaddress_street_number altaddress_street_type "
    "altcontact_address altcontact_address2 altcontact_city altcontact_country altcontact_firstname altcontact_phone "
    "altcontact_postal_code altcontact_state altcontact_surname date_renewed fax gender initials last_seen other_name "
    "overdrive_auth_token pronouns relationship_type secondary_phone sms_number sms_provider_id statistics_1 "
    "statistics_2 street_number street_type title opac_notes"
).split()


def record(person: Person, newer: bool = True) -> Record:
    """Return a person as Koha sends them; `newer` with the keys of versions after 23.05.

    >>> record({"id": 7, "last_name": "Ross", "emails": ["a@example.org"], "patron_type": "ST"})["patron_id"]
    7
    """
    emails = person.get("emails") or []
    address = person.get("address") or {}
    made: Record = dict.fromkeys(_NULLS)
    made |= {
        "patron_id": person["id"],
        "cardnumber": person.get("barcode"),
        "userid": person.get("login"),
        "surname": person.get("last_name"),
        "firstname": person.get("first_name"),
        "middle_name": person.get("middle_name"),
        "category_id": person.get("patron_type") or "CO",
        "library_id": person.get("library") or "MAIN",
        "email": emails[0] if emails else None,
        "secondary_email": emails[1] if len(emails) > 1 else "",
        "phone": person.get("phone"),
        "mobile": person.get("mobile"),
        "address": address.get("line1"),
        "address2": address.get("line2"),
        **{key: address.get(key) for key in ("city", "state", "postal_code", "country")},
        "date_of_birth": person.get("birth_date") or None,
        "date_enrolled": (person.get("created") or "")[:10] or None,
        "expiry_date": (person.get("expires") or "")[:10] or None,
        "updated_on": (person.get("updated") or "").replace("Z", "+00:00") or None,
        "staff_notes": person.get("notes"),
        "restricted": person.get("status") == "INACTIVE",
        **dict.fromkeys("incorrect_address patron_card_lost autorenew_checkouts anonymized".split(), False),
        "privacy_guarantor_fines": False,
        "privacy_guarantor_checkouts": 0,
        "privacy": 1,
        "login_attempts": 0,
        "check_previous_checkout": "inherit",
        "lang": "default",
    }
    if newer:
        made |= {"preferred_name": person.get("preferred_name"), "expired": False, "protected": False}
    return made


def attributes(person: Person) -> list[Record]:
    """Return the extended attributes of a person.

    >>> attributes({"id": 7, "department": "Law", "alt_id": ""})
    [{'extended_attribute_id': 14, 'type': 'DEPT', 'value': 'Law'}]
    """
    pairs = [("DEPT", person.get("department")), ("STUID", person.get("alt_id"))]
    given = [(at, kind, value) for at, (kind, value) in enumerate(pairs) if value]
    return [{"extended_attribute_id": person["id"] * 2 + at, "type": kind, "value": value} for at, kind, value in given]
