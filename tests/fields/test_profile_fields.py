"""A profile field knows its key and column and refuses combinations that make no sense."""

import pytest

from synckit.errors import DefinitionError
from synckit.fields import SYSTEM_FIELDS, FieldType, ProfileField, Scope

CHOICE, CHOICES = FieldType.CHOICE, FieldType.CHOICES


def specific(name, profile_type="Grad Student", **rules):
    return ProfileField(name, scope=Scope.TYPE_SPECIFIC, profile_type=profile_type, **rules)


def test_a_type_specific_field_has_its_type_in_key_and_column():
    field = specific("graduation_year")
    assert (field.key, field.column, field.label) == (
        "grad_student.graduation_year",
        "grad_student__graduation_year",
        "Graduation year",
    )


@pytest.mark.parametrize(
    ("kind", "length"), [("text", 256), ("email", 256), ("url", 256), ("long_text", None), ("phone", None)]
)
def test_short_texts_have_a_usual_length(kind, length):
    assert ProfileField("x", type=FieldType(kind)).max_length == length


REFUSED = {
    "name": ({"name": "Card"}, "lower-case letters"),
    "double underscore": ({"name": "student__x"}, "single underscores"),
    "long name": ({"name": "x" * 64}, "too long"),
    "scope": ({"scope": Scope.TYPE_SPECIFIC}, "names its profile type"),
    "code": ({"type": FieldType.CODE}, "profile field type"),
    "no options": ({"type": CHOICE}, "needs options"),
    "options": ({"options": ("A",)}, "only choice and choices"),
    "option twice": ({"type": CHOICE, "options": ("A", "A")}, "stands twice"),
    "empty option": ({"type": CHOICE, "options": (" ",)}, "neither empty"),
    "semicolon": ({"type": CHOICES, "options": ("A;B",)}, "semicolon"),
    "length": ({"max_length": 0}, "max_length is at least 1"),
    "length of a date": ({"type": FieldType.DATE, "max_length": 5}, "max_length"),
    "pattern": ({"pattern": "(?=x)"}, "look-ahead"),
}


@pytest.mark.parametrize(("rules", "message"), REFUSED.values(), ids=REFUSED)
def test_a_senseless_field_is_refused(rules, message):
    with pytest.raises(DefinitionError, match=message):
        ProfileField(**({"name": "x"} | rules))


ROUND = [
    ProfileField("card", unique=True, pattern="P[0-9]+"),
    ProfileField("notes_2", type=FieldType.LONG_TEXT, max_length=256, label="More"),
    specific("department", max_length=12, required=True),
    ProfileField("branch", type=CHOICE, options=("Main", "Law")),
    *SYSTEM_FIELDS,
]


@pytest.mark.parametrize("field", ROUND, ids=lambda field: field.key)
def test_plain_data_reads_back(field):
    assert ProfileField.from_dict(field.to_dict()) == field


def test_the_system_requires_type_and_last_name_alone():
    assert [field.key for field in SYSTEM_FIELDS if field.required] == ["type", "last_name"]
    assert len(SYSTEM_FIELDS) == 21
