"""One field of a profile, and the rules that its values obey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from synckit.errors import DefinitionError, unknown
from synckit.fields.kinds import NAME, FieldType, Scope, label_of, slug
from synckit.fields.patterns import pattern_problem

_LIMITED = frozenset({FieldType.TEXT, FieldType.EMAIL, FieldType.URL})
_LENGTHS = _LIMITED | {FieldType.LONG_TEXT, FieldType.PHONE}
_OPTIONS = frozenset({FieldType.CHOICE, FieldType.CHOICES})
_PROFILE_TYPES = tuple(each for each in FieldType if each is not FieldType.CODE)
_USUAL_LENGTH = 256
_LONGEST_COLUMN = 63


@dataclass(frozen=True)
class ProfileField:
    """One field of a profile; a wrong combination raises DefinitionError.

    >>> ProfileField("graduation_year", type=FieldType.INTEGER, scope=Scope.TYPE_SPECIFIC, profile_type="Student").key
    'student.graduation_year'
    """

    name: str
    label: str = ""
    type: FieldType = FieldType.TEXT
    scope: Scope = Scope.ALL_TYPES
    profile_type: str | None = None
    """The one type whose profiles have it, for scope Type-Specific alone."""
    required: bool = False
    unique: bool = False
    options: tuple[str, ...] = ()
    max_length: int | None = None
    """In characters; 256 for text, email and url when not given; None is no limit."""
    pattern: str | None = None
    """An RE2 expression that the whole value must match."""

    def __post_init__(self) -> None:
        self._complete()
        problem = self._name_problem() or self._type_problem() or self._rule_problem()
        if problem:
            raise DefinitionError(f"Profile field {self.name!r}: {problem}.")

    def _complete(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", label_of(self.name))
        if self.max_length is None and self.type in _LIMITED:
            object.__setattr__(self, "max_length", _USUAL_LENGTH)
        object.__setattr__(self, "options", tuple(self.options))

    @property
    def key(self) -> str:
        """How the field is written in mappings and headers: `email`, `student.graduation_year`."""
        return self.name if self.profile_type is None else f"{slug(self.profile_type)}.{self.name}"

    @property
    def column(self) -> str:
        """The field's column in the store: `email`, `student__graduation_year`."""
        return self.name if self.profile_type is None else f"{slug(self.profile_type)}__{self.name}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, without what is as usual."""
        usual = {"max_length": _USUAL_LENGTH if self.type in _LIMITED else None, "label": label_of(self.name)}
        data: dict[str, Any] = {"name": self.name, "label": self.label, "type": self.type.value}
        data |= {"scope": self.scope.value, "profile_type": self.profile_type, "required": self.required}
        data |= {"unique": self.unique, "options": list(self.options)}
        data |= {"max_length": self.max_length, "pattern": self.pattern}
        kept = ("name", "type", "scope")
        return {key: value for key, value in data.items() if key in kept or (value and value != usual.get(key))}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Make a field of what `to_dict` gave.

        >>> ProfileField.from_dict({"name": "card", "type": "text", "unique": True}).max_length
        256
        """
        given = dict(data)
        given["type"] = FieldType(given.get("type", "text"))
        given["scope"] = Scope(given.get("scope", "all_types"))
        given["options"] = tuple(given.get("options", ()))
        return cls(**given)

    def _name_problem(self) -> str:
        if not NAME.fullmatch(self.name):
            return "a name is made of lower-case letters, digits and single underscores, as in graduation_year"
        if len(self.column.encode()) > _LONGEST_COLUMN:
            return f"the name is too long; its column may have {_LONGEST_COLUMN} characters"
        if (self.scope is Scope.TYPE_SPECIFIC) != (self.profile_type is not None):
            return "a Type-Specific field names its profile type, and no other field does"
        return ""

    def _type_problem(self) -> str:
        if self.type not in _PROFILE_TYPES:
            return unknown("profile field type", self.type, _PROFILE_TYPES).rstrip(".?")
        if self.options and self.type not in _OPTIONS:
            return f"only choice and choices have options, not {self.type}"
        # The system field `type` gets its options from the catalogue.
        if self.type in _OPTIONS and not self.options and self.scope is not Scope.SYSTEM:
            return f"a {self.type} field needs options"
        return ""

    def _rule_problem(self) -> str:
        if any(not each.strip() or each != each.strip() for each in self.options):
            return "an option is neither empty nor has blanks around it"
        if len(set(self.options)) < len(self.options):
            return "an option stands twice"
        if self.type is FieldType.CHOICES and any(";" in each for each in self.options):
            return "an option of a choices field may not hold a semicolon"
        if self.max_length is not None and (self.type not in _LENGTHS or self.max_length < 1):
            return "max_length is at least 1, and only for text, long_text, email, phone and url"
        problem = pattern_problem(self.pattern) if self.pattern else ""
        return f"the pattern {self.pattern!r} cannot be used: {problem}" if problem else ""
