"""Patrons a second of each library system's connector, as a ratio to a bare loop of requests over the same pages.

The server is an emulator in a process of its own whose pages are made ahead, without and with a delay of 200 ms before
each page. Connector and loop run in turn, each in a fresh process; ratios are medians.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

KINDS = ("alma", "symphony", "sierra", "koha")
DELAYS = (0.0, 0.2)
LATE = {"alma": 3200, "symphony": 7200, "sierra": 40_000, "koha": 10_000}
"""With a delay some forty pages do, or the loop takes for ever."""


def measure(patrons: int, repeat: int) -> dict[str, Any]:
    """Return for each system and delay the connector's patrons a second, its ratio to the loop, and its peak in MB."""
    found = {}
    for kind in KINDS:
        for delay in DELAYS:
            number = LATE[kind] if delay else patrons
            found[f"{kind} {delay * 1000:.0f} ms"] = _measured(kind, number, delay, repeat)
    return {"patrons": patrons, "systems": found}


def _measured(kind: str, patrons: int, delay: float, repeat: int) -> dict[str, Any]:
    with _served(kind, patrons, delay) as given:
        warm = _read("warm", given)
        given |= {"asked": warm["asked"], "patrons": warm["patrons"]}
        pairs = [(_read("bare", given), _read("connector", given)) for _ in range(repeat)]
    return {
        "patrons": warm["patrons"],
        "per_second": round(statistics.median(ours["patrons"] / ours["seconds"] for _, ours in pairs)),
        "ratio_to_loop": round(statistics.median(bare["seconds"] / ours["seconds"] for bare, ours in pairs), 2),
        "peak_mb": max(ours["peak_mb"] for _, ours in pairs),
        "pages": len(warm["asked"]),
    }


@contextmanager
def _served(kind: str, patrons: int, delay: float) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-m", "benchmarks.served", kind, str(patrons), str(delay)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None  # noqa: S101
        assert server.stdin is not None  # noqa: S101
        try:
            yield {"kind": kind, **json.loads(server.stdout.readline())}
        finally:
            server.stdin.close()
            server.wait(30)


def _read(what: str, given: dict[str, Any]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.reading", what]
    done = subprocess.run(command, input=json.dumps(given), stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(found: dict[str, Any]) -> str:
    """Return the figures as a table."""
    lines = [f"{'':18}{'patrons':>9}{'pages':>7}{'a second':>10}{'ratio':>7}{'peak MB':>9}"]
    for name, row in found["systems"].items():
        figures = (
            f"{row['patrons']:>9,}{row['pages']:>7}{row['per_second']:>10,}{row['ratio_to_loop']:>7}{row['peak_mb']:>9}"
        )
        lines.append(f"{name:18}{figures}")
    return "\n".join(lines)
