"""The checks as a real Great Expectations suite: to read, to export, to run and to show as Data Docs.

The plan judges by its own masks (`synckit.checks`); here Great Expectations itself answers for what has no
mask, and for the whole suite when somebody asks. The library takes seconds to load, so it is loaded inside
the functions, with its usage reports off. Nothing that it keeps or says holds a value of a patron.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from synckit import errors
from synckit.checks import Check, checks
from synckit.checks.library import as_numbers, compares_numbers, evaluated, expectation_of, silence, where, working
from synckit.checks.validation import Validation, validate
from synckit.fields import ProfileField

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Validation", "export", "from_export", "suite", "unexpected", "validate"]

Suite = Any
"""A `great_expectations.ExpectationSuite`."""

ROW = "_row"
"""Column that carries the patron's row number through Great Expectations."""

ROWS_WANTED = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": [ROW],
    "return_unexpected_index_query": False,
    "exclude_unexpected_values": True,
    "partial_unexpected_count": 0,
}


def suite(name: str, fields: Sequence[ProfileField], added: Sequence[Check] = ()) -> Suite:
    """Return the suite of the fields' rules and of a sync's added expectations.

    Each expectation says in its `meta` which field and rule it stands for. Raises SuiteError.

    >>> [each.expectation_type for each in suite("Students", [ProfileField("city", required=True)]).expectations]
    ['expect_column_value_lengths_to_be_between', 'expect_column_values_to_not_be_null']
    """
    keys = {field.column: field.key for field in fields}
    found = [check for field in fields for check in (*checks(field), *_of_the_profile(field, keys))]
    with working() as gx:
        expectations = [expectation_of(check, keys.get(check.column, check.column)) for check in (*found, *added)]
        return gx.ExpectationSuite(name=name, expectations=expectations)


def _of_the_profile(field: ProfileField, present: Collection[str]) -> list[Check]:
    """Return the rules that only the profiles as a whole can break; one type's needs the type itself beside it."""
    found = []
    if field.required and (field.profile_type is None or "type" in present):
        found.append(Check("required", field.column, "expect_column_values_to_not_be_null", _of_type(field)))
    if field.unique:
        found.append(Check("not_unique", field.column, "expect_column_values_to_be_unique"))
    return found


def _of_type(field: ProfileField) -> dict[str, Any]:
    if field.profile_type is None:
        return {}
    return {"row_condition": f"type == {json.dumps(field.profile_type)}", "condition_parser": "pandas"}


def export(made: Suite) -> str:
    """Return a suite as the JSON text that Great Expectations itself writes and reads."""
    return json.dumps(made.to_json_dict(), indent=2, ensure_ascii=False)


def from_export(text: str) -> Suite:
    """Return the suite of what `export` wrote, or of an analyst's own file. Raises SuiteError."""
    try:
        given = json.loads(text)
        name, rows = str(given["name"]), [dict(each) for each in given["expectations"]]
    except (ValueError, KeyError, TypeError) as problem:
        raise errors.SuiteError("The text is no exported suite; give the JSON that 'export' wrote.") from problem
    with working() as gx:
        return gx.ExpectationSuite(name=name, expectations=[_read(row) for row in rows])


def _read(row: Mapping[str, Any]) -> Any:
    kwargs, meta, kind = dict(row.get("kwargs") or {}), dict(row.get("meta") or {}), str(row.get("type"))
    column = str(kwargs.pop("column", ""))
    check = Check(str(meta.get("rule", kind.removeprefix("expect_"))), column, kind, kwargs)
    return expectation_of(check, str(meta.get("field", column)), meta)


def unexpected(frame: pd.DataFrame, wanted: Sequence[Check]) -> dict[int, list[Any]]:
    """Return, for each check by its place, the index labels of the rows whose value breaks it.

    `frame` has one row a candidate, a column of canonical text a profile column, and the patron's row number
    as its index; it may be empty. A null breaks nothing unless the expectation says so, and a check whose
    `mostly` is met is broken by no row. Raises SuiteError when an expectation could not run.

    >>> import pandas as pd
    >>> equal = Check("column_value_lengths_to_equal", "zip", "expect_column_value_lengths_to_equal", {"value": 5})
    >>> unexpected(pd.DataFrame({"zip": ["10001", "123", None]}, index=[7, 8, 9]), [equal])
    {0: [8]}
    """
    if not wanted:
        return {}
    with working() as gx:
        made = [expectation_of(check, check.column, by_row=True) for check in wanted]
        batches = _Batches(gx.get_context(mode="ephemeral"), frame)
        return {place: batches.rows(check, each) for place, (check, each) in enumerate(zip(wanted, made, strict=True))}


class _Batches:
    """The candidates inside Great Expectations: as text, or with one column as numbers."""

    def __init__(self, context: Any, frame: pd.DataFrame) -> None:
        silence(context)
        self._frame = frame.rename_axis(index=ROW).reset_index()
        source = context.data_sources.add_pandas("candidates")
        self._definition = source.add_dataframe_asset("candidates").add_batch_definition_whole_dataframe("all")

    def rows(self, check: Check, expectation: Any) -> list[Any]:
        data = self._frame
        _columns_known(check, data.columns)
        if compares_numbers(check.expectation, check.kwargs):
            data = data.assign(**{check.column: as_numbers(check, data[check.column])})
        batch = self._definition.get_batch({"dataframe": data})
        result = batch.validate(expectation, result_format=ROWS_WANTED)
        found = evaluated(result, check)
        return [] if result.success else _labels(found.get("unexpected_index_list") or [])


def _labels(index_list: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return the row numbers: the library lists them one by one, or all in one when values are left out."""
    found: list[Any] = []
    for each in index_list:
        given = each[ROW]
        found += given if isinstance(given, list) else [given]
    return [label.item() if hasattr(label, "item") else label for label in found]


def _columns_known(check: Check, columns: Sequence[str]) -> None:
    if check.column not in columns:
        raise errors.SuiteError(
            f"{where(check)} cannot run: nothing is mapped to that field; map it or take the expectation out."
        )
