"""What columns are called that have one width in every table."""

from __future__ import annotations

PROFILE = "Profile"
BEFORE, AFTER = "Before", "After"
WHAT_TO_DO = "What to do"
