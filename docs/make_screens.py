"""Makes the pictures of the README from the running app on the sample library: `make screens`."""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import synckit  # noqa: E402
from benchmarks.pages import BROWSERS, SWITCHES, served  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
SYNC = "Students nightly"
PATIENCE = 60_000


def prepared(home: Path) -> int:
    """Make a sample library in which syncs ran, one is scheduled, and return the id of a draft."""
    with synckit.open(home, sample=True) as ws:
        for name in (SYNC, "Faculty contact details", SYNC):
            ws.sync(name).run()
        ws.sync("New students").schedule(date="2099-01-05", time="02:30", every="1 day")
        return ws.duplicate(SYNC)


def main() -> None:
    """Take the pictures, wide and narrow."""
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    path = next(found for found in map(shutil.which, BROWSERS) if found)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        draft = prepared(Path(folder) / "library")
        shots = {
            "data-syncs": "/",
            "filter": f"/edit_sync?draft={draft}&step=2",
            "map": f"/edit_sync?draft={draft}&step=3",
            "review": f"/edit_sync?draft={draft}&step=4",
            "results": "/results?sync=Students nightly&run=1&view=charts",
        }
        with served(ROOT / "streamlit_app.py", Path(folder) / "library") as address:
            browser = driver.chromium.launch(executable_path=path, headless=True, args=SWITCHES)
            for name, page in shots.items():
                take(browser, address + page, PICTURES / f"{name}.png")
            browser.close()


def take(browser: Any, address: str, target: Path) -> None:
    """Take one picture once the page rests."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    page.wait_for_selector("[data-testid='stMain'] h1", timeout=PATIENCE)
    page.wait_for_timeout(4000)  # what pages find out beside their drawing, and fonts
    page.wait_for_function("() => !document.querySelector('main [data-testid=stSkeleton]')", timeout=PATIENCE)
    page.wait_for_selector("[data-testid='stApp'][data-test-script-state='notRunning']", timeout=PATIENCE)
    page.screenshot(path=str(target))
    page.close()
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
