"""The closed vocabulary of the plan: each operation with its one canonical lowering.

Filters, mappings and checks are built from these functions only, so that every engine gives the same
answer. A pattern is written for RE2, Java and Python alike: ASCII classes, explicit ends. Each function
takes and gives expressions over text; `null` in gives `null` out unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

from synckit.engine.expressions import Expression, sql
from synckit.fields import FieldType

BLANKS = r"\t-\r\x1c-\x20\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
"""Every Unicode blank (Python's `str.isspace`), as the inside of a character class."""

EMAIL = (
    r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])$"
)
PHONE = r"^[ .()-]*\+?([ .()-]*[0-9]){3,20}[ .()-]*$"
URL = r"^[Hh][Tt][Tt][Pp][Ss]?://[^\x00-\x20\x7f/?#]+([/?#][^\x00-\x20\x7f]*)?$"
INTEGER = r"^[+-]?[0-9]+$"
NUMBER = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DATETIME = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]{1,9})?)?"
    r"( ?(Z|z|[+-]([01][0-9]|2[0-3])(:?[0-5][0-9])?))?)?$"
)
TRUE_WORDS = ("true", "yes", "1")
FALSE_WORDS = ("false", "no", "0")

_OUTER_BLANKS = rf"^[{BLANKS}]+|[{BLANKS}]+$"


def trim(text: Expression) -> Expression:
    """Take the outer blanks off.

    Most values have none, and seeing so by the two outer characters costs a third of the pattern;
    `substring` finds the last one at half the price of `right`.
    """
    return sql("case when {x} = '' or {bare} then {x} else {bared} end", x=text, bare=_bare(text), bared=_bared(text))


def fold(text: Expression) -> Expression:
    """Make text comparable: no outer blanks, no case."""
    return sql("lower({x})", x=trim(text))


def filled(text: Expression) -> Expression:
    """Return the trimmed text, or null where it is empty."""
    return sql(
        "case when {x} = '' then null when {bare} then {x} else nullif({bared}, '') end",
        x=text,
        bare=_bare(text),
        bared=_bared(text),
    )


def _bare(text: Expression) -> Expression:
    return sql("{x} between '!' and '~' and substring({x}, -1, 1) between '!' and '~'", x=text)


def _bared(text: Expression) -> Expression:
    return sql("regexp_replace({x}, {blanks}, '', 'g')", x=text, blanks=_OUTER_BLANKS)


def filled_elements(items: Expression) -> Expression:
    """Return the trimmed elements of a list that are not empty, in order."""
    trimmed = sql("list_transform({items}, lambda item: {x})", items=items, x=filled(sql("item")))
    return sql("list_filter({items}, lambda item: item is not null)", items=trimmed)


def matches(text: Expression, pattern: str) -> Expression:
    """Say whether an RE2 pattern is found anywhere in the text."""
    return sql("regexp_matches({x}, {pattern})", x=text, pattern=pattern)


def as_integer(text: Expression) -> Expression:
    """Return plain digits: no plus sign, no leading zeros; null where it is no integer."""
    return sql("case when {ok} then {plain} end", ok=matches(text, INTEGER), plain=_plain(text))


def as_number(text: Expression) -> Expression:
    """Return a plain decimal: no plus sign, no needless zeros; null where it is no number."""
    return sql("case when {ok} then {plain} end", ok=matches(text, NUMBER), plain=_plain(text))


def _plain(text: Expression) -> Expression:
    whole = sql("coalesce(nullif(regexp_extract({x}, {p}, 1), ''), '0')", x=text, p=r"^[+-]?0*([0-9]*)")
    part = sql("regexp_extract({x}, {p}, 1)", x=text, p=r"\.([0-9]*[1-9])")
    number = sql("case when {part} = '' then {whole} else {whole} || '.' || {part} end", whole=whole, part=part)
    return sql("case when {x} like '-%' and {n} <> '0' then '-' || {n} else {n} end", x=text, n=number)


def as_date(text: Expression) -> Expression:
    """Return the ISO date, or the date part of an ISO date-time; null where there is none."""
    return sql(
        "case when {shape} and left({x}, 4) <> '0000' and try_cast(left({x}, 10) as date) is not null then left({x}, 10) end",
        shape=matches(text, DATETIME),
        x=text,
    )


def as_datetime(text: Expression) -> Expression:
    """Return `YYYY-MM-DDTHH:MM[:SS..]` with its offset as it came; a bare date means midnight."""
    return sql(
        "case when {day} is null then null when length({x}) = 10 then {x} || 'T00:00:00'"
        " else left({x}, 10) || 'T' || substring({x}, 12) end",
        day=as_date(text),
        x=text,
    )


def as_boolean(text: Expression) -> Expression:
    """Return `true` or `false` from true/false, yes/no, 1/0 in any case; null from all else."""
    return sql(
        "case when lower({x}) in ('true', 'yes', '1') then 'true' when lower({x}) in ('false', 'no', '0') then 'false' end",
        x=text,
    )


def _shaped(pattern: str) -> Callable[[Expression], Expression]:
    return lambda text: sql("case when {ok} then {x} end", ok=matches(text, pattern), x=text)


CANONICAL: dict[FieldType, Callable[[Expression], Expression]] = {
    FieldType.EMAIL: _shaped(EMAIL),
    FieldType.PHONE: _shaped(PHONE),
    FieldType.URL: _shaped(URL),
    FieldType.INTEGER: as_integer,
    FieldType.NUMBER: as_number,
    FieldType.DATE: as_date,
    FieldType.DATETIME: as_datetime,
    FieldType.BOOLEAN: as_boolean,
}
"""How trimmed text becomes the canonical text of a field type; null where it does not convert (rule `type`)."""


def canonical(type: FieldType, text: Expression) -> Expression:
    """Return the canonical text of `text` for a field of this type."""
    convert = CANONICAL.get(type)
    return convert(text) if convert else text


def day(text: Expression, zone: str) -> Expression:
    """Return the local day of an ISO date or date-time as a `date`; one with an offset is moved to `zone` first."""
    offset = sql("substring({x}, 17)", x=text)
    local = sql(
        "case when {offset} then cast(timezone({zone}, try_cast({moment} as timestamptz)) as date)"
        " else try_cast(left({x}, 10) as date) end",
        offset=matches(offset, r"[Zz]$|[+-]"),
        zone=zone,
        moment=_minute(text, offset),
        x=text,
    )
    return sql("case when {ok} is not null then {local} end", ok=as_date(text), local=local)


def _minute(text: Expression, offset: Expression) -> Expression:
    """Return the minute of an ISO date-time in the one spelling that DuckDB reads; its own reader knows no `z`, comma or `+0100`."""
    return sql(
        "left({x}, 10) || ' ' || substring({x}, 12, 5) || ':00'"
        " || regexp_replace(regexp_replace({offset}, '^[^Zz+-]*', ''), {parts}, {spelled})",
        x=text,
        offset=sql("case when {offset} like '%z' or {offset} like '%Z' then '+00' else {offset} end", offset=offset),
        parts=r"^([+-][0-9]{2}):?([0-9]{2})$",
        spelled=r"\1:\2",
    )


def decimal(text: Expression) -> Expression:
    """Return the number in `text`, exact to ten places; null where there is none."""
    return sql("case when {ok} then try_cast({x} as decimal(38, 10)) end", ok=matches(text, NUMBER), x=text)
