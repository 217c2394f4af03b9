"""What happened and what goes on: the runner's health, the last runs, and the audit."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from synckit.ui import words
from synckit.ui.library import Library
from synckit.ui.shown import moment
from synckit.ui.tables import table

LAST = 200


def health(library: Library) -> None:
    """Show whether a runner is at work, and when it last gave a sign of life."""
    found = library.workspace.runner_health()
    beat = words.LAST_BEAT.format(at=moment(found["heartbeat"], library.zone)) if found["heartbeat"] else ""
    if found["working"]:
        st.success(f"{words.RUNNER_WORKS} {beat}", icon=":material/check_circle:")
        return
    with st.container(border=True, key="no-runner"):
        st.markdown(f"**{words.NO_RUNNER}** {beat}")
        st.write(words.NO_RUNNER_SAYS)
        st.code(words.RUNNER_COMMAND, language=None)


def runs(library: Library) -> None:
    """Show the last runs of all syncs."""
    found = library.workspace.runs(limit=LAST)
    rows = [
        {
            "run": str(run["run"]),
            "sync": run["sync"],
            "status": words.STATUSES["undone" if run["undone"] else run["status"]],
            "started": moment(run["started"], library.zone),
            "created": run["counts"]["created"],
            "updated": run["counts"]["updated"],
            "errors": run["findings"],
        }
        for run in found
    ]
    table(pd.DataFrame(rows).rename(columns=words.RUN_COLUMNS), words.RUNS, words.NO_RUNS)


def audit(library: Library) -> None:
    """Show who did what, the newest first."""
    found = library.workspace.audit(LAST)
    rows = [
        {
            "at": moment(line.at, library.zone),
            "actor": line.actor,
            "action": line.action,
            "subject": line.subject or "",
            "detail": line.detail or "",
        }
        for line in found
    ]
    table(pd.DataFrame(rows).rename(columns=words.AUDIT_COLUMNS), words.AUDIT, words.NO_AUDIT)
