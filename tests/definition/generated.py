"""Generated syncs: every key, every kind of condition, and texts that YAML would rather read as something else."""

import datetime as dt

from hypothesis import strategies as st

from synckit.definition import (
    OPERATORS,
    STEPS,
    Condition,
    Group,
    Limit,
    Limits,
    Mapping,
    Otherwise,
    Period,
    Schedule,
    Sql,
    Step,
    Sync,
)

TRAPS = st.sampled_from(
    ["01", "NO", "yes", "02:30", "1.50", "null", "~", "true", "5", "-", "#", "a:b", "{x}", "2026-12-01", "20%", "0x1F"]
)
TEXTS = TRAPS | st.text(max_size=12)
NAMES = TEXTS.filter(lambda text: bool(text.strip()))
SCALARS = st.one_of(
    TEXTS, st.integers(-(10**9), 10**9), st.booleans(), st.floats(allow_nan=False, allow_infinity=False)
)
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


@st.composite
def conditions(draw):
    rule = draw(st.sampled_from(sorted(OPERATORS)).map(OPERATORS.get))
    values = {
        "nothing": st.none(),
        "one": SCALARS,
        "list": st.lists(SCALARS, min_size=1, max_size=3),
        "pair": st.lists(SCALARS, min_size=2, max_size=2),
        "period": st.sampled_from(["1 day", "6 months", "2 weeks", "10 years"]),
    }
    return Condition(field=draw(NAMES), operator=rule.name, value=draw(values[rule.takes]))


SQL = st.builds(lambda text: Sql(sql=f"{text} is null"), NAMES)
GROUPS = st.recursive(
    conditions() | SQL,
    lambda inner: st.builds(
        lambda op, parts: Group(op=op, conditions=parts),
        st.sampled_from(["all", "any"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
).map(lambda part: part if isinstance(part, Group) else Group(conditions=[part]))


@st.composite
def steps(draw):
    rule = draw(st.sampled_from(sorted(STEPS)).map(STEPS.get))
    kinds = {
        "text": TEXTS,
        "some_text": TEXTS.filter(bool),
        "sign": st.characters(exclude_categories=["Cs"]),
        "count": st.integers(1, 10_000),
        "format": st.sampled_from(["%m/%d/%Y", "%Y%m%d", "%d %b %Y", "%%%y"]),
    }
    return Step(name=rule.name, args=[draw(kinds[kind]) for kind in rule.takes])


ORIGINS = st.one_of(
    st.lists(NAMES, min_size=1, max_size=3).map(lambda names: {"source": names}),
    TEXTS.map(lambda text: {"constant": text}),
    st.sampled_from(["{last_name}, {first_name}", "{{{a b}}}", "{01}"]).map(lambda text: {"template": text}),
    NAMES.map(lambda text: {"sql": text}),
)
OTHERWISE = st.sampled_from(["incorrect", "empty", "keep"]).map(Otherwise.from_dict) | TEXTS.map(
    lambda text: Otherwise(kind="value", value=text)
)


@st.composite
def mappings(draw):
    return Mapping(
        **draw(ORIGINS),
        to=draw(NAMES),
        steps=draw(st.lists(steps(), max_size=2)),
        values=draw(st.none() | st.dictionaries(TEXTS, TEXTS, max_size=3)),
        match=draw(st.sampled_from(["equals", "starts_with", "contains", "matches"])),
        otherwise=draw(OTHERWISE),
        default=draw(st.none() | TEXTS),
        empty=draw(st.sampled_from([None, "replace", "skip"])),
        incorrect=draw(st.sampled_from([None, "report", "skip"])),
    )


PERIODS = st.builds(Period, st.integers(1, 9999), st.sampled_from(["hours", "days", "weeks", "months"]))
SHARES = st.integers(0, 1000).map(lambda tenths: Limit(share=tenths / 1000))
LIMIT = st.none() | SHARES | st.integers(0, 10**6).map(Limit)


@st.composite
def schedules(draw, recurring):
    every = draw(PERIODS) if recurring else None
    day = draw(DATES)
    last = draw(st.none() | DATES.map(lambda later: max(day, later))) if recurring else None
    return Schedule(date=day, time=draw(st.times()).replace(second=0, microsecond=0), every=every, last=last)


KEYS = st.lists(NAMES, min_size=1, max_size=3, unique_by=str.strip)
EXPECTATIONS = st.fixed_dictionaries(
    {"expect": st.just("column_values_to_match_regex"), "column": NAMES, "regex": TEXTS, "n": SCALARS}
)


@st.composite
def syncs(draw):
    recurring = draw(st.booleans())
    return Sync(
        name=draw(NAMES),
        connection=draw(NAMES),
        type=draw(st.sampled_from(["create", "update", "create_update"])),
        frequency="recurring" if recurring else "single",
        empty_fields=draw(st.sampled_from(["replace", "skip"])),
        incorrect_values=draw(st.sampled_from(["report", "skip"])),
        errors=draw(st.sampled_from(["continue", "stop"])),
        timezone=draw(st.sampled_from([None, "UTC", "America/New_York"])),
        match_on=draw(st.lists(KEYS, min_size=1, max_size=2)),
        filter=draw(st.none() | GROUPS),
        mapping=draw(st.lists(mappings(), min_size=1, max_size=3)),
        schedule=draw(st.none() | schedules(recurring)),
        limits=draw(st.builds(Limits, create=LIMIT, update=LIMIT, clear=LIMIT, reject=LIMIT, read_drop=LIMIT)),
        on_conflict=draw(st.sampled_from(["create", "update", "reject"])),
        expectations=draw(st.lists(EXPECTATIONS, max_size=1)),
        keep_extracts=draw(st.sampled_from([None, "30 days", "1 year"])),
    )
