"""Processes of the tests' own that begin with what they need imported already: importing takes longer than most of what they do."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from typing import Any

_context = multiprocessing.get_context("forkserver")
# One server of forks serves a test process, and knows what to import when the first child is asked for.
_context.set_forkserver_preload(
    """
    pandas pyarrow.pandas_compat pyarrow.parquet sqlglot.generators.duckdb
    synckit.run synckit.runner synckit.store synckit.workspace
    streamlit.testing.v1 streamlit.web.bootstrap streamlit.web.cli synckit.ui.library synckit.ui.navigation
    """.split()
)
Pipe = _context.Pipe


def process(target: Callable[..., object], *given: Any, daemon: bool = False) -> ForkServerProcess:
    """Return a process that calls `target`, not begun yet. Its environment is the one of the first child."""
    return _context.Process(target=target, args=given, daemon=daemon)
