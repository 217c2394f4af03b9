"""The people that break programs: they stand at the head of every population, where each test meets them."""

from __future__ import annotations

from typing import Any

EMPTY: dict[str, Any] = dict.fromkeys(
    "id barcode old_barcode alt_id first_name middle_name last_name preferred_name emails phone mobile patron_type "
    "library status expires created updated birth_date address notes department login pin".split()
)
"""Every key of a person. `old_barcode` is an identifier that no longer counts."""

NASTY: tuple[dict[str, Any], ...] = (
    {"first_name": "Zoë", "last_name": "Müller", "preferred_name": "Zo", "department": "History"},
    {"first_name": "محمد", "last_name": "حداد", "notes": "RTL: \u202eabc\u202c"},
    {
        "first_name": "さくら",
        "last_name": "佐藤",
        "middle_name": "",
        "address": {"line1": "東京都", "city": "千代田区"},
    },
    {"first_name": "👩\u200d🎓🏽", "last_name": "e\u0301moji", "preferred_name": "𝒵"},
    {"first_name": "NaN ", "last_name": "null", "middle_name": "None", "department": "N/A"},
    {"first_name": "<b>Bob</b>", "last_name": "<script>alert(1)</script> & Söhne", "notes": "a\nb\r\n\tc"},
    {"last_name": "Line\nBreak", "first_name": 'Quo"te\\back', "notes": "=HYPERLINK(1)"},
    {"birth_date": "1899-12-31", "expires": "9999-12-31T00:00:00Z", "created": "1899-01-01T00:00:00Z"},
    {"birth_date": "2999-01-01", "expires": "1899-12-30T00:00:00Z", "last_name": "O'Brien; DROP TABLE patrons"},
    {"barcode": "0012345", "old_barcode": "0012344", "alt_id": "1e5", "login": "00017"},
    {"emails": ["first@example.org", "second@example.org"], "barcode": "21234567890123456789"},
    {"first_name": None, "middle_name": "", "last_name": "Sole", "emails": [], "phone": "", "mobile": None},
    {"first_name": "", "last_name": "Empty", "emails": [""], "address": None, "department": None, "notes": ""},
    {"first_name": " Blank ", "last_name": "van der  Berg", "barcode": " 77 ", "patron_type": "00", "library": "01"},
    {"first_name": "İstanbul", "last_name": "STRASSE ß", "patron_type": "FA", "status": "INACTIVE"},
    {"first_name": "a" * 255, "last_name": "Long", "notes": "n" * 5000},
    {"login": "id/with slash?&#%", "alt_id": "a/b c", "last_name": "Path", "birth_date": None, "expires": None},
    dict.fromkeys(
        "barcode alt_id first_name middle_name preferred_name phone mobile patron_type library expires created "
        "birth_date address notes department login".split()
    )
    | {"last_name": "Shell", "emails": []},
    {
        "first_name": "",
        "middle_name": "",
        "preferred_name": "",
        "last_name": "Void",
        "emails": [],
        "phone": "",
        "mobile": "",
        "expires": "",
        "birth_date": "",
        "notes": "",
        "department": "",
    },
)
"""What sets each apart from the ordinary person of its number."""
