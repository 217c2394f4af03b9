"""YAML in and out, through ruamel.yaml: plain data, the line of every key, and nothing lost on the way.

A scalar becomes a number, true/false or null only when it is written in the one canonical way (`5`, `1.5`, `true`); all
else stays the text as written (`01`, `NO`, `02:30`, `2026-12-01`, `1.50`), and keys are always text. So a reader that
wants text gets back what was typed. Files are parsed to events and never constructed: tags, anchors, aliases, duplicate
keys and second documents are refused, with the line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML, events
from ruamel.yaml.error import YAMLError
from ruamel.yaml.tag import Tag

from synckit.errors import DefinitionError, NotFound

Key = tuple[str | int, ...]
"""Where a value stands in a document: ("mapping", 3, "to")."""

_DEEPEST = 40
_LONGEST = 2_000_000
_CANONICAL = {"null": None, "~": None, "": None, "true": True, "false": False}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]+)?(e[+-][0-9]+)?")


@dataclass(frozen=True)
class Document:
    """One YAML document: plain data, and the line on which each key or list element stands."""

    name: str
    """The file's name, or "YAML" for a text."""
    data: Any
    lines: dict[Key, int] = field(default_factory=dict, repr=False, compare=False)

    def line(self, key: Key = ()) -> int:
        """Return the line (from 1) of a key, or of the nearest key around it.

        >>> read("name: x\\nmapping:\\n  - {to: email}\\n").line(("mapping", 0, "from"))
        3
        """
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def error(self, message: str, key: Key = ()) -> DefinitionError:
        """Return the error that puts file and line before a message."""
        line = self.line(key)
        return DefinitionError(f"{self.name} line {line}: {message}", ".".join(map(str, key)) or None, line)


def read(source: str | Path) -> Document:
    """Read a YAML text, or a file: a Path, or a one-line text that ends in .yaml or .yml.

    Raises NotFound for a missing file and DefinitionError, with the line, for what is no plain YAML.

    >>> read("{01: x, NO: 5, when: 02:30}").data
    {'01': 'x', 'NO': 5, 'when': '02:30'}
    """
    text, name = _text(source)
    if len(text) > _LONGEST:
        raise DefinitionError(f"{name} is longer than {_LONGEST:,} characters; is it the right file?")
    yaml: Any = YAML(typ="safe", pure=True)
    try:
        return _Reader(name, iter(yaml.parse(text))).document()
    except YAMLError as problem:
        raise _not_yaml(name, problem) from None


def write(data: Any) -> str:
    """Write plain data as YAML that `read` gives back unchanged: block style, short rows on one line.

    >>> print(write({"match_on": ["email"], "mapping": [{"constant": "01", "to": "notes"}]}), end="")
    match_on: [email]
    mapping:
    - {constant: "01", to: notes}
    """
    yaml: Any = YAML(typ="rt", pure=True)
    yaml.width = 1_000_000
    out = io.StringIO()
    start = [events.StreamStartEvent(None, None), events.DocumentStartEvent(None, None, False)]
    end = [events.DocumentEndEvent(None, None, False), events.StreamEndEvent()]
    yaml.emit([*start, *_events(data, outermost=True), *end], out)
    return out.getvalue()


def scalar(text: str) -> str | int | float | bool | None:
    """Return the value of an unquoted scalar; whatever is not canonical stays text.

    >>> [scalar(each) for each in ("5", "05", "1.5", "1.50", "true", "yes", "null")]
    [5, '05', 1.5, '1.50', True, 'yes', None]
    """
    if text in _CANONICAL:
        return _CANONICAL[text]
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text) if set(text) & set(".e") else int(text)
    return value if repr(value) == text else text


