"""Step 2, Filter: which patrons are taken."""

from __future__ import annotations

from synckit.ui.library import Library
from synckit.ui.wizard.model import Session


def show(here: Library, session: Session) -> None:
    """Show the step."""
