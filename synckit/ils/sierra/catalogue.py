"""What a Sierra patron offers, as data: the common fields, Sierra's own, and the fixed and variable fields of a site.

Paths are followed after `quirks.tidied`: the name is parted, codes have no padding, each e-mail stands by itself. The
variable field `=` holds the PIN and is in no record that is tidied. A key that is missing from a record says that
there is no such date or message; but one without a name, a barcode or a type is a shell, of which nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from synckit.fields import FieldType, IlsField
from synckit.ils.paths import PathField, as_fields

Labels = Mapping[str, Mapping[str, str]]
"""{metadata field: {code: label}}."""

_CODE, _DATE, _MOMENT, _EMAIL = FieldType.CODE, FieldType.DATE, FieldType.DATETIME, FieldType.EMAIL
_PHONE = FieldType.PHONE
PIN_TAG = "="
TYPES, BRANCHES = "patronType", "homeLibraryCode"


def _common(phone: str, mobile: str) -> tuple[PathField, ...]:
    return (
        PathField("ils_id", "id", label="Record number"),
        PathField("barcode", "barcodes[0]", label="First barcode"),
        PathField("alt_id", "uniqueIds[0]", label="First unique id"),
        PathField("first_name", "name.first"),
        PathField("middle_name", "name.middle"),
        PathField("last_name", "name.last"),
        PathField("email", "emails[0]", _EMAIL, "First e-mail"),
        PathField("secondary_email", "emails[1]", _EMAIL, "Second e-mail"),
        PathField("phone", f"phones[?type={phone}].number", _PHONE, "Telephone"),
        PathField("mobile", f"phones[?type={mobile}].number", _PHONE, "Second telephone"),
        PathField("patron_type", "patronType", _CODE, "Patron type", codes_of=TYPES),
        PathField("home_library", "homeLibraryCode", _CODE, "Home library", codes_of=BRANCHES),
        PathField("status", "blockInfo.code", _CODE, "Manual block", absent="empty"),
        PathField("expires", "expirationDate", _DATE, "Expiration date", absent="empty"),
        PathField("created", "createdDate", _MOMENT, "Created"),
        PathField("updated", "updatedDate", _MOMENT, "Last changed"),
        PathField("birth_date", "birthDate", _DATE, "Birth date", absent="empty"),
    )


OWN = (
    *(PathField(f"pcode{n}", f"patronCodes.pcode{n}", _CODE, f"PCODE{n}", codes_of=f"pcode{n}") for n in range(1, 5)),
    PathField("barcodes", "barcodes[*]", label="All barcodes", many=True),
    PathField("uniqueIds", "uniqueIds[*]", label="All unique ids", many=True),
    PathField("names", "names[*]", label="All names", many=True),
    PathField("emails", "emails[*]", _EMAIL, "All e-mails", many=True),
    PathField("phones", "phones[*].number", _PHONE, "All phones", many=True),
    PathField("address", "addresses[?type=a].lines[*]", label="Lines of the address", many=True),
    PathField("address2", "addresses[?type=h].lines[*]", label="Lines of the second address", many=True),
    PathField("message", "message.code", _CODE, "Message", absent="empty"),
    PathField("pMessage", "pMessage", _CODE, "Patron message", absent="empty"),
    PathField("langPref", "langPref", _CODE, "Preferred language", absent="empty"),
    PathField("blockInfo.until", "blockInfo.until", _DATE, "Blocked until", absent="empty"),
    PathField("moneyOwed", "moneyOwed", FieldType.NUMBER, "Money owed"),
    PathField("suppressed", "suppressed", FieldType.BOOLEAN),
)


def fields(
    fixed: Mapping[str, str], tags: Iterable[str], labels: Labels, phone: str = "t", mobile: str = "p"
) -> tuple[IlsField, ...]:
    """Return the fields of a site with these fixed fields ({number: label}) and tags of variable fields.

    >>> [field.name for field in fields({"47": "Patron Type"}, ["x", "="], {})][-2:]
    ['fixed.47', 'var.x']
    """
    site = [
        PathField(f"fixed.{number}", f"fixedFields.{number}.value", _CODE, label)
        for number, label in fixed.items()
        if number.isdecimal()
    ]
    site += [_variable(tag) for tag in tags if tag != PIN_TAG and tag.strip() and not set(tag) & set("[]=?*")]
    rows = [*_common(phone, mobile), *OWN, *site]
    return tuple(
        replace(field, codes=tuple(labels[row.codes_of].items())) if labels.get(row.codes_of) else field
        for field, row in zip(as_fields(rows), rows, strict=True)
    )


def _variable(tag: str) -> PathField:
    return PathField(f"var.{tag}", f"varFields[?fieldTag={tag}]*.content", label=f"Variable field {tag}", many=True)


_SOURCES = {"name": "names", "homeLibraryCode": "homeLibraryCode"}


def keys(asked: Sequence[IlsField]) -> list[str]:
    """Return the keys of a record that the asked fields need, the id first.

    >>> keys([IlsField("last_name", path="name.last"), IlsField("var.x", path="varFields[?fieldTag=x]*.content")])
    ['id', 'names', 'varFields']
    """
    needed = [(field.path or field.name).split(".")[0].split("[")[0] for field in asked]
    return list(dict.fromkeys(["id", *(_SOURCES.get(key, key) for key in needed)]))
