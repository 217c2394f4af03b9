"""The steps of a mapping: each a function of one text expression, and of its arguments.

A step gets text that is not empty and without outer blanks. What it turns into nothing (null or '') is an
incorrect value, so a step answers null where it cannot do its work. Steps of `DUCKDB_ONLY` may differ on
another engine for some input (letters that change their length with their case, date formats).
"""

from __future__ import annotations

from collections.abc import Callable

from synckit.engine import vocabulary
from synckit.engine.expressions import Expression, sql

DUCKDB_ONLY = frozenset({"upper", "title", "date"})

_WORD = rf"[^{vocabulary.BLANKS}'’-]+|[{vocabulary.BLANKS}'’-]+"


def _title(text: Expression) -> Expression:
    word = sql("upper(left(word, 1)) || lower(substring(word, 2))")
    return sql(
        "array_to_string(list_transform(regexp_extract_all({x}, {p}), lambda word: {word}), '')",
        x=text,
        p=_WORD,
        word=word,
    )


def _phone(text: Expression) -> Expression:
    digits = sql("regexp_replace({x}, '[^0-9]', '', 'g')", x=text)
    return sql(
        "case when {ok} then case when {x} like '%+%' then '+' else '' end || {digits} end",
        ok=vocabulary.matches(text, vocabulary.PHONE),
        x=text,
        digits=digits,
    )


def _year(text: Expression) -> Expression:
    return sql(
        "case when {plain} then {x} else left({day}, 4) end",
        plain=vocabulary.matches(text, "^[0-9]{4}$"),
        x=text,
        day=vocabulary.as_date(text),
    )


def _date(text: Expression, form: str | None = None) -> Expression:
    if form is None:
        return vocabulary.as_date(text)
    # `%Y` takes "27" for the year 27 and overlong years too.
    read = sql("try_strptime({x}, {form})", x=text, form=form)
    return sql("case when year({day}) between 1000 and 9999 then strftime({day}, '%Y-%m-%d') end", day=read)


def _number(text: Expression) -> Expression:
    grouped = vocabulary.matches(text, r"^[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$")
    return vocabulary.as_number(
        sql("case when {grouped} then replace({x}, ',', '') else {x} end", grouped=grouped, x=text)
    )


def _pad(text: Expression, width: int, filler: str) -> Expression:
    return sql("case when length({x}) < {n} then lpad({x}, {n}, {c}) else {x} end", x=text, n=width, c=filler)


STEPS: dict[str, Callable[..., Expression]] = {
    "trim": lambda text: text,
    "upper": lambda text: sql("upper({x})", x=text),
    "lower": lambda text: sql("lower({x})", x=text),
    "title": _title,
    "digits": lambda text: sql("regexp_replace({x}, '[^0-9]', '', 'g')", x=text),
    "phone": _phone,
    "year": _year,
    "date": _date,
    "number": _number,
    "boolean": vocabulary.as_boolean,
    "first": lambda text: text,
    "join": lambda text, separator="": text,
    "replace": lambda text, old, new: vocabulary.trim(sql("replace({x}, {old}, {new})", x=text, old=old, new=new)),
    "left": lambda text, count: vocabulary.trim(sql("left({x}, {n})", x=text, n=count)),
    "right": lambda text, count: vocabulary.trim(sql("right({x}, {n})", x=text, n=count)),
    "pad": _pad,
    "split": lambda text, separator, part: vocabulary.trim(
        sql("split_part({x}, {s}, {n})", x=text, s=separator, n=part)
    ),
}
"""Step name to lowering. `first` and `join` have done their work where the source is read."""
