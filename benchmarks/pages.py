"""The pages against an empty page: a million patrons and profiles, a thousand syncs, one browser.

First interactive paint is from asking for the address to a page that shows its title and takes clicks, its script at
rest. Each page is taken in turn with an empty page of the same server software, so a busy machine slows both alike.
Pages that look at patrons have them: the first round reads them, and reruns are timed once they are there.
Reruns are timed inside the server's Python, by Streamlit's own test harness; bytes are those of the page's WebSocket.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import synckit
from benchmarks import job, product
from synckit.store import syncs

ROOT = Path(__file__).parents[1]
EMPTY = "import streamlit as st\nst.title('Empty')\n"
SWITCHES = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 60.0
SYNCS = 1000
FILTER = [
    {"id": "c1", "field": "ptype", "operator": "in", "value": ["ST", "GR"]},
    {"id": "c2", "field": "branch", "operator": "is_not_empty"},
    {"id": "c3", "field": "created", "operator": "after", "value": "2000-01-01"},
    {"id": "c4", "field": "email", "operator": "contains", "value": "@"},
    {"id": "c5", "field": "last_name", "operator": "not_contains", "value": "x"},
]
"""Of the draft that the wizard's pages show."""
OTHERS = ("addr2", "stat1", "stat2", "stat3", "note", "status", "lang")


def measure(patrons: int, folder: Path, repeat: int) -> dict[str, Any]:
    """Return, by page, the ratio of first paints to the empty page's, seconds, and megabytes sent; and script seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    home, draft = prepared(patrons, folder)
    return {
        "patrons": patrons,
        "syncs": SYNCS,
        "pages": _paints(home, addresses(draft), folder, repeat),
        "script_seconds": scripts(home, draft),
    }


def prepared(patrons: int, folder: Path) -> tuple[Path, int]:
    """Make the workspace, unless it is there, and return it with the id of a draft in it."""
    home = folder / f"pages_{patrons}"
    if not home.exists():
        job.write_patrons(patrons, folder)
        product.prepare("first", patrons, folder, home)
        product.command(home, "run", "Floor")
        with synckit.open(home) as ws, ws.home.store.write() as conn:
            definition = ws.sync("Floor").definition.as_dict()
            for number in range(1, SYNCS):
                syncs.save(conn, {**definition, "name": f"Sync {number:04}"})
    with synckit.open(home) as ws:
        draft = ws.duplicate("Floor")
        ws.save_draft(draft, 1, {**ws.draft(draft).content, "filter": {"op": "all", "parts": FILTER}})
        return home, draft


def addresses(draft: int) -> dict[str, str]:
    """Return the address of every page, by its name."""
    return {
        "Data syncs": "/",
        "Edit: name & setup": f"/edit_sync?draft={draft}&step=1",
        "Edit: filter": f"/edit_sync?draft={draft}&step=2",
        "Edit: map": f"/edit_sync?draft={draft}&step=3",
        "Edit: review & execute": f"/edit_sync?draft={draft}&step=4",
        "Sync details": "/sync_details?sync=Floor",
        "Results": "/results?sync=Floor&run=1",
        "Results: errors": "/results?sync=Floor&run=1&view=errors",
        "Patron preview": "/patron_preview?connection=Floor",
        "Profiles": "/profiles",
        "One profile": "/profiles?profile=77",
        "Profile fields & types": "/profile_fields",
        "ILS integration": "/ils_integration",
        "Activity": "/activity",
    }


def _paints(home: Path, pages: dict[str, str], folder: Path, repeat: int) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    empty = folder / "empty.py"
    empty.write_text(EMPTY, "utf-8")
    path = next(found for found in map(shutil.which, BROWSERS) if found)
    taken: dict[str, list[tuple[float, float, int]]] = {name: [] for name in pages}
    with served(empty, home) as nothing, served(ROOT / "streamlit_app.py", home) as app, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, headless=True, args=SWITCHES)
        for round_ in range(repeat + 1):
            for name, address in pages.items():
                floor, _ = paint(browser, nothing)
                ours, sent = paint(browser, app + address)
                if round_:  # the first round warms both servers
                    taken[name].append((floor, ours, sent))
                print(f"round {round_}, {name}: empty {floor:.2f} s, ours {ours:.2f} s", file=sys.stderr, flush=True)
        browser.close()
    return {name: _page(each) for name, each in taken.items()}


def _page(taken: list[tuple[float, float, int]]) -> dict[str, float]:
    return {
        "ratio": round(statistics.median(ours / floor for floor, ours, _ in taken), 2),
        "seconds": round(statistics.median(ours for _, ours, _ in taken), 2),
        "sent_mb": round(max(sent for *_, sent in taken) / 1e6, 2),
    }


def paint(browser: Any, address: str) -> tuple[float, int]:
    """Return the seconds until a page is painted and takes clicks, and the bytes that its WebSocket brought."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    sent = [0]

    def count(frame: str | bytes) -> None:
        sent[0] += len(frame)

    page.on("websocket", lambda socket: socket.on("framereceived", count))
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("[data-testid='stMain'] h1", timeout=SECONDS * 1000)
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", timeout=SECONDS * 1000)
    seconds = time.perf_counter() - began
    page.wait_for_timeout(1500)  # what comes after the paint counts as sent
    page.close()
    return seconds, sent[0]


