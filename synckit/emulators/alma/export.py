"""An emulated Alma's users as XML, and the zip of them that its export profile writes."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from synckit.emulators.alma.records import Person, record

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PLURAL = {
    "address": "addresses",
    "email": "emails",
    "phone": "phones",
    "address_type": "address_types",
    "email_type": "email_types",
    "phone_type": "phone_types",
    "user_identifier": "user_identifiers",
    "user_statistic": "user_statistics",
    "user_block": "user_blocks",
    "user_note": "user_notes",
    "user_role": "user_roles",
    "proxy_for_user": "proxy_for_users",
    "parameter": "parameters",
}
_ATTRIBUTES = ("preferred", "segment_type", "preferred_sms")
_ZONED = re.compile(r"\d{4}-\d\d-\d\dZ")
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def export(people: Iterable[Person], users_a_file: int = 1000) -> bytes:
    """Return the zip of XML that the "Export users" profile writes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        every = iter(people)
        for number in itertools.count(1):
            users = [xml(record(person)) for person in itertools.islice(every, users_a_file)]
            if not users and number > 1:
                break
            archive.writestr(
                f"users_{number:03d}.xml", f'{XML}<users total_record_count="{len(users)}">{"".join(users)}</users>'
            )
    return packed.getvalue()


def xml(value: Any, tag: str = "user") -> str:
    """Return a record as XML: lists in a plural element, labels and flags as attributes, days without Z.

    >>> xml({"value": "08", "desc": "Staff"}, "user_group")
    '<user_group desc="Staff">08</user_group>'
    """
    if isinstance(value, list):
        return f"<{_PLURAL[tag]}>{''.join(xml(each, tag) for each in value)}</{_PLURAL[tag]}>"
    if not isinstance(value, dict):
        text = "" if value is None else str(value).lower() if isinstance(value, bool) else _legal(str(value))
        return f"<{tag}>{escape(text[:-1] if _ZONED.fullmatch(text) else text)}</{tag}>"
    if set(value) == {"value", "desc"}:
        return f"<{tag} desc={quoteattr(_legal(value['desc'] or ''))}>{escape(_legal(value['value'] or ''))}</{tag}>"
    flags = {key: value[key] for key in _ATTRIBUTES if value.get(key) is not None}
    written = "".join(
        f" {key}={quoteattr(str(each).lower() if isinstance(each, bool) else each)}" for key, each in flags.items()
    )
    inside = "".join(xml(each, key) for key, each in value.items() if key not in _ATTRIBUTES and each is not None)
    return f"<{tag}{written}>{inside}</{tag}>"


def _legal(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
