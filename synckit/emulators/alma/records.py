"""An emulated Alma's users: neutral people in the shape of recorded records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synckit.emulators.people import LIBRARIES, PATRON_TYPES

Person = Mapping[str, Any]
Record = dict[str, Any]

BRIEF = ("primary_id", "first_name", "middle_name", "last_name", "status", "link")
"""What a list shows of a user unless more is asked for."""
DATES = {"birth_date": "birth_date", "expiry_date": "expires", "status_date": "updated"}
"""Dates of a user, and of a person."""
TABLES = {
    "UserGroups": PATRON_TYPES,
    "ContentStructureStatus": {"ACTIVE": "Active", "INACTIVE": "Inactive", "DELETED": "Deleted"},
    "UserIdentifierTypes": {"BARCODE": "Barcode", "INST_ID": "Institution ID", "NET_ID": "NetID"},
    "UserStatCategories": {"LAW": "Law", "ARTS": "Arts"},
    "UserStatisticalTypes": {"DEPT": "Department"},
    "Genders": {"FEMALE": "Female", "MALE": "Male"},
    "AddNewUserOptions": {"PUBLIC": "Public", "STAFF": "Staff", "CONTACT": "Contact"},
    "UserUserType": {"INTERNAL": "Internal", "EXTERNAL": "External"},
}
"""Code tables."""


def primary_id(person: Person) -> str:
    """Return a primary id: in the order of the ids, some with signs that an address must not hold.

    >>> primary_id({"id": 7}), primary_id({"id": 13})
    ('U00000007', 'U00000013/a#1')
    """
    return f"U{person['id']:08d}" + ("/a#1" if person["id"] % 50 == 13 else "")


def record(person: Person) -> Record:
    """Return a person as a whole Alma user."""
    first, middle, last = (person.get(key) for key in ("first_name", "middle_name", "last_name"))
    return {
        "record_type": coded("PUBLIC", "Public"),
        "primary_id": primary_id(person),
        "first_name": first,
        "middle_name": middle,
        "last_name": last,
        "full_name": " ".join(filter(None, (first, middle, last))),
        "user_title": coded("", ""),
        "job_category": coded("", ""),
        "job_description": "",
        "gender": coded("", ""),
        "user_group": coded(person.get("patron_type"), PATRON_TYPES.get(person.get("patron_type") or "")),
        "campus_code": coded(person.get("library"), LIBRARIES.get(person.get("library") or "")),
        "web_site_url": "",
        "cataloger_level": coded("00", "[00] Default Level"),
        "preferred_language": coded("en", "English"),
        # a date that is empty has no key at all
        **{key: f"{person[field][:10]}Z" for key, field in DATES.items() if person.get(field)},
        "account_type": coded("INTERNAL", "Internal"),
        "external_id": "",
        "password": "",
        "pin_number": person.get("pin") or "",
        "force_password_change": "",
        "status": coded(person.get("status") or "ACTIVE", (person.get("status") or "Active").capitalize()),
        "contact_info": _contacts(person),
        "pref_first_name": person.get("preferred_name"),
        "pref_middle_name": "",
        "pref_last_name": "",
        "pref_name_suffix": "",
        "is_researcher": False,
        "researcher": None,
        "link": None,
        "user_identifier": _identifiers(person),
        "user_role": [_role()],
        "user_block": [],
        "user_note": [_note(person["notes"])] if person.get("notes") else [],
        "user_statistic": [_statistic(person["department"])] if person.get("department") else [],
        "proxy_for_user": [],
    }


def coded(code: str | None, label: str | None) -> Record:
    return {"value": code, "desc": label}


def _contacts(person: Person) -> Record:
    emails = [each for each in person.get("emails") or () if each]
    phones = [(person.get("phone"), "home"), (person.get("mobile"), "mobile")]
    return {
        "address": [_address(person["address"])] if person.get("address") else [],
        # the preferred one stands last, as it may
        "email": [_email(each, at == 0) for at, each in reversed(list(enumerate(emails)))],
        "phone": [_phone(number, kind, kind == "home") for number, kind in phones if number],
    }


def _address(address: Person) -> Record:
    return {
        "line1": address.get("line1"),
        "line2": address.get("line2"),
        **{f"line{number}": None for number in (3, 4, 5)},
        "city": address.get("city"),
        "state_province": address.get("state"),
        "postal_code": address.get("postal_code"),
        "country": coded(address.get("country") or "", ""),
        "address_note": "",
        "start_date": "2021-07-23Z",
        "end_date": "2030-07-23Z",
        "preferred": True,
        "segment_type": "Internal",
        "address_type": [coded("home", "Home")],
    }


def _email(address: str, preferred: bool) -> Record:
    return {
        "email_address": address,
        "description": None,
        "preferred": preferred,
        "segment_type": "Internal",
        "email_type": [coded("personal", "Personal")],
    }


def _phone(number: str, kind: str, preferred: bool) -> Record:
    return {
        "phone_number": number,
        "preferred": preferred,
        "preferred_sms": False,
        "segment_type": "Internal",
        "phone_type": [coded(kind, kind.capitalize())],
    }


def _identifiers(person: Person) -> list[Record]:
    given = (("BARCODE", "barcode"), ("INST_ID", "alt_id"), ("NET_ID", "login"))
    found = [_identifier(kind, person[key], "ACTIVE") for kind, key in given if person.get(key)]
    # a card that was given up stands before the present one, as it may
    old = person.get("old_barcode") or (f"OLD{person['id']}" if person["id"] % 3 == 0 else "")
    return [_identifier("BARCODE", old, "INACTIVE"), *found] if old else found


def _identifier(kind: str, value: str, status: str) -> Record:
    label = TABLES["UserIdentifierTypes"][kind]
    return {"value": value, "id_type": coded(kind, label), "note": None, "status": status, "segment_type": "Internal"}


def _role() -> Record:
    return {
        "status": coded("ACTIVE", "Active"),
        "scope": coded("01EMU_INST", "Emulated University"),
        "role_type": coded("200", "Patron"),
        "parameter": [],
    }


def _note(text: str) -> Record:
    return {
        "note_type": coded("LIBRARY", "Library"),
        "note_text": text,
        "user_viewable": False,
        "popup_note": False,
        "created_by": "System",
        "segment_type": "Internal",
    }


def _statistic(code: str) -> Record:
    return {
        "statistic_category": coded(code, code),
        "category_type": coded("DEPT", "Department"),
        "segment_type": "Internal",
    }
