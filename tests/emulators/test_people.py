"""The made-up patrons: the same for the same seed, nasty at the head, movable while somebody pages."""

import json
import threading

import pytest

from synckit.emulators.nasty import NASTY
from synckit.emulators.people import LIBRARIES, PATRON_TYPES, PIN, Population, person
from synckit.errors import DefinitionError


def ids(people):
    return [each["id"] for each in people]


def test_the_same_seed_gives_the_same_people():
    assert list(Population(300)) == list(Population(300))
    assert list(Population(300)) != list(Population(300, seed=2))


def test_ids_rise_and_codes_are_in_the_tables():
    people = list(Population(500))
    assert ids(people) == list(range(1, 501))
    assert {each["patron_type"] for each in people} == {*PATRON_TYPES, None}
    assert {each["library"] for each in people} == {*LIBRARIES, None}
    assert {each["status"] for each in people} == {"ACTIVE", "INACTIVE"}


def test_null_and_empty_both_occur_and_every_person_has_the_same_keys():
    people = list(Population(500))
    for key in ("middle_name", "phone", "department", "first_name"):
        assert {None, ""} <= {each[key] for each in people}, key
    assert len({frozenset(each) for each in people}) == 1


def test_the_nasty_stand_at_the_head():
    people = list(Population(len(NASTY) + 1))
    assert [each["last_name"] for each in people[:-1]] == [
        odd.get("last_name", one["last_name"]) for odd, one in zip(NASTY, people, strict=False)
    ]
    assert people[-1] == person(len(NASTY) + 1)
    assert all(each["pin"].startswith(PIN) for each in people)
    assert len(Population(3)) == 3


def test_people_come_go_and_change():
    people = Population(5)
    before = people.get(2)
    assert people.insert() == 6
    assert people.insert({"id": 99, "last_name": "Late"}) == 99
    assert people.insert({"last_name": "Later"}) == 100
    people.edit(2, last_name="New")
    assert people.remove(1)["id"] == 1
    assert ids(people) == [2, 3, 4, 5, 6, 99, 100]
    assert people.get(2) | {"last_name": before["last_name"], "updated": before["updated"]} == before
    assert people.get(99)["first_name"] is None
    assert [id for id, _ in people.removed] == [1]
    with pytest.raises(KeyError):
        people.remove(1)


def test_pages_by_offset_and_by_the_last_id():
    people = Population(40)
    people.remove(10)
    assert ids(people.page(8, 3)) == [9, 11, 12]
    assert ids(people.page(0, 3, lambda each: each["id"] % 10 == 1)) == [1, 11, 21]
    assert ids(people.after(9, 2)) == [11, 12]
    assert ids(people.after(9, 2, lambda each: each["id"] % 10 == 1)) == [11, 21]
    assert people.after(40, 2) == []


def test_an_iteration_is_not_disturbed():
    people = Population(200)
    mover = threading.Thread(target=lambda: [people.remove(id) for id in range(1, 101)])
    seen = iter(people)
    mover.start()
    mover.join()
    assert (len(list(seen)), len(people)) == (200, 100)


def test_people_of_a_file(tmp_path):
    path = tmp_path / "people.json"
    path.write_text(json.dumps([{"last_name": "Ross", "emails": ["a@example.org"]}, {"id": 7}]), "utf-8")
    assert [(each["id"], each["last_name"]) for each in Population.of(path)] == [(1, "Ross"), (7, None)]


@pytest.mark.parametrize(("content", "message"), [("{", "cannot be read"), ('{"a": 1}', "is no JSON list of objects")])
def test_a_file_that_holds_no_people_is_refused(tmp_path, content, message):
    path = tmp_path / "people.json"
    path.write_text(content, "utf-8")
    with pytest.raises(DefinitionError, match=message):
        Population.of(path)
