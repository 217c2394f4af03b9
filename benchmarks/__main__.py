"""`python -m benchmarks pipeline|agree|extract|soak|pages`: the last line of stdout is the result."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from benchmarks import agree, extract, pages, pipeline, soak


def main() -> int:
    """Run one benchmark; return 1 when `agree` finds a difference."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as made:
        folder = (arguments.data or Path(made)).resolve()
        if arguments.benchmark == "agree":
            count = agree.run(arguments.patrons, folder)
            print(json.dumps({"patrons": arguments.patrons, "differences": count}))
            return 1 if count else 0
        if arguments.benchmark == "soak":
            told = soak.measure(arguments.syncs, arguments.days, folder)
            print(json.dumps(told))
            return 0 if told["unaccounted"] == 0 else 1
        if arguments.benchmark == "pages":
            shown = pages.measure(arguments.patrons, folder, arguments.repeat)
            if not arguments.json:
                print(pages.table(shown))
            print(json.dumps(shown))
            return 0
        if arguments.benchmark == "extract":
            found = extract.measure(arguments.patrons, arguments.repeat)
            if not arguments.json:
                print(extract.table(found))
            print(json.dumps(found))
            return 0
        result = pipeline.measure(arguments.patrons, folder, arguments.repeat)
    if not arguments.json:
        print(pipeline.table(result))
    print(json.dumps(result))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="The speed tables, re-runnable.")
    parser.add_argument("benchmark", choices=("pipeline", "agree", "extract", "soak", "pages"))
    parser.add_argument("--patrons", type=int, default=100_000)
    parser.add_argument("--syncs", type=int, default=1000, help="recurring syncs (soak)")
    parser.add_argument("--days", type=int, default=365, help="simulated days (soak)")
    parser.add_argument("--repeat", type=int, default=3, help="pairs a scenario (pipeline, extract, pages); default 3")
    parser.add_argument("--data", type=Path, help="keep patrons and workspaces here; default a temporary folder")
    parser.add_argument("--json", action="store_true", help="print the one line of JSON only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
