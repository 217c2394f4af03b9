"""Looks: found out once, beside the page, and a failure is a sentence without a value in it."""

from __future__ import annotations

import threading

from synckit import errors
from synckit.workspace import looks as looks_module
from synckit.workspace.looks import Look, Looks

SECONDS = 30


def test_it_is_found_out_once():
    asked = []
    looks = Looks()
    for _ in range(3):
        assert looks.at("key", lambda: asked.append(1) or 7, SECONDS) == Look(True, 7)
    assert asked == [1]


def test_what_takes_longer_is_not_ready_and_then_is():
    go = threading.Event()
    looks = Looks()
    assert looks.at("key", lambda: go.wait(SECONDS), 0.01) == Look(False)
    go.set()
    assert looks.at("key", lambda: None, SECONDS) == Look(True, True)


def fail(problem):
    raise problem


def test_an_error_of_synckit_is_its_sentence():
    found = Looks().at("key", lambda: fail(errors.IlsError("The file is gone; bring it back.")), SECONDS)
    assert found == Look(True, problem="The file is gone; bring it back.")


def test_a_defect_is_told_by_its_kind_alone():
    found = Looks().at("key", lambda: fail(ValueError("Ann Lee")), SECONDS)
    assert found == Look(True, problem="It could not be found out, by an error of synckit itself (ValueError).")


def test_only_the_last_ones_are_kept(monkeypatch):
    monkeypatch.setattr(looks_module, "KEPT", 2)
    looks, asked = Looks(), []
    for key in ("a", "b", "c", "a"):
        looks.at(key, lambda key=key: asked.append(key), SECONDS)
    assert asked == ["a", "b", "c", "a"]
