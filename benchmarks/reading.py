"""One reading in a process of its own: by the connector, or by a bare loop of requests that only stores the bytes.

Both ask for the very same pages: those that the connector asked for in a first reading, which also makes the server
prepare them. `python -m benchmarks.reading warm|connector|bare` reads what it needs from stdin as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FIELDS = "ils_id barcode first_name last_name email phone patron_type expires birth_date".split()
FAST = {"requests_per_second": "1000"}


def main(what: str) -> None:
    """Read everybody and print seconds, patrons, peak and, for `warm`, the requests that were made."""
    given = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        found = _bare(given, Path(folder)) if what == "bare" else _connector(given, Path(folder), what == "warm")
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found))


def _connector(given: dict[str, Any], folder: Path, record: bool) -> dict[str, Any]:
    from synckit import ils
    from synckit.ils import door

    asked: list[Any] = []
    if record:
        once = door.Door._once

        def noted(self: Any, method: str, path: str, signed: bool, **more: Any) -> Any:
            headers = dict(self._headers()) if signed else {}
            answer = once(self, method, path, signed, **more)
            if method == "GET" and len(answer.body) > 1000:
                asked.append([f"{self._url}/{path}", more.get("params"), {**headers, **(more.get("headers") or {})}])
            return answer

        door.Door._once = noted  # type: ignore[method-assign]
    settings = {"url": given["url"], **given["set"], **FAST}
    connector = ils.connector(given["kind"], settings, given["secret"])
    connector = ils.connector(given["kind"], settings, given["secret"], connector.fields())
    # what is imported and connected once is no part of a reading
    connector.patrons(FIELDS, folder)
    asked.clear()
    begun = time.perf_counter()
    rows = connector.patrons(FIELDS, folder).rows
    return {"seconds": time.perf_counter() - begun, "patrons": rows, "asked": asked}


def _bare(given: dict[str, Any], folder: Path) -> dict[str, Any]:
    import requests

    session = requests.Session()
    session.trust_env = False
    session.get(given["asked"][0][0], headers=given["asked"][0][2], timeout=60)
    begun = time.perf_counter()
    with (folder / "bytes").open("wb") as file:
        for url, params, headers in given["asked"]:
            file.write(session.get(url, params=params, headers=headers, timeout=60).content)
    return {"seconds": time.perf_counter() - begun, "patrons": given["patrons"], "asked": []}


if __name__ == "__main__":
    main(sys.argv[1])
