"""Without users: the server lets in this computer alone, however it was started."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.browser.server import ROOT, serving
from tests.browser.session import drawn
from tests.ui import library

CLOSED, OPEN = "Nobody can sign in yet", "Our patrons"


@pytest.mark.parametrize("by_command", [True, False])
def test_whoever_comes_through_a_proxy_is_refused(tmp_path, by_command):
    home = library.make(tmp_path)
    with serving(home, tmp_path / "log", by_command) as address:
        assert OPEN in drawn(address, "ils_integration")
        for headers in (
            {"X-Forwarded-For": "192.0.2.7"},
            {"Forwarded": "for=192.0.2.7"},
            {"X-Forwarded-Proto": "https"},
        ):
            said = drawn(address, "ils_integration", headers)
            assert (CLOSED in said, OPEN in said) == (True, False)


def test_a_server_that_others_reach_does_not_start_while_nobody_could_sign_in(tmp_path):
    home = library.make(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "synckit", "app", "--port", "8501", "--home", str(home)],
        cwd=ROOT,
        env={**os.environ, "STREAMLIT_SERVER_ADDRESS": "0.0.0.0"},  # noqa: S104
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, "Other computers could reach this app, and nobody could sign in" in done.stderr) == (
        2,
        True,
    )
    assert "Traceback" not in done.stderr
