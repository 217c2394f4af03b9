"""Profiles merged, deleted and released: values, links, history."""

import pytest

from synckit import errors, profiles
from synckit.store import connections, links

STUDENT = {"type": "Student", "last_name": "Noether"}


@pytest.fixture
def linked(library):
    """Two profiles, each linked to a patron of one connection, the second to one of another, too."""
    with library.write() as conn:
        first = connections.save(conn, "First", "files", {"path": "a.csv"}, {}, ())
        second = connections.save(conn, "Second", "files", {"path": "b.csv"}, {}, ())
    profiles.make(library, {**STUDENT, "city": "Bonn", "work_email": "one@example.org"}, "ann")
    profiles.make(
        library,
        {**STUDENT, "city": "Göttingen", "card": "A1", "student.year": "2027", "work_email": "two@example.org"},
        "ann",
    )
    with library.change("edit", "ann") as change:
        links.upsert(change, first, [("p1", 1), ("p2", 2)])
        links.upsert(change, second, [("q2", 2)])
    return library


def links_of(store, profile_id):
    with store.read() as conn:
        return [(link.connection_id, link.ils_id, bool(link.merged)) for link in links.of(conn, profile_id)]


def test_a_merge_fills_what_is_empty_and_moves_the_links(linked):
    assert profiles.merge(linked, 1, 2, "ann") == ("card", "student.year")
    kept = profiles.show(linked, 1)
    assert (kept["city"], kept["card"], kept["student.year"], kept["work_email"]) == (
        "Bonn",
        "A1",
        2027,
        "one@example.org",
    )
    assert links_of(linked, 1) == [(1, "p1", False), (1, "p2", True), (2, "q2", False)]
    assert links_of(linked, 2) == []


def test_both_histories_tell_of_a_merge(linked):
    profiles.merge(linked, 1, 2, "ann")
    kept = [(each.field, each.before, each.after) for each in profiles.history(linked, 1) if each.kind == "merge"]
    gone = {each.field: (each.before, each.after) for each in profiles.history(linked, 2) if each.kind == "merge"}
    assert kept == [("card", None, "A1"), ("student.year", None, "2027")]
    assert gone["city"] == ("Göttingen", None)


def test_a_merge_keeps_the_hidden_values_of_another_type(linked):
    profiles.edit(linked, 1, {"type": "Faculty", "faculty.department": "Maths"}, "ann")
    assert profiles.merge(linked, 1, 2, "ann") == ("card", "student.year")
    assert "student.year" not in profiles.show(linked, 1)


def test_a_merge_is_refused_with_itself_a_deleted_one_or_nobody(linked):
    with pytest.raises(errors.Refused, match="Profile 1 cannot be merged with itself; name two"):
        profiles.merge(linked, 1, 1, "ann")
    with pytest.raises(errors.NotFound, match="There is no profile 9"):
        profiles.merge(linked, 1, 9, "ann")
    profiles.delete(linked, 2, "ann")
    with pytest.raises(errors.Refused, match="Profile 2 was deleted"):
        profiles.merge(linked, 1, 2, "ann")
    assert links_of(linked, 2) == [(1, "p2", False), (2, "q2", False)]


def test_a_release_takes_the_links_of_a_deleted_profile(linked):
    profiles.delete(linked, 2, "ann")
    assert len(links_of(linked, 2)) == 2
    profiles.release(linked, 2, "ann")
    assert links_of(linked, 2) == []


def test_only_a_deleted_profile_with_links_is_released(linked):
    with pytest.raises(errors.Refused, match="Profile 2 is not deleted; delete it before"):
        profiles.release(linked, 2, "ann")
    profiles.delete(linked, 2, "ann")
    profiles.release(linked, 2, "ann")
    with pytest.raises(errors.Refused, match="Profile 2 has no links"):
        profiles.release(linked, 2, "ann")


def test_a_profile_is_deleted_once(linked):
    profiles.delete(linked, 2, "ann")
    with pytest.raises(errors.Refused, match="Profile 2 was deleted already; release it"):
        profiles.delete(linked, 2, "ann")
