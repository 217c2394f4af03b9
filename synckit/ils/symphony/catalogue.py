"""What a Symphony patron offers, as data: the common fields, Symphony's own, and the address and information codes of a site.

Paths are followed after `quirks.tidied`, where both layouts are one, an empty date is null, and `contact` holds what the
preferred address says. A policy is its key; a null one is empty. PINs are asked for by no path.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from synckit.fields import FieldType, IlsField
from synckit.ils.paths import PathField, as_fields

Labels = Mapping[str, Mapping[str, str]]
"""{policy: {code: label}}."""

_CODE, _DATE, _EMAIL, _PHONE = FieldType.CODE, FieldType.DATE, FieldType.EMAIL, FieldType.PHONE
BLOCKS = ("address1", "address2", "address3")
INFORMATION = "customInformation"

COMMON = (
    PathField("ils_id", "key", label="User key"),
    PathField("barcode", "barcode", label="User ID"),
    PathField("alt_id", "alternateID", label="Alternative ID"),
    PathField("first_name", "firstName"),
    PathField("middle_name", "middleName"),
    PathField("last_name", "lastName"),
    PathField("preferred_name", "preferred", label="Preferred name, where it is used"),
    PathField("email", "contact.email", _EMAIL, "E-mail of the preferred address"),
    PathField("secondary_email", "contact.secondary_email", _EMAIL, "Another e-mail"),
    PathField("phone", "contact.phone", _PHONE, "Phone of the preferred address"),
    PathField("mobile", "contact.mobile", _PHONE, "Mobile phone"),
    PathField("patron_type", "profile.key", _CODE, "User profile", codes_of="userProfile"),
    PathField("home_library", "library.key", _CODE, "Library", codes_of="library"),
    PathField("status", "standing.key", _CODE, "Standing", codes_of="patronStanding"),
    PathField("expires", "privilegeExpiresDate", _DATE, "Privilege expires"),
    PathField("created", "createdDate", _DATE, "Created"),
    PathField("updated", "lastActivityDate", _DATE, "Last activity"),
    PathField("birth_date", "birthDate", _DATE, "Birth date"),
)
OWN = (
    PathField("webAuthID", "webAuthID", label="Web authentication ID"),
    PathField("groupId", "groupId", label="Group ID"),
    PathField("suffix", "suffix"),
    PathField("title", "title"),
    PathField("displayName", "displayName", label="Display name"),
    PathField("preferredName", "preferredName", label="Preferred name, used or not"),
    PathField("usePreferredName", "usePreferredName", FieldType.BOOLEAN, "Uses the preferred name"),
    PathField("department", "department"),
    *(
        PathField(f"category{n:02}", f"category{n:02}.key", _CODE, f"Category {n}", codes_of=f"patronCategory{n:02}")
        for n in range(1, 13)
    ),
    PathField("language", "language.key", _CODE, codes_of="language"),
    PathField("access", "access.key", _CODE, "User access", codes_of="userAccess"),
    PathField("environment", "environment.key", _CODE),
    PathField("preferredAddress", "preferredAddress", FieldType.INTEGER, "Preferred address"),
    PathField("claimsReturnedCount", "claimsReturnedCount", FieldType.INTEGER, "Claims returned"),
    PathField("keepCircHistory", "keepCircHistory", label="Keeps its history"),
    PathField("amountOwed", "patronStatusInfo.amountOwed.amount", FieldType.NUMBER, "Amount owed"),
)
_LABELLED = ("userProfile", "library", "patronStanding", "userAccess", *(f"patronCategory{n:02}" for n in range(1, 13)))
_WHOLE = {"patronStatusInfo": "patronStatusInfo{*}", INFORMATION: INFORMATION + "{*}"}
_SOURCES = {
    "contact": (*BLOCKS, "preferredAddress"),
    "preferred": ("preferredName", "usePreferredName"),
    "key": (),
}


def policies(filled: Iterable[str]) -> list[str]:
    """Return the policies whose labels are asked for: of categories only those that some patron has.

    >>> policies(["category02"])[3:]
    ['userAccess', 'patronCategory02']
    """
    used = {key.replace("category", "patronCategory") for key in filled}
    return [each for each in _LABELLED if not each.startswith("patronCategory") or each in used]


def names() -> list[str]:
    """Return the names of the fields that every site may have.

    >>> names()[:2]
    ['ils_id', 'barcode']
    """
    return [each.name for each in (*COMMON, *OWN)]


def fields(codes: Mapping[str, Iterable[str]], keys: Collection[str], labels: Labels) -> tuple[IlsField, ...]:
    """Return the fields of a site whose patrons have these keys, and these codes in addresses and custom information.

    A site without patrons is offered all.

    >>> [field.name for field in fields({"address1": ["EMAIL"]}, ["key", "lastName"], {})]
    ['ils_id', 'last_name', 'address1.EMAIL']
    """
    site = [_site(block, code) for block, found in codes.items() for code in found if not set(code) & set("[]=?*")]
    rows = [*(each for each in (*COMMON, *OWN) if not keys or _key(each) in keys), *site]
    return tuple(
        replace(field, codes=tuple(labels[row.codes_of].items())) if labels.get(row.codes_of) else field
        for field, row in zip(as_fields(rows), rows, strict=True)
    )


def _key(row: PathField) -> str:
    return row.path.split(".")[0].split("[")[0]


def _site(block: str, code: str) -> PathField:
    kind = _EMAIL if "EMAIL" in code else _PHONE if "PHONE" in code else FieldType.TEXT
    return PathField(f"{block}.{code}", f"{block}[?code.key={code}].data", kind, f"{block} {code}")


def included(asked: Sequence[IlsField]) -> str:
    """Return what to ask for: the keys that the fields need, for linked lists come only when they are named.

    >>> included([IlsField("last_name", path="lastName"), IlsField("a", path="patronStatusInfo.amountOwed.amount")])
    'barcode,lastName,patronStatusInfo{*}'
    """
    keys = ["barcode"]
    for field in asked:
        key = (field.path or field.name).split(".")[0].split("[")[0]
        keys += _SOURCES.get(key, (key,))
    return ",".join(_WHOLE.get(key, key) for key in dict.fromkeys(keys))
