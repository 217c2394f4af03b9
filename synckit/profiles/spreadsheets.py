"""CSV that spreadsheets read as it is: cells guarded, some thousand rows at a time, there as a whole or not at all."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from synckit import errors
from synckit.profiles import guards

BOM = b"\xef\xbb\xbf"
"""By it Excel knows that the letters are UTF-8; an import passes over it."""
Rows = list[tuple[Any, ...]]


@contextmanager
def placed(target: Path) -> Iterator[IO[bytes]]:
    """Give a file of its own name, for its owner only, that takes the target's place when the block ends well."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_NOFOLLOW, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as problem:
        raise errors.Refused(
            f"{target} cannot be written ({problem.strerror or problem}); choose another place."
        ) from problem
    finally:
        draft.unlink(missing_ok=True)


def write(file: IO[bytes], header: Sequence[str], chunks: Iterable[Rows], delimiter: str = ",") -> int:
    """Write a header and rows, and return how many rows there are."""
    # With "\n" alone Python's csv would leave a cell that holds a carriage return without quotes.
    text = io.TextIOWrapper(file, "utf-8", newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    count = 0
    for rows in chunks:
        writer.writerows(rows)
        count += len(rows)
    text.flush()
    text.detach()
    return count


def guarded(rows: Rows) -> Rows:
    """Return rows of text with a quote before every cell that a spreadsheet would run; there is at least one row.

    >>> guarded([("=1+1", None), ("ok", "@x")])
    [("'=1+1", None), ('ok', "'@x")]
    """
    import pyarrow as pa

    cells = [guards.guarded(pa.array(column, pa.string())).to_pylist() for column in zip(*rows, strict=True)]
    return [*zip(*cells, strict=True)]