class _Reader:
    """Builds plain data from parser events, remembering lines."""

    def __init__(self, name: str, stream: Iterator[Any]) -> None:
        self.name = name
        self.stream = (event for event in stream if not isinstance(event, _FRAMES))
        self.lines: dict[Key, int] = {}

    def document(self) -> Document:
        first = next(self.stream, None)
        if first is None:
            raise DefinitionError(f"{self.name} is empty.")
        data = self._value(first, ())
        second = next(self.stream, None)
        if second is not None:
            raise self._error(second, "a second document begins here; a file holds one.")
        return Document(self.name, data, self.lines)

    def _value(self, event: Any, key: Key) -> Any:
        self._refuse(event, len(key))
        self.lines.setdefault(key, event.start_mark.line + 1)
        if isinstance(event, events.ScalarEvent):
            plain = event.style is None and event.tag is None
            return scalar(event.value) if plain else event.value
        if isinstance(event, events.SequenceStartEvent):
            return [self._value(each, (*key, place)) for place, each in enumerate(self._until_end())]
        return self._mapping(key)

    def _mapping(self, key: Key) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self._until_end():
            self._refuse(event, len(key))
            if not isinstance(event, events.ScalarEvent):
                raise self._error(event, "a key must be text.")
            if event.value in found:
                raise self._error(event, f"the key {event.value!r} stands here twice.")
            self.lines[(*key, event.value)] = event.start_mark.line + 1
            found[event.value] = self._value(next(self.stream), (*key, event.value))
        return found

    def _until_end(self) -> Iterator[Any]:
        for event in self.stream:
            if isinstance(event, (events.MappingEndEvent, events.SequenceEndEvent)):
                return
            yield event

    def _refuse(self, event: Any, depth: int) -> None:
        if isinstance(event, events.AliasEvent) or event.anchor is not None:
            raise self._error(event, "anchors (&) and aliases (*) are not read; write the value out, or quote it.")
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            raise self._error(event, f"the tag {event.tag!s} is not read; leave it out, or quote the value.")
        if depth > _DEEPEST:
            raise self._error(event, f"nested deeper than {_DEEPEST} levels.")

    def _error(self, event: Any, message: str) -> DefinitionError:
        line = event.start_mark.line + 1
        return DefinitionError(f"{self.name} line {line}: {message}", line=line)


_FRAMES = (events.StreamStartEvent, events.StreamEndEvent, events.DocumentStartEvent, events.DocumentEndEvent)


def _text(source: str | Path) -> tuple[str, str]:
    if isinstance(source, str) and ("\n" in source or not source.strip().endswith((".yaml", ".yml"))):
        return source, "YAML"
    path = Path(source)
    try:
        return path.read_text("utf-8-sig"), path.name
    except UnicodeDecodeError:
        raise DefinitionError(f"{path} is not UTF-8; save it as UTF-8.") from None
    except OSError as problem:
        raise NotFound(f"{path} cannot be read: {problem.strerror or problem}.") from None


def _not_yaml(name: str, problem: YAMLError) -> DefinitionError:
    mark = getattr(problem, "problem_mark", None)
    what = getattr(problem, "problem", None) or str(problem).splitlines()[0]
    line = mark.line + 1 if mark is not None else None
    where = f"{name} line {line}" if line else name
    return DefinitionError(f"{where}: this is not YAML: {what}.", line=line)


def _events(data: Any, outermost: bool = False) -> Iterator[Any]:
    if isinstance(data, dict):
        yield events.MappingStartEvent(None, None, True, flow_style=not outermost and _is_row(data))
        for key, value in data.items():
            yield _scalar_event(str(key), text=True)
            yield from _events(value)
        yield events.MappingEndEvent()
    elif isinstance(data, (list, tuple)):
        yield events.SequenceStartEvent(None, None, True, flow_style=_is_row(data))
        for value in data:
            yield from _events(value)
        yield events.SequenceEndEvent()
    else:
        yield _scalar_event(data)


def _is_row(data: Any) -> bool:
    """Whether a value stands on one line: no rows inside a list, and short enough to read."""
    return len(str(data)) <= 140 and not _holds_rows(data)


def _holds_rows(data: Any) -> bool:
    if isinstance(data, dict):
        return any(map(_holds_rows, data.values()))
    if isinstance(data, (list, tuple)):
        return any(isinstance(each, (dict, list, tuple)) and _has_names(each) for each in data)
    return False


def _has_names(data: Iterable[Any]) -> bool:
    return isinstance(data, dict) and len(data) > 1


_STR = Tag(suffix="tag:yaml.org,2002:str")
"""A tag that is never written; the emitter fails on an empty text without one."""
_PLAIN = re.compile(r"[^\W_][\w ./%@+-]*(?<! )")
_WORDS = re.compile("y|n|yes|no|on|off|true|false|null", re.IGNORECASE)
_LIKE_NUMBER = re.compile(r"[0-9][0-9a-fx_.e+-]*", re.IGNORECASE)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _scalar_event(value: Any, text: bool = False) -> Any:
    if isinstance(value, str):
        plain = _is_plain(value)
        return events.ScalarEvent(None, _STR, (True, True, True), value, style=None if plain else '"')
    words = {None: "null", True: "true", False: "false"}
    written = words[value] if value is None or isinstance(value, bool) else repr(value)
    return events.ScalarEvent(None, _STR, (True, True, True), written)


def _is_plain(text: str) -> bool:
    """Whether text needs no quotes, for readers of YAML 1.1 too (`no`, `1_000` and `02:30` are not text to them)."""
    if not _PLAIN.fullmatch(text) or _WORDS.fullmatch(text):
        return False
    return not _LIKE_NUMBER.fullmatch(text) or bool(_ISO_DATE.fullmatch(text))
