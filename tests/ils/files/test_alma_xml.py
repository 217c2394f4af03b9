"""Alma's "Export users" as a file drop: zips of XML, hostile ones among them."""

import io
import zipfile

import pytest

from synckit import ils
from synckit.emulators import alma as emulator
from synckit.emulators.people import PIN, Population
from synckit.errors import IlsError
from synckit.fields import FieldType
from tests.ils.conftest import raw_rows

USER = """<user><primary_id>{id}</primary_id><first_name>Ann</first_name>
<user_group desc="Staff">08</user_group><status desc="Active">ACTIVE</status><expiry_date>2030-01-16</expiry_date>
<pin_number>1234</pin_number><password>secret</password>
<contact_info><addresses/><emails>
<email preferred="false" segment_type="External"><email_address>b@x.org</email_address>
<email_types><email_type desc="Work">work</email_type></email_types></email>
<email preferred="true" segment_type="Internal"><email_address>a@x.org</email_address></email>
</emails><phones><phone preferred="true"><phone_number>1</phone_number>
<phone_types><phone_type desc="Mobile">mobile</phone_type></phone_types></phone></phones></contact_info>
<user_identifiers>
<user_identifier segment_type="Internal"><value>0001</value><id_type desc="Barcode">BARCODE</id_type><status>INACTIVE</status></user_identifier>
<user_identifier segment_type="Internal"><value>0002</value><id_type desc="Barcode">BARCODE</id_type><status>ACTIVE</status></user_identifier>
</user_identifiers>
<user_statistics><user_statistic><statistic_category desc="Law">LAW</statistic_category>
<category_type desc="Department">DEPT</category_type></user_statistic></user_statistics></user>"""


