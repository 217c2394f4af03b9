"""How often a test that draws its cases plays them: some times in every run, many times with SYNCKIT_THOROUGH=1."""

from __future__ import annotations

import os


def times(usual: int, thorough: int) -> int:
    """Return how many rounds to play."""
    return thorough if os.environ.get("SYNCKIT_THOROUGH") else usual
