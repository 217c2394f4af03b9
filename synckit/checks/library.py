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
from typing import TYPE_CHECKING, Any

from synckit import errors
from synckit.checks import Check

if TYPE_CHECKING:
    import pandas as pd

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
    from great_expectations.expectations.expectation import ColumnMapExpectation

    kind = _kind(check)
    if by_row and not issubclass(kind, ColumnMapExpectation):
        raise errors.SuiteError(
            f"{where(check)} says nothing about single values; use one whose name begins with 'column_value'."
        )
    if "regex" in kind.__fields__ and "regex" not in check.kwargs:
        raise errors.SuiteError(f"{where(check)} lacks 'regex'; give it.")
    place = {"column": check.column} if "column" in kind.__fields__ and check.column else {}
    try:
        return kind(**{**place, **check.kwargs}, meta={**(meta or {}), "rule": check.rule, "field": key})
    except Exception as problem:  # noqa: BLE001  the library raises what its many authors thought of
        raise errors.SuiteError(
            f"{where(check)} cannot be made: {_complaints(problem)}; correct its arguments."
        ) from None


def _kind(check: Check) -> Any:
    from great_expectations.expectations import registry

    known = registry.list_registered_expectation_implementations()
    if check.expectation not in known:
        names = [name.removeprefix("expect_") for name in known]
        raise errors.SuiteError(errors.unknown("expectation", check.expectation.removeprefix("expect_"), names))
    return registry.get_expectation_impl(check.expectation)


def _complaints(problem: Exception) -> str:
    """Return what the library has against the arguments, without quoting more than their names."""
    if not hasattr(problem, "errors"):
        return f"the library says {type(problem).__name__}"
    return ", ".join(f"'{'.'.join(map(str, each['loc']))}' {each['msg']}" for each in problem.errors())


def where(check: Check) -> str:
    """Return the words that begin a message on a check."""
    return f"The expectation '{check.expectation.removeprefix('expect_')}' on '{check.column}'"


def evaluated(result: Any, check: Check) -> Mapping[str, Any]:
    """Return the counts of a result; an expectation that did not really run raises SuiteError."""
    information = result.exception_info or {}
    parts = [information] if "raised_exception" in information else list(information.values())
    counts = result.result or {}
    if any(part.get("raised_exception") for part in parts if isinstance(part, Mapping)) or (
        not result.success and not counts.get("element_count") and "observed_value" not in counts
    ):
        raise errors.SuiteError(
            f"{where(check)} could not run, so nothing was judged; correct its arguments or take it out."
        )
    return counts


def compares_numbers(expectation: str, arguments: Mapping[str, Any]) -> bool:
    """Say whether an expectation needs its column as numbers, for its bounds are numbers."""
    bounds = [arguments.get(name) for name in ("min_value", "max_value")]
    return expectation == "expect_column_values_to_be_between" and any(
        isinstance(bound, (int, float)) for bound in bounds
    )


def as_numbers(check: Check, texts: pd.Series) -> pd.Series:
    """Return a column of text as numbers. Raises SuiteError, which does not quote the value."""
    import pandas as pd

    try:
        return pd.to_numeric(texts, errors="raise").astype("float64")
    except (ValueError, TypeError):
        raise errors.SuiteError(
            f"{where(check)} compares numbers, and the field holds text that is none; expect it of an integer or number field."
        ) from None
