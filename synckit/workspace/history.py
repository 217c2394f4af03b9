"""Runs and audit as Activity shows them: one page of them, and how many pages there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from synckit import report
from synckit.run import Home
from synckit.store import history
from synckit.store.audit import Line

PAGE = 25
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Page(Generic[_Row]):
    """Some rows of many."""

    rows: list[_Row]
    total: int
    """How many there are on all pages."""

    @property
    def pages(self) -> int:
        """How many pages there are, at least one.

        >>> Page([], 0).pages, Page([], 25).pages, Page([], 26).pages
        (1, 1, 2)
        """
        return max(1, -(-self.total // PAGE))


def runs(home: Home, sync: str | None, status: str | None, page: int) -> Page[dict[str, Any]]:
    """Return a page of run documents; a page that there is not is empty."""
    with home.store.read() as conn:
        found, total = history.runs(conn, sync, status, PAGE, PAGE * (max(page, 1) - 1))
    return Page([report.told(saved, name) for saved, name in found], total)


def audit(home: Home, actor: str | None, action: str | None, page: int) -> Page[Line]:
    """Return a page of the audit; a page that there is not is empty."""
    with home.store.read() as conn:
        return Page(*history.audit(conn, actor, action, PAGE, PAGE * (max(page, 1) - 1)))


def who_and_what(home: Home) -> tuple[list[str], list[str]]:
    """Return the people and the actions that the audit can be asked for."""
    with home.store.read() as conn:
        return history.actors(conn), history.actions(conn)
