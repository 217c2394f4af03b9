"""Step 4, Review & Execute: what a run would do, and the buttons that run or schedule it."""

from __future__ import annotations

from synckit.ui.library import Library
from synckit.ui.wizard.model import Session


def show(here: Library, session: Session) -> None:
    """Show the step."""
