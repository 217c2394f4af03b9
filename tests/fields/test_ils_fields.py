"""An ILS field goes to the store and back as plain data."""

import pytest

from synckit.errors import DefinitionError
from synckit.fields import FieldType, IlsField


@pytest.mark.parametrize(
    "field",
    [
        IlsField("barcode"),
        IlsField("emails", FieldType.EMAIL, "E-mails", many=True, path="$.emails[*]", absent="empty"),
        IlsField("status", FieldType.CODE, codes=(("A", "Active"), ("X", "Barred"))),
    ],
    ids=lambda field: field.name,
)
def test_plain_data_reads_back(field):
    assert IlsField.from_dict(field.to_dict()) == field


def test_absence_is_unknown_or_empty():
    with pytest.raises(DefinitionError, match="'unknown' or 'empty', not 'none'"):
        IlsField("email", absent="none")


def test_a_field_has_a_name():
    with pytest.raises(DefinitionError, match="has no name"):
        IlsField(" ")
