"""Step 1, Name & Setup: what the sync is called, where its patrons come from, and how it deals with them."""

from __future__ import annotations

from synckit.ui.library import Library
from synckit.ui.wizard.model import Session


def show(here: Library, session: Session) -> None:
    """Show the step."""
