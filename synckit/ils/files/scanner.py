"""JSON values out of a text that need not fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TextIO

from synckit.errors import IlsError
from synckit.ils.files.sources import Source
from synckit.ils.values import DECODER

CHUNK = 1 << 20
_LONGEST = 1 << 26


class Scanner:
    """Reads JSON values from a text that need not fit into memory."""

    def __init__(self, file: TextIO, source: Source) -> None:
        self.source = source
        self._file = file
        self._text = ""
        self._at = 0
        self._before = 0

    def peek(self) -> str:
        """Return the next character that is not blank, without taking it; "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in " \t\r\n":
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def opening(self) -> str:
        """Return the first character inside the array that begins here, without taking anything."""
        while True:
            inside = self._text[self._at + 1 :].lstrip(" \t\r\n")
            if inside or not self._more():
                return inside[:1]

    def take(self, *wanted: str) -> str:
        """Take and return the next character, which must be one of the wanted."""
        found = self.peek()
        if found not in wanted or not found:
            raise self.broken(f"{' or '.join(wanted)} is missing" if found else "it breaks off")
        self._at += 1
        return found

    def members(self) -> Iterator[str]:
        """Yield each key of the object that begins here; its value must be taken before the next."""
        self.take("{")
        if self.peek() == "}":
            self.take("}")
            return
        mark = ","
        while mark == ",":
            key, _ = self.value()
            self.take(":")
            yield key
            mark = self.take(",", "}")

    def elements(self) -> Iterator[tuple[Any, str]]:
        """Yield each element of the array that begins here, with its text as written."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        mark = ","
        while mark == ",":
            yield self.value()
            mark = self.take(",", "]")

    def value(self) -> tuple[Any, str]:
        """Take one whole value; return it and its text as written."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except RecursionError:
                raise self.broken("it is nested too deeply") from None
            except ValueError as problem:
                if len(self._text) - self._at > _LONGEST or not self._more():
                    raise self.broken(getattr(problem, "msg", "it breaks off")) from None
                continue
            # a number at the end of what was read may go on
            if end < len(self._text) or not self._more():
                written, self._at = self._text[self._at : end], end
                return value, written

    def broken(self, what: str) -> IlsError:
        """Return the error for a place where the text is no JSON."""
        where = self._before + self._at
        return IlsError(
            f"The file {self.source.path} is not sound JSON at character {where:,} ({what}); export it again."
        )

    def _more(self) -> bool:
        # each read doubles what is held, so that a long value is not tried too often
        chunk = self._file.read(max(CHUNK, len(self._text) - self._at))
        self._before += self._at
        self._text, self._at = self._text[self._at :] + chunk, 0
        return bool(chunk)
