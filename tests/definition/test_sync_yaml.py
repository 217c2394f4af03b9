"""A sync as YAML: nothing is lost on the way, and what is wrong is named with its line."""

import datetime as dt
import re

import pytest
from hypothesis import HealthCheck, given, settings

from synckit.definition import Limit, Limits, Period, Sync
from synckit.errors import DefinitionError, NotFound
from tests.definition.generated import syncs
from tests.definition.library import SYNC

SMALL = "name: x\nconnection: files\nmatch_on: [email]\nmapping:\n- {from: email, to: email}\n"


def test_a_sync_is_written_word_for_word_as_it_was_read():
    assert Sync.from_yaml(SYNC).to_yaml() == SYNC


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(syncs())
def test_any_sync_reads_back_from_its_yaml_and_its_dict(sync):
    assert Sync.from_yaml(sync.to_yaml()) == sync
    assert Sync.from_dict(sync.as_dict()) == sync
    assert Sync.from_dict(sync.as_dict()).digest == sync.digest


def test_what_is_left_out_is_as_usual():
    sync = Sync.from_yaml(SMALL)
    assert (sync.type, sync.frequency, sync.empty_fields) == ("create_update", "single", "skip")
    assert (sync.incorrect_values, sync.errors, sync.on_conflict) == ("report", "continue", "create")
    assert (sync.timezone, sync.filter, sync.schedule, sync.keep_extracts) == (None, None, None, None)
    assert sync.limits == Limits(read_drop=Limit(share=0.2))
    assert sync.to_yaml() == SMALL


def test_times_and_limits_have_their_types():
    sync = Sync.from_yaml(SYNC.replace('"02:30"', "02:30"))
    assert sync.schedule.date == dt.date(2026, 12, 1)
    assert sync.schedule.time == dt.time(2, 30)
    assert sync.schedule.every == Period(1, "days")
    assert (sync.limits.create, sync.limits.clear) == (Limit(count=5000), Limit(share=0.005))
    assert (sync.limits.reject, sync.limits.read_drop) == (None, None)


def test_value_maps_keep_keys_and_values_as_written():
    text = SMALL.replace("to: email}", "to: email, values: {01: 02, NO: yes, 5: 1.50, true: false, null: x, gone: }}")
    values = Sync.from_yaml(text).mapping[0].values
    assert values == {"01": "02", "NO": "yes", "5": "1.50", "true": "false", "null": "x", "gone": ""}


def test_constants_and_arguments_keep_the_text_as_written():
    steps = "steps: [{replace: [01, 1]}, {pad: [8, 0]}]"
    rows = f"- {{constant: 007, to: a}}\n- {{constant: no, to: b}}\n- {{from: x, to: c, {steps}}}\n"
    first, second, third = Sync.from_yaml(SMALL + rows).mapping[1:]
    assert (first.constant, second.constant) == ("007", "no")
    assert [step.args for step in third.steps] == [("01", "1"), (8, "0")]


def test_keys_are_tuples_and_fields_come_in_order_of_use():
    sync = Sync.from_yaml(SYNC)
    assert sync.match_on == (("library_card_number",), ("email", "last_name"))
    assert sync.ils_fields == ("patron_type", "created", "expires", "barcode", "first_name", "last_name", "email")


def test_the_digest_leaves_the_schedule_out_and_minds_the_order_of_value_maps():
    sync = Sync.from_yaml(SYNC)
    turned = Sync.from_yaml(SYNC.replace('ST: Student, "01": Student', '"01": Student, ST: Student'))
    assert Sync.from_yaml(SYNC.replace("02:30", "03:30")).digest == sync.digest
    assert Sync.from_yaml(SYNC.replace("02:30", "03:30")) != sync
    assert turned.digest != sync.digest
    assert turned != sync


def test_a_changed_copy_is_judged_anew():
    sync = Sync.from_yaml(SYNC)
    assert sync.changed(schedule=None, frequency=None).frequency == "single"
    with pytest.raises(DefinitionError, match="every in the schedule needs frequency: recurring"):
        sync.changed(frequency="single")


def test_a_file_is_read_by_path_or_name(tmp_path):
    (tmp_path / "Students.yaml").write_text(SYNC)
    assert Sync.from_yaml(tmp_path / "Students.yaml") == Sync.from_yaml(str(tmp_path / "Students.yaml"))
    with pytest.raises(NotFound, match="Nobody.yaml cannot be read"):
        Sync.from_yaml(tmp_path / "Nobody.yaml")