def zipped(folder, members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    path = folder / "users.zip"
    path.write_bytes(content.getvalue())
    return path


def users(*ids):
    return f"<?xml version='1.0' encoding='UTF-8'?><users>{''.join(USER.format(id=each) for each in ids)}</users>"


def connected(path):
    return ils.connector("files", {"path": str(path), "id": "ils_id"})


def rows(path, folder):
    connector = connected(path)
    return raw_rows(connector.patrons([field.name for field in connector.fields()], folder / "run"))


def test_a_user_becomes_a_row(tmp_path):
    (row,) = rows(zipped(tmp_path, {"a.xml": users("smith#1")}), tmp_path)
    found = {
        key: row[key] for key in ("_id", "first_name", "patron_type", "status", "expires", "birth_date", "barcode")
    }
    assert found == {
        "_id": "smith#1",
        "first_name": "Ann",
        "patron_type": "08",
        "status": "ACTIVE",
        "expires": "2030-01-16",
        "birth_date": None,
        "barcode": "0002",
    }
    assert (row["email"], row["secondary_email"], row["phone"], row["mobile"]) == ("a@x.org", "b@x.org", "1", "1")
    assert (row["emails"], row["identifiers"], row["user_statistic.DEPT"]) == (["a@x.org", "b@x.org"], ["0002"], "LAW")


def test_types_are_those_of_the_catalogue(tmp_path):
    types = {each.name: each.type for each in connected(zipped(tmp_path, {"a.xml": users("1")})).fields()}
    assert (types["expires"], types["patron_type"], types["ils_id"]) == (FieldType.DATE, FieldType.CODE, FieldType.TEXT)


def test_secrets_are_nowhere(tmp_path):
    row = rows(zipped(tmp_path, {"a.xml": users("1")}), tmp_path)[0]
    assert not {"pin_number", "password"} & set(row)
    assert "1234" not in str(row)


def test_all_files_of_the_zip_are_read_in_order_of_their_names(tmp_path):
    path = zipped(tmp_path, {"b.XML": users("3"), "a.xml": users("1", "2"), "../c.xml": users("0"), "read.me": "x"})
    assert [row["_id"] for row in rows(path, tmp_path)] == ["0", "1", "2", "3"]
    assert connected(path).count() == 4
    assert not (tmp_path.parent / "c.xml").exists()


def test_a_bare_xml_file_with_a_namespace_is_read_too(tmp_path):
    path = tmp_path / "users.xml"
    path.write_text(users("1").replace("<users>", '<users xmlns="http://com/exlibris/urm/user_record/xmlbeans">'))
    assert [row["_id"] for row in rows(path, tmp_path)] == ["1"]


def test_a_key_that_is_not_there_is_unknown(tmp_path):
    path = zipped(
        tmp_path, {"a.xml": users("1").replace("</users>", "<user><primary_id>2</primary_id></user></users>")}
    )
    first, second = rows(path, tmp_path)
    assert first["_absent"] is None or "first_name" not in first["_absent"]
    assert "first_name" in second["_absent"]
    assert "expires" not in second["_absent"]


def test_a_user_without_an_id_is_unreadable(tmp_path):
    path = zipped(
        tmp_path, {"a.xml": users("1").replace("</users>", "<user><first_name>X</first_name></user></users>")}
    )
    assert [row["_problem"] for row in rows(path, tmp_path)] == [None, "Row 2 has no primary_id."]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "billion laughs": f'<!DOCTYPE users [<!ENTITY l0 "lol">{LAUGHS}]><users>&l9;</users>',
    "quadratic": f'<!DOCTYPE users [<!ENTITY a "{"a" * 50_000}">]><users>{"&a;" * 50_000}</users>',
    "external": '<!DOCTYPE users [<!ENTITY a SYSTEM "file:///etc/passwd">]><users><user>&a;</user></users>',
    "external DTD": '<!DOCTYPE users SYSTEM "http://127.0.0.1:1/x.dtd"><users/>',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_document_type_is_refused(tmp_path, text):
    with pytest.raises(IlsError, match="has a document type"):
        connected(zipped(tmp_path, {"a.xml": text})).count()


def test_deep_nesting_is_refused(tmp_path):
    with pytest.raises(IlsError, match="nested too deeply"):
        connected(zipped(tmp_path, {"a.xml": "<a>" * 100_000})).count()


def test_a_user_without_end_is_refused(tmp_path):
    text = f"<users><user><first_name>{'a' * (17 << 20)}</first_name></user></users>"
    with pytest.raises(IlsError, match="more than 16 MB"):
        connected(zipped(tmp_path, {"a.xml": text})).count()


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"a.xml": users("1")[:-20]}, "not sound XML at line"),
        ({"a.xml": "<html>Log in"}, "not sound XML at line"),
        ({"a.xml": "<users/>"}, "holds no users"),
        ({"a.txt": "x"}, r"holds no \.xml file"),
    ],
)
def test_what_is_no_export_is_refused(tmp_path, members, words):
    with pytest.raises(IlsError, match=words):
        connected(zipped(tmp_path, members)).count()


def test_a_zip_that_is_none_is_refused(tmp_path):
    path = tmp_path / "users.zip"
    path.write_bytes(b"PK no zip")
    with pytest.raises(IlsError, match="cannot be read"):
        connected(path).count()


def test_a_damaged_zip_is_refused(tmp_path):
    path = zipped(tmp_path, {"a.xml": users(*range(500))})
    content = bytearray(path.read_bytes())
    content[100:200] = bytes(100)
    path.write_bytes(content)
    with pytest.raises(IlsError, match="cannot be read|not sound XML"):
        connected(path).count()


def test_an_emulated_export_comes_back(tmp_path):
    people = Population(300)
    path = tmp_path / "users.zip"
    path.write_bytes(emulator.export(people, users_a_file=100))
    found = rows(path, tmp_path)
    assert [row["_id"] for row in found] == [emulator.primary_id(each) for each in people]
    assert [row["barcode"] for row in found][200:] == [each["barcode"] for each in people][200:]
    assert PIN not in str(found)
