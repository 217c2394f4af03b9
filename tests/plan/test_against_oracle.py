"""Random small libraries: the plan says what the row-by-row model says, patron by patron."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from synckit.run import Planned
from synckit.store import links as stored
from tests import oracle
from tests.libraries import Library, mapping
from tests.thorough import times

IDS = st.sampled_from(["p1", "p2", "p3", "p4", "p5", "p6", "p7", ""])
VALUES = {
    "last": st.sampled_from(["Lee", "Lee", "Li", " Lee ", ""]),
    "first": st.sampled_from(["Ann", "", "Bob", "nobody "]),
    "card": st.sampled_from(["c1", "c2", "c3", "c4", "C1", " c1\u00a0", "", "much-too-long"]),
    "mail": st.sampled_from(["a@x.org", "A@X.org", "b@x.org", "", "no mail"]),
    "login": st.sampled_from(["u@x.org", "U@x.org", "v@x.org", "w@x.org", "", "?"]),
    "kind": st.sampled_from(["ST", "ST", "sf", "SF ", "", "XX"]),
    "grad": st.sampled_from(["2027", "+007", "", "soon"]),
    "locker": st.sampled_from(["L1", "L2", "L3", ""]),
}
PATRONS = st.lists(st.fixed_dictionaries({"id": IDS, **VALUES}), min_size=1, max_size=8)
MATCHES = st.sampled_from(
    [
        (("card",),),
        (("card",), ("email", "last_name")),
        (("email",), ("card",)),
        (("student.locker",), ("card",), ("login",)),
        (("student.locker",),),
        (("login",), ("email",)),
    ]
)
SETUPS = st.builds(
    oracle.Setup,
    MATCHES,
    st.sampled_from(["create_update", "create_update", "create_update", "create", "update"]),
    st.sampled_from(["create", "update", "reject"]),
    st.frozensets(st.sampled_from(sorted(oracle.BY_KEY))),
    st.frozensets(st.sampled_from(sorted(oracle.BY_KEY)), max_size=1),
)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(["Student", "Staff"]),
            "last_name": st.sampled_from(["Lee", "Li"]),
            "first_name": st.sampled_from(["Ann", ""]),
            "card": st.sampled_from(["c1", "c2", "c3", ""]),
            "email": st.sampled_from(["a@x.org", "A@x.ORG", "b@x.org", ""]),
            "login": st.sampled_from(["u@x.org", "V@x.org", ""]),
            "student__grad": st.sampled_from(["2027", ""]),
            "student__locker": st.sampled_from(["L1", "L2", ""]),
        }
    ),
    max_size=5,
)
LINKS = st.dictionaries(
    st.sampled_from(["p1", "p2", "p3", "p4"]), st.tuples(st.integers(0, 4), st.booleans()), max_size=4
)
WORLDS = st.tuples(PATRONS, PEOPLE, LINKS, st.sets(st.integers(0, 4), max_size=1))


def unique_people(people: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return people without their empty values and without unique values that an earlier one has."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for person in people:
        row = {}
        for target in oracle.FIELDS:
            value = person[target.column]
            taken = (target.key, oracle.fold(target, value))
            if value and not (target.unique and taken in seen):
                row[target.column] = value
                seen.add(taken)
        kept.append(row)
    return kept


def build(library: Library, drawn: Any) -> oracle.World:
    """Put what was drawn into a library and return it as the model knows it."""
    patrons, people, drawn_links, drawn_deleted = drawn
    library.patrons(patrons)
    ids = library.make(*unique_people(people)) if people else []
    known = {ils_id: (ids[place], merged) for ils_id, (place, merged) in drawn_links.items() if place < len(ids)}
    own: dict[str, int] = {}
    spare = {}
    for ils_id, (profile, merged) in known.items():
        if merged or profile in own.values():
            spare[ils_id] = profile
        else:
            own[ils_id] = profile
    library.link(own)
    for ils_id, profile in spare.items():
        (other,) = library.make({"last_name": "Merged"})
        library.link({ils_id: other})
        library.merge(other, profile)
    gone = frozenset(ids[place] for place in drawn_deleted if place < len(ids))
    library.delete(*gone)
    with library.home.store.read() as conn:
        links = {
            each.ils_id: (each.profile_id, each.merged)
            for p in set(ids)
            for each in stored.of(conn, p)
            if each.profile_id
        }
    there = library.profiles()
    return oracle.World(patrons, there, links, frozenset(range(1, 20)) - set(there))


def definition(library: Library, setup: oracle.Setup) -> None:
    """Save the setup as a sync."""
    rows = mapping(*(target.source for target in oracle.FIELDS))
    for row in rows:
        row["empty"] = "replace" if row["to"] in setup.replace else "skip"
        row |= {"incorrect": "skip"} if row["to"] in setup.silent else {}
    keys = [list(key) for key in setup.match_on]
    leave_out = {"all": [{"field": "first", "operator": "not_equals", "value": oracle.LEFT_OUT}]}
    library.sync(match_on=keys, rows=rows, type=setup.type, on_conflict=setup.on_conflict, filter=leave_out)


def told(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return columns of a frame as tuples, missing values as None."""
    rows = frame[list(columns)].astype(object)
    return [tuple(row) for row in rows.where(rows.notna(), None).itertuples(index=False)]


def planned(made: Planned) -> oracle.Result:
    """Return what a plan shows, as the model says it."""
    plan = made.plan
    people = [
        {k: v for k, v in row.items() if v}
        for row in plan.created.drop(columns="patron").astype(object).fillna("").to_dict("records")
    ]
    return oracle.Result(
        told(plan.outcomes, "patron", "outcome", "rule"),
        sorted(told(plan.findings, "patron", "field", "rule")),
        people,
        sorted(told(plan.changes, "profile_id", "field", "before", "after")),
        dict(plan.link_rows()),
    )


# Without shrinking: the failing library is small already, and shrinking it would take minutes.
@settings(
    max_examples=times(15, thorough=400),
    deadline=None,
    derandomize=True,
    print_blob=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(WORLDS, SETUPS)
def test_a_plan_says_what_the_model_says(drawn: Any, setup: oracle.Setup) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        try:
            world = build(library, drawn)
            definition(library, setup)
            made = library.plan()
            try:
                found = planned(made)
                read = made.plan.counts["read"]
                assert read == sum(made.plan.counts.values()) - read
            finally:
                made.forget()
            assert found == oracle.plan(world, setup)
        finally:
            library.close()