WRONG = {
    "unknown key": (SMALL + "mach_on: [x]", "YAML line 6: unknown key 'mach_on' in the sync. Did you mean 'match_on'?"),
    "later key": (SMALL + "write: always", "line 6: unknown key 'write' in the sync."),
    "first run": (SMALL + "limits:\n  create: 5\n  first_run: exempt", "line 8: unknown key 'first_run' in limits"),
    "mapping key": (SMALL + "- {from: a, too: b}", "line 6: unknown key 'too' in a mapping. Did you mean 'to'?"),
    "condition key": (
        SMALL + "filter:\n  all:\n  - any:\n    - {field: a, operator: equals, valeu: 1}",
        "line 9: unknown key 'valeu' in a condition. Did you mean 'value'?",
    ),
    "group key": (SMALL + "filter: {all: [{sql: a}], al: []}", "line 6: unknown key 'al' in the filter"),
    "two groups": (SMALL + "filter: {all: [{sql: a}], any: []}", "line 6: filter: a group is written all"),
    "empty group": (SMALL + "filter: {all: []}", "a group needs a condition"),
    "operator": (
        SMALL + "filter:\n  all:\n  - {field: a, operator: equal, value: 1}",
        "line 8: No operator named 'equal'. Did you mean 'equals'?",
    ),
    "missing": ("name: x\nconnection: y\nmapping: []\n", "the key 'match_on' is missing"),
    "choice": (SMALL + "type: creat", "line 6: type: 'creat' is not known. Did you mean 'create'? It is 'create',"),
    "two origins": (
        SMALL + "- {from: a, constant: b, to: c}",
        "line 6: mapping 2: the mapping to 'c' needs exactly one",
    ),
    "no origin": (SMALL + "- {to: c}", "exactly one of from, constant, template and sql"),
    "lone brace": (SMALL + "- {template: '{a', to: c}", "lone brace"),
    "no name": (SMALL + "- {template: 'a {{b}}', to: c}", "names no ILS field"),
    "step": (
        SMALL + "- {from: a, to: c, steps: [lowr]}",
        "line 6: mapping 2, steps 1: No step named 'lowr'. Did you mean 'lower'",
    ),
    "arguments": (SMALL + "- {from: a, to: c, steps: [{pad: 8}]}", "the step pad takes other arguments: count, sign"),
    "otherwise": (SMALL + "- {from: a, to: c, otherwise: kep}", "otherwise is incorrect, empty, keep, or"),
    "sql": (SMALL + "- {sql: ' ', to: c}", "sql is empty"),
    "long sql": (SMALL + f"- {{sql: {'a' * 2001}, to: c}}", "longer than 2000"),
    "zone": (SMALL + "timezone: America/New_Yrok", "Did you mean 'America/New_York'"),
    "limit": (SMALL + "limits: {create: many}", "'many' is no limit"),
    "share": (SMALL + "limits: {update: 120%}", "'120%' is no limit"),
    "date": (SMALL + "schedule: {date: 2026-02-30, time: '02:30'}", "line 6: '2026-02-30' is no date"),
    "time": (SMALL + "schedule: {date: 2026-02-03, time: 25:00}", "'25:00' is no time of day"),
    "every": (SMALL + "frequency: recurring\nschedule: {date: 2026-02-03, time: 2:30}", "needs every in its schedule"),
    "unit": (SMALL + "schedule: {date: 2026-02-03, time: 2:30, every: 1 year}", "hours, days, weeks or months"),
    "last": (SMALL + "schedule: {date: 2026-02-03, time: 2:30, every: 1 day, last: 2026-02-02}", "is before date"),
    "single last": (SMALL + "schedule: {date: 2026-02-03, time: 2:30, last: 2026-02-05}", "last needs every"),
    "expectation": (SMALL + "expectations: [{column: email}]", "an expectation is written {expect"),
    "extracts": (SMALL + "keep_extracts: long", "'long' is no period"),
    "match": (SMALL.replace("[email]", "email"), "line 3: match_on is a list"),
    "empty match": (SMALL.replace("[email]", "[]"), "line 3: match_on: it is empty"),
    "null name": (SMALL.replace("name: x", "name: "), "line 1: name: it must be text"),
    "not keys": ("[a]", "written as keys with values"),
    "text mapping": (SMALL.replace("- {from: email, to: email}", "- email"), "line 5: mapping 1: it must be written"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_sync_is_refused_with_its_line(text, message):
    with pytest.raises(DefinitionError, match=re.escape(message)) as problem:
        Sync.from_yaml(text)
    assert problem.value.line is not None
