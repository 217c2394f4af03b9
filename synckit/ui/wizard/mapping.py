"""Step 3, Map: which field goes where."""

from __future__ import annotations

from synckit.ui.library import Library
from synckit.ui.wizard.model import Session


def show(here: Library, session: Session) -> None:
    """Show the step."""
