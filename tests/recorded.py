"""Where recorded answers of real library systems are, when they are there: they are no part of the project."""

import os
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("SYNCKIT_FIXTURES") or Path(__file__).resolve().parents[2] / "shared" / "fixtures")


def recorded(name: str) -> Path:
    """Return the path of a recorded answer, or skip the test."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"no recorded answers: there is no {name} in the folder that SYNCKIT_FIXTURES names")
    return path
