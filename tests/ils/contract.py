"""What every connector promises, tried against its emulator. A system's test_contract.py makes a class of it:

    class TestKoha(ContractSuite):
        kind = "koha"

and overrides `expected` where its records cannot hold what a person has.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

import pytest

from synckit import engine, filters
from synckit.definition import Condition, Group, Sql, operators_for
from synckit.emulators.people import PIN, Population
from synckit.engine.expressions import render
from synckit.errors import Cancelled
from synckit.fields import FieldType, IlsField
from tests.ils.systems import Row, System, connected, package, raw

PEOPLE = 60
SEED = 20261101
SCENE_DAY = date(2026, 1, 15)
SAID_OFTEN = "ils_id last_name patron_type home_library status expires updated barcode email".split()
"""Fields that filters like to use: each of their operators is tried."""
SECRET = re.compile(r"(^|[._])(pin|password|passwd|token|user_role|pin_number)s?($|[._])", re.IGNORECASE)
EMPTY = (None, "", [])


class ContractSuite:
    """The promises of a connector."""

    kind: ClassVar[str]
    settings: ClassVar[dict[str, str]] = {"page_size": "25"}
    quirks: ClassVar[dict[str, Any]] = {}
    unlike: ClassVar[frozenset[str]] = frozenset()
    """Common fields whose values the system has of its own: not compared with the person's."""

    def expected(self, person: dict[str, Any]) -> dict[str, Any]:
        """Return what the common fields of a person are to hold; null and "" count as the same here."""
        emails = person["emails"] or []
        return {
            **{name: person[name] for name in "first_name middle_name last_name preferred_name patron_type".split()},
            **{name: person[name] for name in "barcode alt_id phone mobile".split()},
            "home_library": person["library"],
            "email": emails[0] if emails else None,
            "secondary_email": emails[1] if len(emails) > 1 else None,
            "expires": (person["expires"] or "")[:10],
            "birth_date": (person["birth_date"] or "")[:10],
        }

    def id_of(self, system: System, person: dict[str, Any]) -> str:
        """Return the ILS id of a person."""
        import importlib

        from synckit.ils.paths import find

        (path,) = (field.path for field in system.connector.fields() if field.name == "ils_id")
        record = importlib.import_module(f"synckit.emulators.{self.kind}").record(person)
        return str(find(record, path))

    @pytest.fixture(scope="class")
    @classmethod
    def people(cls) -> Population:
        return Population(PEOPLE)

    @pytest.fixture(scope="class")
    @classmethod
    def system(cls, people: Population) -> Iterator[System]:
        package(cls.kind)
        with connected(cls.kind, people, quirks=cls.quirks, **cls.settings) as system:
            yield system

    @pytest.fixture(scope="class")
    @classmethod
    def extract(cls, system: System, tmp_path_factory: pytest.TempPathFactory) -> Any:
        return system.connector.patrons(system.names, tmp_path_factory.mktemp("all"))

    @pytest.fixture(scope="class")
    @classmethod
    def rows(cls, extract: Any) -> list[Row]:
        return raw(extract)

    def test_the_catalogue_names_each_field_once_and_starts_with_the_common_ones(self, system: System) -> None:
        names = system.names
        assert len(set(names)) == len(names)
        assert {"ils_id", "first_name", "last_name", "email", "patron_type"} <= set(names) | self.unlike
        assert names[0] == "ils_id"
        assert system.connector.has_ids

    def test_fields_are_typed(self, system: System) -> None:
        types = {field.name: field.type for field in system.connector.fields()}
        assert types["patron_type"] is FieldType.CODE
        assert {types[name] for name in ("expires", "birth_date") if name in types} <= {
            FieldType.DATE,
            FieldType.DATETIME,
        }

    def test_codes_have_the_labels_of_the_site(self, system: System) -> None:
        (field,) = (field for field in system.connector.fields() if field.name == "patron_type")
        labels = dict(field.codes or {})
        assert all(isinstance(code, str) for code in labels)
        assert "Faculty" in labels.values()

    def test_the_numbers_agree(self, system: System, extract: Any, people: Population) -> None:
        assert (extract.rows, system.connector.count()) == (len(people), len(people))

    def test_each_patron_comes_once_under_the_id_of_the_system(
        self, system: System, rows: list[Row], people: Population
    ) -> None:
        ids = [row["_id"] for row in rows]
        assert sorted(ids) == sorted(self.id_of(system, person) for person in people)
        assert [row["_row"] for row in rows] == list(range(len(ids)))

    def test_cells_are_text_or_lists_of_text(self, system: System, rows: list[Row]) -> None:
        for field in system.connector.fields():
            for row in rows:
                cell = row[field.name]
                parts = cell if field.many and cell is not None else [cell]
                assert all(part is None or isinstance(part, str) for part in parts), field.name

    def test_values_are_exact_in_every_script_and_at_every_date(
        self, system: System, rows: list[Row], people: Population
    ) -> None:
        by_id = {row["_id"]: row for row in rows}
        wrong = []
        for person in people:
            row = by_id[self.id_of(system, person)]
            assert row["_problem"] is None, row["_problem"]
            for name, value in self.expected(person).items():
                if name in row and name not in self.unlike and not same(name, value, row[name]):
                    wrong.append((person["id"], name, value, row[name]))
        assert wrong == []

    def test_codes_stay_text(self, system: System, rows: list[Row]) -> None:
        codes = {row["patron_type"] for row in rows}
        assert "00" in codes or "patron_type" in self.unlike

    def test_what_is_secret_is_nowhere(self, system: System, extract: Any, rows: list[Row]) -> None:
        assert [field.name for field in system.connector.fields() if SECRET.search(f"{field.name} {field.path}")] == []
        assert PIN not in str(rows)
        for path in extract.paths:
            assert PIN.encode() not in path.read_bytes()
        assert not [value for value in system.emulated.secret.values() if value in repr(system.connector)]

    def test_only_what_is_asked_for_is_kept(self, system: System, tmp_path: Any) -> None:
        (row, *_) = system.rows(tmp_path, ["last_name", "ils_id"])
        assert set(row) == {"_row", "_id", "_problem", "_absent", "last_name", "ils_id"}

    def test_the_same_patrons_have_the_same_digest(self, system: System, extract: Any, tmp_path: Any) -> None:
        assert system.connector.patrons(system.names, tmp_path).digest == extract.digest

    def test_somebody_can_end_the_reading(self, system: System, tmp_path: Any) -> None:
        def stop(read: int) -> None:
            raise Cancelled("ended")

        with pytest.raises(Cancelled, match="ended"):
            system.connector.patrons(["last_name"], tmp_path, stop)

    def test_the_connection_is_sound_step_by_step(self, system: System) -> None:
        steps = system.connector.check()
        assert [step.name for step in steps if not step.ok] == []
        assert {"reached", "signed in", "patrons"} <= {step.name for step in steps}
        assert PIN not in str(steps)

    def test_a_push_down_keeps_all_that_the_filter_keeps(
        self, system: System, extract: Any, rows: list[Row], tmp_path: Any
    ) -> None:
        fields = {field.name: field for field in system.connector.fields()}
        with opened(extract) as everybody:
            for number, condition in enumerate(conditions(fields, rows)):
                pushed = system.connector.patrons(system.names, tmp_path / str(number), conditions=condition)
                assert pushed.rows <= extract.rows, (SEED, condition)
                if pushed.digest != extract.digest:  # else nothing was pushed down, and everybody came
                    wanted = kept(everybody, condition, fields)
                    with opened(pushed) as some:
                        assert kept(some, condition, fields) == wanted, (SEED, condition)

    def test_a_count_is_that_of_the_reading(self, system: System, rows: list[Row], tmp_path: Any) -> None:
        condition = Condition(field="patron_type", operator="equals", value="ST")
        pushed = system.connector.patrons(["ils_id", "patron_type"], tmp_path, conditions=condition)
        assert system.connector.count(condition) == pushed.rows

    def test_who_changed_since_is_among_those_who_come(
        self, system: System, rows: list[Row], people: Population, tmp_path: Any
    ) -> None:
        moments = sorted(person["updated"] for person in people)
        since = moments[len(moments) // 2]
        changed = {self.id_of(system, person) for person in people if person["updated"] >= since}
        came = {row["_id"] for row in system.rows(tmp_path, ["ils_id"], since=since)}
        assert changed <= came <= {row["_id"] for row in rows}


def same(name: str, wanted: Any, cell: Any) -> bool:
    """Say whether a cell holds what a person has; a date may come with its time."""
    if wanted in EMPTY:
        return cell in EMPTY
    return cell is not None and (cell[:10] if name in ("expires", "birth_date") else cell) == wanted


def opened(extract: Any) -> Any:
    """Return a connection with the raw frame of an extract as the table `t`."""
    duck = engine.connect(*extract.paths, threads=1)
    duck.execute(f"create temp table t as {extract.sql}")
    return duck


def kept(duck: Any, condition: Any, fields: dict[str, IlsField]) -> set[str]:
    """Return the ids of those whom the local filter keeps."""
    meets = render(filters.meets(condition, filters.Scene(fields, SCENE_DAY, "UTC")))
    return {row[0] for row in duck.execute(f"select _id from t where {meets}").fetchall()}


def conditions(fields: dict[str, IlsField], rows: list[Row]) -> Iterator[Condition | Group | Sql]:
    """Yield filters with values that occur: every operator of the fields said often, some of the others, and groups."""
    dice = random.Random(SEED)
    often = [single(field, rule, rows, dice) for field in map(fields.get, SAID_OFTEN) if field for rule in rules(field)]
    rest = [(field, rule) for field in fields.values() if field.name not in SAID_OFTEN for rule in rules(field)]
    seldom = [single(field, rule, rows, dice) for field, rule in dice.sample(rest, min(20, len(rest)))]
    yield from (*often, *seldom)
    for _ in range(10):
        parts = dice.sample(often + seldom, 2)
        yield Group(op="all", conditions=[*parts, Sql(sql="last_name is not null")])
        yield Group(op="any", conditions=parts)
        yield Group(op="all", conditions=[parts[0], Group(op="any", conditions=parts)])


def rules(field: IlsField) -> list[Any]:
    return list(operators_for(field.type))


def single(field: IlsField, rule: Any, rows: list[Row], dice: random.Random) -> Condition:
    """Return a condition of one operator on one field."""
    if rule.takes == "nothing":
        return Condition(field=field.name, operator=rule.name)
    if rule.takes == "period":
        return Condition(field=field.name, operator=rule.name, value=dice.choice(["6 months", "2 years", "30 days"]))
    values = [constant(field.type, rule.name, rows, field, dice) for _ in range(2)]
    given = sorted(values) if rule.takes == "pair" else values if rule.takes == "list" else values[0]
    return Condition(field=field.name, operator=rule.name, value=given)


def constant(type: FieldType, operator: str, rows: list[Row], field: IlsField, dice: random.Random) -> str:
    cells = [part for row in rows for part in (row[field.name] if field.many else [row[field.name]]) or [] if part]
    text = dice.choice(cells) if cells else "x"
    if type in (FieldType.DATE, FieldType.DATETIME):
        return text[:10] if re.match(r"\d{4}-\d\d-\d\d", text) else "2025-01-01"
    if type in (FieldType.INTEGER, FieldType.NUMBER):
        return text if re.fullmatch(r"-?\d+(\.\d+)?", text) else "7"
    if type is FieldType.BOOLEAN:
        return dice.choice(["true", "false"])
    if operator == "matches":
        return "^[a-mA-M]"
    if operator in ("contains", "not_contains", "starts_with", "ends_with"):
        text = {"starts_with": text[:2], "ends_with": text[-2:]}.get(operator, text[1:3]) or text
    return dice.choice([text, text.upper(), text.lower(), f" {text}"])
