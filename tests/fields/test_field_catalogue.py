"""The catalogue holds a library's types and fields, and its YAML loses nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synckit.errors import DefinitionError
from synckit.fields import Catalogue, FieldType, ProfileField, Scope

LIBRARY = """\
types: [Student, Faculty, Community]
all_types:
- {name: library_card_number, label: Library card number, type: text, unique: true}
- {name: home_branch, label: Home branch, type: choice, options: [Main, Law, "01", "NO"]}
type_specific:
  Student:
  - {name: graduation_year, label: Graduation year, type: integer}
  Faculty:
  - {name: department, label: Department, type: text, max_length: 12}
"""


def test_the_yaml_of_a_catalogue_reads_back_word_for_word():
    assert Catalogue.from_yaml(LIBRARY).to_yaml() == LIBRARY


def test_keys_and_columns_follow_scope_and_type():
    catalogue = Catalogue.from_yaml(LIBRARY)
    assert catalogue.keys[-4:] == (
        "library_card_number",
        "home_branch",
        "student.graduation_year",
        "faculty.department",
    )
    assert catalogue.columns[-1] == "faculty__department"
    assert catalogue.by_column("faculty__department") is catalogue.field("faculty.department")


def test_the_type_field_offers_the_types():
    assert Catalogue.from_yaml(LIBRARY).field("type").options == ("Student", "Faculty", "Community")


def test_a_type_has_its_own_fields_and_those_of_all():
    keys = [field.key for field in Catalogue.from_yaml(LIBRARY).of_type("Student")]
    assert "student.graduation_year" in keys
    assert "home_branch" in keys
    assert "faculty.department" not in keys


def test_options_keep_the_text_as_written():
    catalogue = Catalogue.from_yaml("all_types: [{name: x, type: choice, options: [01, NO, 5, true]}]")
    assert catalogue.custom[0].options == ("01", "NO", "5", "true")


def test_a_merge_adds_and_changes_and_removes_nothing():
    old = Catalogue.from_yaml(LIBRARY)
    new = Catalogue.from_yaml("all_types: [{name: home_branch, type: choice, options: [Main]}, {name: room}]")
    merged = old.merged(new)
    assert merged.keys == (*old.keys[:23], "room", *old.keys[23:])
    assert merged.field("home_branch").options == ("Main",)
    assert merged.types == old.types


def test_a_file_may_add_fields_to_types_known_already():
    added = Catalogue.from_yaml("type_specific: {Student: [{name: major}]}", known_types=("Student",))
    assert added.field("student.major").scope is Scope.TYPE_SPECIFIC


def test_the_digest_moves_with_anything():
    old = Catalogue.from_yaml(LIBRARY)
    assert old.digest == Catalogue.from_yaml(LIBRARY).digest
    assert old.digest != Catalogue.from_yaml(LIBRARY.replace("12", "13")).digest


REFUSED = {
    "top key": ("tipes: [A]", "YAML line 1: unknown key 'tipes' in the field catalogue. Did you mean 'types'"),
    "row key": (
        "all_types:\n- {name: x}\n- {name: y, uniqe: true}",
        "line 3: unknown key 'uniqe' in a field. Did you mean 'unique'",
    ),
    "type": (
        "types: [Student]\ntype_specific:\n  Studnet:\n  - {name: x}",
        "line 3: No profile type named 'Studnet'. Did you mean",
    ),
    "field type": ("all_types:\n- {name: x, type: txt}", "line 2: No field type named 'txt'. Did you mean 'text'"),
    "no name": ("all_types:\n- {label: x}", "line 2: a field has no name"),
    "rule": ("all_types:\n- {name: x}\n- {name: y, max_length: 0}", "line 3: .*max_length"),
    "length": ("all_types: [{name: x, max_length: long}]", "whole number"),
    "flag": ("all_types: [{name: x, unique: 'yes'}]", "unique is true or false"),
    "taken": ("all_types: [{name: email}]", "taken by the system"),
    "reserved": ("all_types: [{name: profile_id}]", "taken by the system"),
    "twice": ("all_types: [{name: x}, {name: x}]", "Two profile fields are named 'x'"),
    "alike": ("types: [Grad Student, grad-student]", "too much alike"),
    "list": ("all_types: {name: x}", "must be a list"),
    "no mapping": ("[a]", "written as keys"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_file_is_refused_with_its_line(text, message):
    with pytest.raises(DefinitionError, match=message):
        Catalogue.from_yaml(text)


def test_a_field_of_an_unknown_type_is_refused():
    with pytest.raises(DefinitionError, match="No profile type named 'Staff'"):
        Catalogue(("Student",), (ProfileField("x", scope=Scope.TYPE_SPECIFIC, profile_type="Staff"),))


TYPES = ("Student", "Étudiant 2", "NO")
NAMES = st.sampled_from(["a", "card", "home_branch", "x1", "no", "null", "true"])
LABELS = st.text(max_size=20)
SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def custom_fields(draw):
    kind = draw(st.sampled_from([each for each in FieldType if each is not FieldType.CODE]))
    options = ("01", "yes", "Main") if kind in (FieldType.CHOICE, FieldType.CHOICES) else ()
    owner = draw(st.none() | st.sampled_from(TYPES))
    return ProfileField(
        draw(NAMES),
        draw(LABELS),
        kind,
        Scope.ALL_TYPES if owner is None else Scope.TYPE_SPECIFIC,
        owner,
        draw(st.booleans()),
        draw(st.booleans()),
        options,
        draw(st.integers(1, 9999)) if kind in (FieldType.TEXT, FieldType.LONG_TEXT) else None,
        draw(st.sampled_from([None, "[a-z]+", "0: #x"])),
    )


@SLOW
@given(st.lists(custom_fields(), max_size=6, unique_by=lambda field: field.column))
def test_any_catalogue_reads_back_from_its_yaml(fields):
    catalogue = Catalogue(TYPES, tuple(fields))
    assert Catalogue.from_yaml(catalogue.to_yaml()) == catalogue
