"""The product's side of the job: a workspace of its own, set up as a library would do it, and one timed sync.

Setting up goes through the command line, in processes of their own, so that nothing of it is in the timed one.
The connection reads one fixed path; the patrons of the scenario are put there before each sync.
"""

import contextlib
import importlib
import json
import pkgutil
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import job

APART = ("synckit.ui", "synckit.emulators", "synckit.cli", "synckit.runner", "synckit.__main__")
"""What a sync never loads."""


def command(home: Path, *arguments: str) -> dict[str, object]:
    """Run `python -m synckit` in `home`; return the JSON document that it prints."""
    line = [sys.executable, "-m", "synckit", "--home", str(home), "--json", *arguments]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(line[2:])} ended with {done.returncode}: {done.stderr.strip() or done.stdout.strip()}")
    last = done.stdout.strip().splitlines()[-1:] or ["{}"]
    return dict(json.loads(last[0])) if last[0].startswith("{") else {}


def prepare(scenario: str, patrons: int, folder: Path, home: Path) -> None:
    """Make a workspace at `home` with the profiles that the scenario begins with."""
    shutil.rmtree(home, ignore_errors=True)
    command(home, "init")
    current = home.parent / f"{home.name}_patrons.parquet"
    shutil.copyfile(
        job.base_file(patrons, folder) if scenario == "changed" else job.patrons_file(patrons, folder), current
    )
    settings = {"path": str(current), **job.CONNECTION}
    command(home, "connection", "add", "Floor", "--kind", "files", *(f"--set={k}={v}" for k, v in settings.items()))
    for words, document in ((("fields", "import"), job.FIELDS), (("sync", "import"), job.SYNC)):
        file = home.parent / f"{home.name}_{words[0]}.yaml"
        file.write_text(job.as_yaml(document), encoding="utf-8")
        command(home, *words, str(file))
    if scenario != "first":
        command(home, "run", "Floor")
        shutil.copyfile(job.patrons_file(patrons, folder), current)


def remove(home: Path) -> None:
    """Remove the workspace and the files beside it."""
    shutil.rmtree(home, ignore_errors=True)
    for file in home.parent.glob(f"{home.name}_*"):
        file.unlink()


def timed(home: Path) -> dict[str, object]:
    """Run the sync; return its seconds, from patrons on disk to all committed, the peak in MB, and the counts."""
    _load_everything()
    synckit = importlib.import_module("synckit")
    workspace = synckit.open(home)
    sync = workspace.sync("Floor")
    began = time.perf_counter()
    run = sync.run()
    seconds = time.perf_counter() - began
    if str(run.status) != "complete":
        sys.exit(f"the sync ended as {run.status}, not complete")
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"seconds": seconds, "peak_mb": largest // 1024}


def _load_everything() -> None:
    """Import every module of the product that a sync may use, so that no import is in the timed part."""
    package = importlib.import_module("synckit")
    for found in pkgutil.walk_packages(package.__path__, "synckit."):
        if not found.name.startswith(APART):
            importlib.import_module(found.name)
    for outside in ("duckdb", "pandas", "pyarrow", "pyarrow.parquet", "sqlalchemy", "sqlglot", "rich.progress"):
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module(outside)


if __name__ == "__main__":
    print(json.dumps(timed(Path(sys.argv[1]))))
