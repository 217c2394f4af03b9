"""The whole suite, run on demand by Great Expectations, and its Data Docs: counts only, no patron's value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse

from synckit.checks import Check
from synckit.checks.library import as_numbers, compares_numbers, evaluated, silence, working

if TYPE_CHECKING:
    import pandas as pd

COUNTS_WANTED = {
    "result_format": "SUMMARY",
    "return_unexpected_index_query": False,
    "exclude_unexpected_values": True,
    "partial_unexpected_count": 0,
}
RESULTS = ("field", "rule", "expectation", "evaluated", "unexpected", "percent")
"""The columns of `Validation.results`."""

_CALLS_HOME = re.compile(
    r"<img[^>]*great-expectations-web-assets[^>]*>|url\('https://great-expectations-web-assets[^']*'\)"
)
"""Pictures by which the library's makers count who opens a page."""


@dataclass(frozen=True)
class Validation:
    """What Great Expectations said about a frame of candidates."""

    success: bool
    results: pd.DataFrame
    """One row an expectation: field, rule, expectation, evaluated (values), unexpected (values), percent (0-100)."""
    docs: Path
    """The first page of the Data Docs."""


def validate(frame: pd.DataFrame, suite: Any, folder: Path) -> Validation:
    """Run a whole suite over candidates and write its Data Docs into `folder`, without values of patrons.

    `frame` has one row a candidate and a column of canonical text a profile column. The folder keeps earlier
    validations. Raises SuiteError when an expectation could not run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w -]", "_", suite.name)
    with working() as gx:
        copy, frame = _prepared(suite, name, frame)
        context = gx.get_context(mode="file", project_root_dir=folder)
        silence(context)
        kept = context.suites.add_or_update(copy)
        source = context.data_sources.add_or_update_pandas("candidates")
        data = source.add_dataframe_asset("candidates").add_batch_definition_whole_dataframe("all")
        run = context.validation_definitions.add_or_update(gx.ValidationDefinition(name=name, data=data, suite=kept))
        outcome = run.run(batch_parameters={"dataframe": frame}, result_format=COUNTS_WANTED)
        results = _results(outcome)
        docs = _docs(context)
    return Validation(bool(outcome.success), results, docs)


def _prepared(suite: Any, name: str, frame: pd.DataFrame) -> tuple[Any, pd.DataFrame]:
    """Return a copy of the suite that no context has marked as its own, and the frame with the numbers it compares."""
    expectations = []
    for each in suite.expectations:
        told = each.configuration
        column = told.kwargs.get("column")
        change: dict[str, Any] = {"id": None}
        if compares_numbers(told.type, told.kwargs) and column in frame:
            change["column"] = f"{column} (number)"
            frame = frame.assign(**{change["column"]: as_numbers(Check(told.type, column, told.type), frame[column])})
        expectations.append(each.copy(update=change))
    return type(suite)(name=name, expectations=expectations), frame


def _results(outcome: Any) -> pd.DataFrame:
    import pandas as pd

    rows = sorted(_rows(outcome))
    return pd.DataFrame([row[1:] for row in rows], columns=list(RESULTS))


def _rows(outcome: Any) -> Iterator[tuple[Any, ...]]:
    for place, result in enumerate(outcome.results):
        told = result.expectation_config
        meta, kind = told.meta or {}, told.type
        field = str(meta.get("field", told.kwargs.get("column", "")))
        rule = str(meta.get("rule", kind.removeprefix("expect_")))
        counts = evaluated(result, Check(rule, field, kind))
        judged = int(counts.get("element_count") or 0) - int(counts.get("missing_count") or 0)
        yield (
            place,
            field,
            rule,
            kind,
            judged,
            int(counts.get("unexpected_count") or 0),
            float(counts.get("unexpected_percent") or 0),
        )


def _docs(context: Any) -> Path:
    """Build the pages and return the first; they load nothing that tells others they were opened."""
    address = next(iter(context.build_data_docs().values()))
    first = Path(unquote(urlparse(address).path))
    for page in [*first.parent.rglob("*.html"), *first.parent.rglob("*.css")]:
        text = page.read_text(encoding="utf-8")
        page.write_text(_CALLS_HOME.sub("", text), encoding="utf-8")
    return first
