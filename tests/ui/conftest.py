"""The app in memory: its entry script, on a workspace of its own."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from synckit.ui import callers, cookies
from synckit.ui import library as opened
from synckit.ui.patience import Patience
from tests.ui import library

_components = functools.cache(manifest_scanner.scan_component_manifests)
SECONDS = 5.0
"""How long a page waits for what it looks at; in the app it does not wait and looks again."""
ENTRY = Path(__file__).parents[2] / "streamlit_app.py"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """Return a function that makes a library, or takes none, and draws the first page."""
    # an app in memory has no browser; this is what one of this computer says
    monkeypatch.setattr(callers, "caller", lambda: callers.Caller("127.0.0.1:8501"))
    monkeypatch.setattr(cookies, "read", lambda: "")
    # a page that waits until all is there is drawn once, and not again and again
    monkeypatch.setattr(Patience, "spend", lambda patience, wait, at_most=0.0: wait(SECONDS))
    # each app in memory looks for components among all that is installed, which takes longer than most of its pages
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", _components)
    # the entry script takes the place of the program's own; processes that a later test starts would begin by running it
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])

    def start(home: Path | None = None, **settings: object) -> AppTest:
        folder = home if home is not None else library.make(tmp_path, **settings)  # type: ignore[arg-type]
        monkeypatch.setenv("SYNCKIT_HOME", str(folder))
        monkeypatch.delenv("SYNCKIT_STORE", raising=False)
        return AppTest.from_file(str(ENTRY), default_timeout=30).run()

    yield start
    opened._open.clear()
