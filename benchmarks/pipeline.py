"""The product against the floor: three scenarios, taken in turn, each run in a fresh process.

A ratio is the median of the ratios of neighbouring runs, so that a busy machine slows both sides of it alike.
"""

import json
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import floor, job, product


@dataclass(frozen=True)
class Timing:
    """One timed run: wall seconds, imports not counted, and the largest process in MB."""

    seconds: float
    peak_mb: int


def measure(patrons: int, folder: Path, repeat: int = 3) -> dict[str, object]:
    """Return seconds and ratio of each scenario, medians of `repeat` pairs, and the product's peak in MB."""
    folder.mkdir(parents=True, exist_ok=True)
    _child("benchmarks.job", patrons, folder)
    pairs: dict[str, list[tuple[Timing, Timing]]] = {scenario: [] for scenario in job.SCENARIOS}
    for round_ in range(repeat):
        for scenario, taken in pairs.items():
            taken.append((_floor(scenario, patrons, folder), _product(scenario, patrons, folder)))
            say(
                f"round {round_ + 1}, {scenario}: floor {taken[-1][0].seconds:.2f} s, synckit {taken[-1][1].seconds:.2f} s"
            )
    return {
        "patrons": patrons,
        "scenarios": {scenario: _scenario(taken) for scenario, taken in pairs.items()},
        "peak_mb": max(ours.peak_mb for taken in pairs.values() for _, ours in taken),
    }


def table(result: dict[str, object]) -> str:
    """Return the result as a Markdown table."""
    scenarios = result["scenarios"]
    if not isinstance(scenarios, dict):
        raise TypeError("not the result of measure()")
    lines = ["| scenario | seconds | times the floor |", "|---|---|---|"]
    lines += [
        f"| {job.SCENARIOS[name]} | {row['seconds']} | {row['ratio_to_floor']} |" for name, row in scenarios.items()
    ]
    return "\n".join([f"{result['patrons']:,} patrons, largest process {result['peak_mb']} MB", "", *lines])


def say(line: str) -> None:
    """Tell of progress, on stderr."""
    print(line, file=sys.stderr, flush=True)


def _scenario(taken: list[tuple[Timing, Timing]]) -> dict[str, float]:
    return {
        "ratio_to_floor": round(statistics.median(ours.seconds / least.seconds for least, ours in taken), 2),
        "seconds": round(statistics.median(ours.seconds for _, ours in taken), 3),
    }


def _floor(scenario: str, patrons: int, folder: Path) -> Timing:
    path = folder / f"floor_{patrons}.duckdb"
    _child(floor.__name__, "prepare", scenario, patrons, folder, path)
    timing = _timing(_child(floor.__name__, "timed", scenario, patrons, folder, path))
    path.unlink()
    return timing


def _product(scenario: str, patrons: int, folder: Path) -> Timing:
    home = folder / f"workspace_{patrons}"
    product.prepare(scenario, patrons, folder, home)
    timing = _timing(_child(product.__name__, home))
    product.remove(home)
    return timing


def _child(module: str, *arguments: object) -> str:
    """Run a module of ours in a fresh process; return what it prints."""
    line = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(line[1:])} failed")
    return done.stdout


def _timing(printed: str) -> Timing:
    document = json.loads(printed.splitlines()[-1])
    return Timing(document["seconds"], document["peak_mb"])
