"""The server of `python -m synckit app`: the pages, and beside them signing in by cookie, readiness, and headers.

Plain `streamlit run streamlit_app.py` serves the same pages; what it lacks is the cookie that a script cannot read, the
headers, and the readiness that a monitor asks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import bootstrap

from synckit import errors
from synckit.access import signing_in
from synckit.ui import callers, cookies, doorkeeper, library, quiet
from synckit.ui.headers import Headers
from synckit.ui.shown import escaped
from synckit.ui.words import users as text

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "streamlit_app.py"


def _listed(given: str) -> list[str]:
    return [each.strip() for each in given.split(",")]


_SETTINGS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "SERVER_ADDRESS": ("server.address", str.strip),
    "SERVER_PORT": ("server.port", int),
    "SERVER_ALLOWED_HOSTS": ("server.allowedHosts", _listed),
    "SERVER_BASE_URL_PATH": ("server.baseUrlPath", str.strip),
    "SECRETS_FILES": ("secrets.files", _listed),
}


def main() -> None:
    """Serve; what is refused is one sentence and exit code 2."""
    try:
        serve()
    except errors.SynckitError as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        sys.exit(problem.exit_code)


def serve() -> None:
    """Serve until the process ends, as .streamlit/config.toml and the environment's STREAMLIT_… say.

    Raises `Refused` where other computers could reach it and nobody could sign in.
    """
    given = settings(os.environ)
    bootstrap.load_config_options(given)
    refuse_open_house()
    made().run(config=given)


def settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that the environment gives; `streamlit run` reads them, an app of its own does not.

    >>> settings({"STREAMLIT_SERVER_PORT": "8600", "STREAMLIT_SERVER_ALLOWED_HOSTS": "a.example.org, b.example.org"})
    {'server.port': 8600, 'server.allowedHosts': ['a.example.org', 'b.example.org']}
    """
    return {
        key: read(environment[f"STREAMLIT_{name}"])
        for name, (key, read) in _SETTINGS.items()
        if environment.get(f"STREAMLIT_{name}", "").strip()
    }


def refuse_open_house() -> None:
    """Raise `Refused` where other computers could reach the app and nobody could sign in."""
    if callers.listens_here_alone():
        return
    if not (library.exists() and signing_in.anybody(library.opened().workspace.home.store)):
        raise errors.Refused(text.OPEN_HOUSE)


def made() -> st.App:
    """Return the app."""
    quiet.hush()
    cookies.give()
    # Else the first address after a start, when it is not /, would run its page without streamlit_app.py, and so
    # without sign-in; Streamlit has no public switch for it.
    PagesManager.uses_pages_directory = False
    return st.App(PAGE, routes=_routes(), middleware=_middleware(), on_script_error=_defect)


def _routes() -> list[Route]:
    base = cookies.base()
    return [
        Route(f"{base}/auth/login", doorkeeper.login, methods=["POST"]),
        Route(f"{base}/auth/logout", doorkeeper.logout, methods=["POST"]),
        Route(f"{base}/api/ready", doorkeeper.ready),
    ]


def _middleware() -> list[Middleware]:
    hosts = config.get_option("server.allowedHosts") or ["*"]
    return [Middleware(Headers), Middleware(TrustedHostMiddleware, allowed_hosts=[*hosts], www_redirect=False)]


def _defect(error: Exception) -> bool:
    """Say on the page that it was no fault of who looks at it; the text of the error stays here."""
    st.error(escaped(text.DEFECT.format(kind=type(error).__name__)))
    return True
