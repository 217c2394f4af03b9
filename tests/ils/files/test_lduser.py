"""Symphony's flat user dump as a file drop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from synckit import ils
from synckit.errors import IlsError
from tests.ils.systems import raw

DUMP = """*** DOCUMENT BOUNDARY ***
FORM=LDUSER
.USER_ID.   |a0021221
.USER_FIRST_NAME.   |aZoë
.USER_LAST_NAME.   |aO'Brien |a Jr
.USER_LIBRARY.   |aMAIN
.USER_PROFILE.   |aSTUDENT
.USER_STATUS.   |aOK
.USER_PIN.   |acanary-pin
.USER_PRIV_EXPIRES.   |a20301231
.USER_BIRTH_DATE.   |a18991231
.USER_LAST_ACTIVITY.   |aNEVER
.USER_ADDR1_BEGIN.
.STREET. |a1 Main St
.EMAIL. |aone@example.org
.EMAIL.   |atwo@example.org
.PHONE.  |a555 1234
.USER_ADDR1_END.
.USER_XINFO_BEGIN.
.NOTES.  |aLikes: cats
.USER_XINFO_END.
*** DOCUMENT BOUNDARY ***
FORM=LDUSER
.USER_ID.   |a0021222
.USER_LAST_NAME.   |aShell
.USER_PRIV_EXPIRES.   |aNEVER
.USER_BIRTH_DATE.   |a00000000
"""


def connector(folder: Path, text: str = DUMP, **settings: str) -> Any:
    path = folder / "users.flat"
    path.write_text(text, "utf-8")
    return ils.connector("files", ils.settings("files", {"path": str(path), "id": "barcode", **settings}))


def test_users_become_rows(tmp_path: Path) -> None:
    drop = connector(tmp_path)
    names = [field.name for field in drop.fields()]
    rows = raw(drop.patrons(names, tmp_path / "run"))
    first, second = rows
    assert (first["_id"], first["first_name"], first["last_name"]) == ("0021221", "Zoë", "O'Brien |a Jr")
    assert (first["expires"], first["birth_date"], first["updated"]) == ("2030-12-31", "1899-12-31", None)
    assert (first["email"], first["phone"]) == ("one@example.org", "555 1234")
    assert first["USER_ADDR1.EMAIL"] == "one@example.org; two@example.org"
    assert (first["USER_ADDR1.STREET"], first["USER_XINFO.NOTES"]) == ("1 Main St", "Likes: cats")
    assert (second["last_name"], second["expires"], second["birth_date"]) == ("Shell", None, None)


def test_fields_have_types_and_a_missing_line_is_unknown(tmp_path: Path) -> None:
    fields = {field.name: field for field in connector(tmp_path).fields()}
    kinds = {name: str(fields[name].type) for name in ("patron_type", "email", "expires", "birth_date", "last_name")}
    assert kinds == {
        "patron_type": "code",
        "email": "email",
        "expires": "date",
        "birth_date": "date",
        "last_name": "text",
    }
    assert {field.absent for field in fields.values()} == {"unknown"}


def test_a_pin_is_never_kept(tmp_path: Path) -> None:
    drop = connector(tmp_path)
    extract = drop.patrons([field.name for field in drop.fields()], tmp_path / "run")
    assert not [field for field in drop.fields() if "PIN" in field.name]
    assert "canary-pin" not in str(raw(extract))
    assert not [path for path in extract.paths if b"canary-pin" in path.read_bytes()]


@pytest.mark.parametrize("text", ["something else\n", "*** DOCUMENT BOUNDARY ***\n"])
def test_a_file_without_users_is_named(text: str, tmp_path: Path) -> None:
    with pytest.raises(IlsError, match=r"holds no LDUSER documents; check the report that writes it\.$"):
        connector(tmp_path, text).fields()


def test_lines_end_as_windows_ends_them(tmp_path: Path) -> None:
    path = tmp_path / "users.flat"
    path.write_bytes(DUMP.replace("\n", "\r\n").encode())
    drop = ils.connector("files", {"path": str(path), "id": "barcode"})
    assert [row["last_name"] for row in raw(drop.patrons(["last_name"], tmp_path / "run"))] == [
        "O'Brien |a Jr",
        "Shell",
    ]


def test_lines_go_on_and_odd_names_and_other_addresses_count(tmp_path: Path) -> None:
    text = """*** DOCUMENT BOUNDARY ***
FORM=LDUSER
.USER_ID.   |a1
.USER_ADDR1_BEGIN.
.DISCLOSE?.  |aY
.USER_ADDR1_END.
.USER_ADDR2_BEGIN.
.EMAIL.  |asecond@example.org
.USER_ADDR2_END.
.USER_XINFO_BEGIN.
.NOTES.  |aline one
line two
.GARNISH-DT.  |a00000000
.USER_XINFO_END.
"""
    drop = connector(tmp_path, text)
    (row,) = raw(drop.patrons([field.name for field in drop.fields()], tmp_path / "run"))
    assert (row["USER_ADDR1.DISCLOSE?"], row["email"]) == ("Y", "second@example.org")
    assert (row["USER_XINFO.NOTES"], row["USER_XINFO.GARNISH-DT"]) == ("line one\nline two", None)
