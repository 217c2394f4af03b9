"""All waits of one drawing share its patience, however many there are."""

from __future__ import annotations

import time

import pytest

import synckit
from synckit.definition import draft
from synckit.ui import library as opened
from synckit.ui import navigation, patience
from synckit.ui.patience import SECONDS, Patience
from synckit.workspace.looks import Look, Looks
from tests.ui import library

SPEND = Patience.spend


@pytest.fixture(autouse=True)
def as_in_the_app(app, monkeypatch):
    """In memory a page waits until all is there; here it is as it is served."""
    monkeypatch.setattr(Patience, "spend", SPEND)


def test_what_was_waited_is_taken_off(monkeypatch):
    now = [10.0]
    monkeypatch.setattr(patience.clock, "monotonic", lambda: now[0])

    def wait(seconds: float) -> float:
        now[0] += seconds
        return round(seconds, 3)

    waiting = Patience(0.05)
    assert [waiting.spend(wait, at_most=0.03) for _ in range(3)] == [0.03, 0.02, 0.0]
    assert waiting.left == pytest.approx(0)


def test_each_drawing_begins_with_its_own(app):
    app()
    first = opened.opened().acting(library.ADMIN)
    first.patience.spend(time.sleep)
    assert (first.patience.left, opened.opened().acting(library.ADMIN).patience.left) == (0.0, SECONDS)


@pytest.mark.parametrize("step", ["2", "3", "4"])
def test_a_step_of_the_wizard_waits_no_longer_than_one_drawing_may(app, tmp_path, monkeypatch, step):
    home, waited = library.make(tmp_path), []
    with synckit.open(home) as ws:
        copy = ws.draft_of("Students")
        kinds = [{**draft.blank_condition(), "field": "kind", "operator": "equals", "value": "ST"} for _ in range(9)]
        ws.save_draft(copy, 1, {**ws.draft(copy).content, "filter": {"op": "all", "parts": kinds}})
    monkeypatch.setattr(Looks, "at", lambda self, key, find, patience: waited.append(patience) or wait(patience))
    at = app(home)
    opened.opened().readings.of("Our patrons", library.ADMIN).wait(20)
    at.switch_page(str(navigation.page(navigation.EDIT_SYNC)))
    at.query_params["draft"], at.query_params["step"] = str(copy), step
    assert not at.run().exception
    assert 0 < sum(waited) <= SECONDS + 0.01


def wait(patience: float) -> Look:
    """Wait as long as one may, and know nothing."""
    time.sleep(patience)
    return Look(False)
