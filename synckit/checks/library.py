"""The door to Great Expectations: loading it late and quietly, its own objects, and whether they really ran.

The library takes seconds to load and keeps its current context in a global, so it is loaded when it is
needed and used by one thread at a time. What it says of a failure may quote values of patrons, so its
words are not passed on.
"""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from synckit import errors
from synckit.checks import Check

_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def working() -> Iterator[ModuleType]:
    """Give the loaded library for one piece of work, with its warnings and usage reports off."""
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.environ["GX_ANALYTICS_ENABLED"] = "false"
        import great_expectations

        yield great_expectations


def silence(context: Any) -> None:
    """Switch the progress bars of a context off."""
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}


def expectation_of(check: Check, key: str, meta: Mapping[str, Any] | None = None, by_row: bool = False) -> Any:
    """Return the library's own object of a check."""
    from great_expectations.expectations import expectation as kinds
    from great_expectations.expectations.registry import get_expectation_impl, list_registered_expectation_implementations

    known = list_registered_expectation_implementations()
    if check.expectation not in known:
        names = [name.removeprefix("expect_") for name in known]
        raise errors.SuiteError(errors.unknown("expectation", check.expectation.removeprefix("expect_"), names))
    kind = get_expectation_impl(check.expectation)
    if by_row and not issubclass(kind, kinds.ColumnMapExpectation):
        raise errors.SuiteError(f"{where(check)} says nothing about single values; use one whose name begins with 'column_value'.")
    if "regex" in kind.__fields__ and "regex" not in check.kwargs:
        raise errors.SuiteError(f"{where(check)} lacks 'regex'; give it.")
    place = {"column": check.column} if "column" in kind.__fields__ and check.column else {}
    try:
        return kind(**{**place, **check.kwargs}, meta={**(meta or {}), "rule": check.rule, "field": key})
    except Exception as problem:
        raise errors.SuiteError(f"{where(check)} cannot be made: {_complaints(problem)}; correct its arguments.") from None


def _complaints(problem: Exception) -> str:
    """Return what the library has against the arguments, without quoting more than their names."""
    if not hasattr(problem, "errors"):
        return f"the library says {type(problem).__name__}"
    return ", ".join(f"'{'.'.join(map(str, each['loc']))}' {each['msg']}" for each in problem.errors())


def where(check: Check) -> str:
    return f"The expectation '{check.expectation.removeprefix('expect_')}' on '{check.column}'"


def evaluated(result: Any, check: Check) -> Mapping[str, Any]:
    """Return the counts of a result; an expectation that did not really run raises SuiteError."""
    information = result.exception_info or {}
    parts = [information] if "raised_exception" in information else list(information.values())
    counts = result.result or {}
    if any(part.get("raised_exception") for part in parts if isinstance(part, Mapping)) or (
        not result.success and not counts.get("element_count") and "observed_value" not in counts
    ):
        raise errors.SuiteError(f"{where(check)} could not run, so nothing was judged; correct its arguments or take it out.")
    return counts
