"""Every problem has its exit code and one sentence with the nearest known name."""

import pytest

from synckit import errors

EXIT_CODES = {
    "DefinitionError": 2,
    "NotFound": 2,
    "Refused": 2,
    "IlsError": 1,
    "StoreError": 1,
    "StalePlan": 1,
    "Held": 3,
    "SuiteError": 1,
    "Cancelled": 1,
}


@pytest.mark.parametrize(("name", "code"), EXIT_CODES.items(), ids=EXIT_CODES)
def test_each_error_ends_the_command_line_with_its_code(name, code):
    error = getattr(errors, name)("Something is wrong.")
    assert isinstance(error, errors.SynckitError)
    assert (error.exit_code, str(error)) == (code, "Something is wrong.")


def test_the_tree_in_the_docstring_names_every_error():
    classes = [
        name for name, each in vars(errors).items() if isinstance(each, type) and each.__module__ == errors.__name__
    ]
    assert [name for name in classes if name not in errors.__doc__] == []


def test_the_nearest_name_is_found_whatever_its_case():
    assert errors.nearest("EMIAL", ["Email", "Phone"]) == " Did you mean 'Email'?"


def test_without_a_near_name_ten_known_ones_are_listed():
    known = [f"field_{number}" for number in range(12)]
    assert errors.unknown("field", "qqqq", known).endswith("field_8, field_9 and 2 more.")


def test_without_known_names_the_sentence_stops_there():
    assert errors.unknown("run", 7) == "No run named '7'."


def test_not_found_names_the_nearest():
    with pytest.raises(errors.NotFound, match="^No sync named 'Studens'. Did you mean 'Students'\\?$"):
        raise errors.NotFound.of("sync", "Studens", ["Students", "Staff"])


def test_a_definition_error_carries_key_and_line():
    error = errors.DefinitionError("x", "mapping.3.to", 12)
    assert (error.key, error.line) == ("mapping.3.to", 12)
