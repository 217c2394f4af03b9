"""A sync: the whole definition as one frozen value."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, PrivateAttr, ValidationError, field_validator, model_validator

from synckit import clock, documents
from synckit.definition import wording
from synckit.definition.conditions import Condition, Group
from synckit.definition.incremental import Incremental, Vanished
from synckit.definition.mappings import Mapping
from synckit.definition.model import Model, Name, as_name
from synckit.definition.periods import Kept
from synckit.definition.schedule import Limits, Schedule
from synckit.definition.strategies import EmptyFields, Frequency, IncorrectValues, OnConflict, OnError, SyncType
from synckit.documents import Document, Key
from synckit.errors import DefinitionError


def _keys(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return tuple(_one_key(each) for each in value)
    raise ValueError("match_on is a list of profile fields, as in [library_card_number, [email, last_name]]")


def _one_key(value: Any) -> tuple[str, ...]:
    fields = tuple(map(as_name, value if isinstance(value, (list, tuple)) else [value]))
    if not fields or len(set(fields)) < len(fields):
        raise ValueError("a list inside match_on names different profile fields, at least one")
    return fields


class Sync(Model):
    """The saved definition of a sync. Raises DefinitionError for what does not fit together.

    >>> row = Mapping(source="email", to="email")
    >>> sync = Sync(name="Students", connection="Sample", match_on=["email"], mapping=[row])
    >>> sync.match_on, sync.ils_fields, sync.can_create
    ((('email',),), ('email',), True)
    """

    noun: ClassVar[str] = "the sync"
    name: Name
    connection: Name
    type: SyncType = SyncType.CREATE_UPDATE
    frequency: Frequency = Frequency.SINGLE
    empty_fields: EmptyFields = EmptyFields.SKIP
    incorrect_values: IncorrectValues = IncorrectValues.REPORT
    errors: OnError = OnError.CONTINUE
    timezone: str | None = None
    """An IANA name; None: the workspace's."""
    match_on: Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_keys)]
    """Keys tried in order; each a tuple of profile fields that must all agree."""
    filter: Group | None = None
    """None: every patron."""
    mapping: tuple[Mapping, ...]
    schedule: Schedule | None = None
    limits: Limits = Limits()
    on_conflict: OnConflict = OnConflict.CREATE
    expectations: tuple[dict[str, Any], ...] = ()
    """Further expectations of the suite: {"expect": name, "column": profile field, ...}."""
    keep_extracts: Kept | None = None
    """How long the patrons that were read are kept, as "30 days"; None: until the run ends."""

    incremental: Incremental | None = None
    """None: every run reads everybody."""
    vanished: Vanished = Vanished.REPORT

    _document: Document | None = PrivateAttr(None)

    @classmethod
    def from_yaml(cls, source: str | Path) -> Self:
        """Read a sync from YAML text or a file. Raises DefinitionError with the line, NotFound for no such file.

        >>> Sync.from_yaml("name: x\\nconnection: y\\nmach_on: [email]\\n")
        Traceback (most recent call last):
        synckit.errors.DefinitionError: YAML line 3: unknown key 'mach_on' in the sync. Did you mean 'match_on'?
        """
        document = documents.read(source)
        try:
            sync = cls.model_validate(document.data)
        except ValidationError as problem:
            key, sentence = wording.first(problem)
            raise document.error(_in_mapping(key, sentence), wording.written(key, document.data)) from None
        sync._document = document
        return sync

    def to_yaml(self) -> str:
        """Return the YAML that `from_yaml` reads back as this very sync; what is as usual is left out."""
        return documents.write(self.as_dict())

    def as_dict(self) -> dict[str, Any]:
        """Return the definition as plain data, keys as in YAML; `from_dict` reads it back."""
        data: dict[str, Any] = super().as_dict()
        data["match_on"] = [key[0] if len(key) == 1 else list(key) for key in self.match_on]
        return data

    def changed(self, **changes: Any) -> Self:
        """Return a copy with other settings, judged anew; None takes a setting back to the usual.

        >>> sync = Sync.from_yaml("{name: x, connection: y, match_on: [email], mapping: [{from: email, to: email}]}")
        >>> sync.changed(name="z").name
        'z'
        """
        data = self.as_dict() | changes
        return self.from_dict({key: value for key, value in data.items() if value is not None})

    @property
    def digest(self) -> str:
        """SHA-256 in hex of everything but the schedule; the order of value maps counts."""
        data = {key: value for key, value in self.as_dict().items() if key != "schedule"}
        return hashlib.sha256(_json(data).encode()).hexdigest()

    @property
    def ils_fields(self) -> tuple[str, ...]:
        """The ILS fields that filter and mapping read, in order of first use.

        Of an SQL piece these are all names that may be columns: keep those that the connection has.
        """
        leaves = self.filter.leaves() if self.filter else ()
        read = [name for leaf in leaves for name in ((leaf.field,) if isinstance(leaf, Condition) else leaf.words)]
        read += [name for row in self.mapping for name in row.reads]
        return tuple(dict.fromkeys(read))

    @property
    def looks_at_the_day(self) -> bool:
        """Whether the filter may keep other patrons tomorrow although none of them changes."""
        leaves = self.filter.leaves() if self.filter else ()
        return any(not isinstance(leaf, Condition) or leaf.rule.takes == "period" for leaf in leaves)

    @property
    def can_create(self) -> bool:
        """Whether a run may make profiles."""
        return self.type is not SyncType.UPDATE

    @property
    def can_update(self) -> bool:
        """Whether a run may change profiles."""
        return self.type is not SyncType.CREATE

    def problem(self, key: Key, message: str) -> DefinitionError:
        """Return the error for a key: with file and line when the sync was read from YAML, else with its name."""
        if self._document is not None:
            return self._document.error(_in_mapping(key, message), wording.written(key, self._document.data))
        where = wording.place(key)
        dotted = ".".join(map(str, key)) or None
        return DefinitionError(f"Sync {self.name!r}{', ' + where if where else ''}: {message}", dotted)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sync) and _json(self.as_dict()) == _json(other.as_dict())

    def __hash__(self) -> int:
        return hash(_json(self.as_dict()))

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        try:
            return None if name is None else clock.zone(name).key
        except DefinitionError as problem:
            raise ValueError(str(problem)) from None

    @field_validator("match_on", "mapping")
    @classmethod
    def _some(cls, rows: tuple[Any, ...]) -> tuple[Any, ...]:
        if not rows:
            raise ValueError("it is empty; give at least one")
        return rows

    @field_validator("expectations")
    @classmethod
    def _named(cls, rows: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
        if not all(isinstance(row.get("expect"), str) and row["expect"] for row in rows):
            raise ValueError("an expectation is written {expect: its name, column: a profile field, ...}")
        return rows

    @model_validator(mode="after")
    def _schedule_fits(self) -> Self:
        every = self.schedule.every if self.schedule else None
        if self.schedule and self.frequency is Frequency.RECURRING and not every:
            raise ValueError("a recurring sync needs every in its schedule, as in every: 1 day")
        if every and self.frequency is Frequency.SINGLE:
            raise ValueError("every in the schedule needs frequency: recurring")
        return self


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"))


def _in_mapping(key: Key, sentence: str) -> str:
    """Put the key before a sentence that does not name it."""
    where = wording.place(key[-1:]) if key and isinstance(key[-1], str) else wording.place(key)
    return sentence if not where or where in sentence else f"{where}: {sentence}"
