"""The files on disk: which ones a path means, how to open them, and whether they stayed as they were."""

from __future__ import annotations

import codecs
import glob
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TextIO, cast

from synckit.errors import IlsError
from synckit.ils.extract import Stamp, changed, stamp_of

_FORMATS = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".parquet": "parquet",
    ".xml": "alma",
    ".zip": "alma",
    ".flat": "lduser",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Source:
    """One file of patrons.

    >>> Source.of(Path("/data/patrons.csv.gz"))
    Source(path=PosixPath('/data/patrons.csv.gz'), format='csv', packed=True)
    """

    path: Path
    format: str
    """csv, tsv, json, ndjson, parquet, alma: the XML of its "Export users", also in a zip, or lduser:
    Symphony's flat dump."""
    packed: bool = False
    """Whether it is gzipped."""

    @classmethod
    def of(cls, path: Path) -> Source:
        """Return the source that a file name means; IlsError if its extension says nothing.

        >>> Source.of(Path("patrons.xlsx"))
        Traceback (most recent call last):
        synckit.errors.IlsError: The file patrons.xlsx is of no known format; save it as .csv, .tsv, .json, .ndjson, .jsonl (also .gz), .parquet, Alma's .xml or .zip, or Symphony's .flat.
        """
        packed = path.name.lower().endswith(".gz")
        extension = Path(path.name[:-3] if packed else path.name).suffix.lower()
        if extension not in _FORMATS or (packed and extension == ".parquet"):
            known = "save it as .csv, .tsv, .json, .ndjson, .jsonl (also .gz), .parquet, Alma's .xml or .zip, or Symphony's .flat"
            raise IlsError(f"The file {path} is of no known format; {known}.")
        return cls(path, _FORMATS[extension], packed)

    @property
    def is_json(self) -> bool:
        """Whether it holds JSON records, or what is read as such."""
        return self.format in ("json", "ndjson", "alma", "lduser")

    def bytes(self) -> IO[bytes]:
        """Open the content, unpacked."""
        return cast(IO[bytes], gzip.open(self.path, "rb")) if self.packed else self.path.open("rb")

    def encoding(self, declared: str | None) -> str:
        """Return the text encoding: the byte order mark's, else the declared one, else UTF-8."""
        with self.bytes() as content:
            start = content.read(4)
        return next((name for mark, name in _MARKS if start.startswith(mark)), declared or "utf-8")

    def text(self, declared: str | None, newline: str = "") -> TextIO:
        """Open the content as text; a byte that cannot be decoded becomes a lone surrogate, so that its row can be named."""
        encoding = self.encoding(declared)
        return io.TextIOWrapper(self.bytes(), encoding, "surrogateescape", newline)


def find(path: str) -> tuple[Source, ...]:
    """Return the files that a path or glob means, in name order; IlsError unless there is one, all of one format.

    >>> find("/no/such/patrons.csv")
    Traceback (most recent call last):
    synckit.errors.IlsError: There is no file /no/such/patrons.csv; check the path of the connection.
    """
    found = [Path(path)] if Path(path).exists() or not glob.has_magic(path) else _matching(path)
    for each in found:
        _refuse_unreadable(each)
    sources = tuple(Source.of(each) for each in found)
    if len({_family(each.format) for each in sources}) > 1:
        raise IlsError(f"The files of {path} are of several formats; let the path name files of one format.")
    return sources


def _matching(pattern: str) -> list[Path]:
    found = sorted(path for path in map(Path, glob.glob(pattern, recursive=True)) if not path.is_dir())
    if not found:
        raise IlsError(f"No file matches {pattern}; check the path of the connection.")
    return found


def _family(format: str) -> str:
    return "csv" if format in ("csv", "tsv") else format


def _refuse_unreadable(path: Path) -> None:
    try:
        if path.is_dir():
            raise IlsError(f"{path} is a folder; name a file in it, or a glob such as {path}/*.csv.")
        if not path.exists():
            raise IlsError(f"There is no file {path}; check the path of the connection.")
        if not path.is_file():
            raise IlsError(f"{path} is no ordinary file; name a file.")
        with path.open("rb") as content:
            if not content.read(1):
                raise IlsError(f"The file {path} is empty; check the export that writes it.")
    except OSError as problem:
        raise unreadable(path, problem) from None


def unreadable(path: Path, problem: Exception) -> IlsError:
    """Return the error for a file that the system does not give us, or that is broken.

    >>> print(unreadable(Path("p.csv"), PermissionError(13, "Permission denied")))
    The file p.csv cannot be read (Permission denied); check that it is whole and that this user may read it.
    """
    reason = getattr(problem, "strerror", None) or str(problem).splitlines()[0].rstrip(".")
    return IlsError(
        f"The file {path} cannot be read ({reason}); check that it is whole and that this user may read it."
    )


@contextmanager
def reading(source: Source) -> Iterator[None]:
    """Turn what the system says about a file into an IlsError that names it."""
    try:
        yield
    except (OSError, EOFError, zlib.error, UnicodeError) as problem:
        raise unreadable(source.path, problem) from problem


def stamps(sources: Sequence[Source]) -> tuple[Stamp, ...]:
    """Return the state of every file, to compare with later."""
    return tuple(stamp_of(each.path) for each in sources)


def refuse_changed(before: Sequence[Stamp]) -> None:
    """Raise IlsError if a file is not as it was."""
    for stamp in before:
        if stamp != stamp_of(stamp[0]):
            raise changed(stamp[0])


def digest(sources: Sequence[Source]) -> str:
    """Return the sha256 over the bytes of all files, in order, as 64 hexadecimal digits."""
    total = hashlib.sha256()
    for source in sources:
        with reading(source), source.path.open("rb") as content:
            while chunk := content.read(1 << 20):
                total.update(chunk)
    return total.hexdigest()
