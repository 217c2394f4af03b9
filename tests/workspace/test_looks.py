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


def test_a_failure_is_told_for_a_moment_and_then_tried_anew(monkeypatch):
    looks, tried = Looks(), []

    def find():
        tried.append(1)
        return fail(errors.StoreError("Another program is writing; try again.")) if len(tried) == 1 else 7

    assert looks.at("key", find, SECONDS).problem == looks.at("key", find, SECONDS).problem != ""
    assert tried == [1]
    monkeypatch.setattr(looks_module, "FAILED_SECONDS", -1.0)
    assert looks.at("key", find, SECONDS) == Look(True, 7)


def test_what_nobody_waits_for_any_more_is_not_begun(monkeypatch):
    go, begun, looks = threading.Event(), [], Looks()
    for key in range(looks_module.AT_ONCE):
        looks.at(key, lambda: go.wait(SECONDS), 0)
    looks.at("unwanted", lambda: begun.append("unwanted"), 0)
    monkeypatch.setattr(looks_module, "WAITED_FOR_SECONDS", -1.0)
    looks.at("wanted", lambda: begun.append("wanted"), 0)
    go.set()
    monkeypatch.undo()
    assert looks.at("wanted", lambda: None, SECONDS).ready
    assert begun == ["wanted"]