@contextmanager
def served(script: Path, home: Path) -> Iterator[str]:
    """Serve a script on a free port of this machine and give the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    server = subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, "SYNCKIT_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _wait(address: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - an address of this machine
                return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{address} does not answer.")


def scripts(home: Path, draft: int) -> dict[str, float]:
    """Return the seconds of a rerun of every page's script, the median of five after the first two."""
    words = [sys.executable, "-m", "benchmarks.pages", str(home), str(draft)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def _scripts(home: Path, draft: int) -> dict[str, float]:
    from urllib.parse import parse_qsl, urlsplit

    from streamlit.testing.v1 import AppTest

    from synckit.ui import callers, cookies, library, navigation

    os.environ["SYNCKIT_HOME"] = str(home)
    # the harness has no browser; this is what one of this computer says
    callers.caller = lambda: callers.Caller("127.0.0.1")
    cookies.read = lambda: ""
    files = {
        Path(file).stem: file for file in vars(navigation).values() if isinstance(file, str) and file.endswith(".py")
    }
    found = {}
    for name, address in addresses(draft).items():
        parts = urlsplit(address)
        at = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
        at.run()
        if parts.path != "/":
            at.switch_page(str(navigation.page(files[parts.path.strip("/")])))
        for key, value in parse_qsl(parts.query):
            at.query_params[key] = value
        at.run()
        while any("…" in each.value for each in at.caption):  # until what the page looks at beside it is there
            time.sleep(0.1)
            at.run()
        found[name] = _reruns(at, name, lambda at, number: at)
        if name in EDITS:
            found[f"{name}, edited"] = _reruns(at, name, EDITS[name])
    library.opened().close()
    return found


def _reruns(at: Any, name: str, edit: Callable[[Any, int], Any]) -> float:
    taken = []
    for number in range(7):
        edit(at, number)
        began = time.perf_counter()
        at.run()
        taken.append(time.perf_counter() - began)
        if at.exception:
            sys.exit(f"{name} ended with an error")
    return round(statistics.median(taken[2:]), 3)


def _labelled(elements: Any, label: str) -> Any:
    return next(each for each in elements if each.label == label)


EDITS: dict[str, Callable[[Any, int], Any]] = {
    "Edit: name & setup": lambda at, number: _labelled(at.text_input, "Name").set_value(f"Floor {number}"),
    "Edit: filter": lambda at, number: _labelled(at.text_input, "Value 4").set_value(f"user{number}"),
    "Edit: map": lambda at, number: _labelled(at.multiselect, "ILS Field 3").set_value([OTHERS[number]]),
}
"""What somebody changes between two drawings, something new each time: no look at it can be there yet."""


def table(result: dict[str, Any]) -> str:
    """Return the result as a Markdown table."""
    lines = [
        "| page | first paint, times an empty page | seconds | MB sent | rerun of the script, s | after an edit, s |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {row['ratio']} | {row['seconds']} | {row['sent_mb']} | {result['script_seconds'][name]} |"
        f" {result['script_seconds'].get(f'{name}, edited', '')} |"
        for name, row in result["pages"].items()
    ]
    return "\n".join([f"{result['patrons']:,} patrons, {result['syncs']:,} syncs", "", *lines])


if __name__ == "__main__":
    print(json.dumps(_scripts(Path(sys.argv[1]), int(sys.argv[2]))))
