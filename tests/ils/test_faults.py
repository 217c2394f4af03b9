"""Every fault of a live system against every connector: the patrons are right, or nobody comes and the reason is said.

`pytest tests/ils/test_faults.py -rP -k table` shows what each system did.
"""

from __future__ import annotations

import logging
import random
import socket
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from synckit.emulators import Population
from synckit.emulators.faults import NAMES
from synckit.errors import IlsError
from tests.ils.systems import KINDS, System, arrived, connected, distinct, impatient, raw

PEOPLE = 45
FIELDS = ["ils_id", "last_name", "first_name", "patron_type"]
COMPLETE, FAILED = "complete", "failed"

VERDICTS = {
    "refused": FAILED,
    "no answer": FAILED,
    "reset mid-body": FAILED,
    "short body": FAILED,
    "drip": FAILED,
    "truncated JSON": FAILED,
    "login page with 200": FAILED,
    "error object with 200": FAILED,
    "empty page in the middle": COMPLETE,
    "total says more than arrive": FAILED,
    "same page for ever": FAILED,
    "token expires once": COMPLETE,
    "401 for ever": FAILED,
    "403": FAILED,
    "429, wait some seconds": COMPLETE,
    "429, wait until a date": COMPLETE,
    "429, no hint": COMPLETE,
    "429, wait a day": FAILED,
    "500, 502, 503 flapping": COMPLETE,
    "redirect to another host": FAILED,
    "gzip bomb": FAILED,
    "duplicate JSON keys": COMPLETE,
    "NaN in JSON": FAILED,
    "1e999 in JSON": COMPLETE,
    "10 MB string": COMPLETE,
    "100,000-deep JSON": FAILED,
    "field gone": FAILED,
    "field became a list": FAILED,
    "field became an object": FAILED,
    "unknown code": COMPLETE,
    "total changes during the sweep": COMPLETE,
    "lone surrogate in a name": COMPLETE,
    "NUL in a name": COMPLETE,
    "wrong charset": FAILED,
    "smaller pages than asked": COMPLETE,
    "other date formats": COMPLETE,
}
BY_SYSTEM = {("total says more than arrive", "Sierra"): COMPLETE}
"""Sierra tells no total that could be wrong."""
PASSING = ("reset_body", "short_body", "truncated", "login_page", "bad_json")
"""Faults of the way that may pass: asked again, the system answers well."""
SOONER = {"no answer": {"timeout": (0.3, 0.3)}, "drip": {"timeout": (2, 2), "call_deadline": 1.0}}

DONE: dict[tuple[str, str], str] = {}


@pytest.fixture(scope="module")
def people() -> Population:
    return distinct(PEOPLE)


@pytest.fixture(scope="module", params=KINDS)
def system(request: pytest.FixtureRequest, people: Population) -> Iterator[System]:
    """A system that knows its fields, whose faults each test switches on and off."""
    with connected(request.param, people, page_size="20") as system:
        system.connector.fields()
        yield system


@pytest.mark.parametrize(("number", "title", "switches"), NAMES, ids=[f"{each[0]}-{each[1]}" for each in NAMES])
def test_a_fault(
    system: System,
    number: int,
    title: str,
    switches: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    impatient(monkeypatch, **SOONER.get(title, {}))
    people, dice = system.emulated.people, random.Random(number)
    faults = system.emulated.faults
    faults.switch(**{**switches, **({"moving": mover(people, dice)} if "moving" in switches else {})})
    started = time.monotonic()
    verdict, words = reading(system, system.again(page_size="20"), tmp_path, caplog)
    DONE[title, system.name] = verdict
    assert verdict == BY_SYSTEM.get((title, system.name), VERDICTS[title]), words
    assert time.monotonic() - started < 12
    assert len(faults.requests) < 60 * PEOPLE


@pytest.mark.parametrize("switch", PASSING)
def test_a_fault_that_passes_does_no_harm(
    system: System, switch: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    impatient(monkeypatch)
    system.emulated.faults.switch(after=2, times=1, **{switch: "nan" if switch == "bad_json" else True})
    verdict, words = reading(system, system.again(page_size="20"), tmp_path, caplog)
    assert verdict == COMPLETE, words


def test_nobody_listens(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    impatient(monkeypatch)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    verdict, words = reading(system, system.again(url), tmp_path, caplog)
    assert (verdict, "127.0.0.1" in words) == (FAILED, True)


def test_no_such_host(
    system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unknown(host: str, *rest: Any, **more: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    impatient(monkeypatch)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    verdict, words = reading(system, system.again("https://library.invalid"), tmp_path, caplog)
    assert (verdict, "library.invalid" in words) == (FAILED, True)


def test_a_table_of_what_was_done(caplog: pytest.LogCaptureFixture) -> None:
    names = sorted({name for _, name in DONE})
    table = [f"{title:32}" + "".join(f"{DONE.get((title, name), '-'):12}" for name in names) for _, title, _ in NAMES]
    with caplog.at_level(logging.INFO):
        logging.getLogger(__name__).info("%s", "\n".join(["", " " * 32 + "".join(f"{n:12}" for n in names), *table]))
    assert {title for _, title, _ in NAMES} == set(VERDICTS)


def mover(people: Population, dice: random.Random) -> Any:
    """Return what lets one person come and one go before each of the first pages."""
    left = [5]

    def move() -> None:
        if left[0]:
            left[0] -= 1
            arrived(people)
            people.remove(dice.choice([person["id"] for person in people][1:-1]))

    return move


def reading(system: System, connector: Any, folder: Path, caplog: pytest.LogCaptureFixture) -> tuple[str, str]:
    """Read everybody and return the verdict, having judged that it is an honest one, and the words of a failure."""
    people = system.emulated.people
    known = {person["last_name"]: person["first_name"] for person in people}
    with caplog.at_level(logging.DEBUG):
        try:
            extract = connector.patrons(FIELDS, folder)
        except IlsError as error:
            words = str(error)
            told = "".join(traceback.format_exception(error))
            verdict = FAILED
            assert system.name in words
            assert "; " in words, f"no next step: {words}"
            assert words.endswith(".")
            assert "\n" not in words
            assert len(words) < 500
        else:
            verdict, words, told = COMPLETE, "", ""
            later = {person["last_name"]: person["first_name"] for person in people}
            honest(raw(extract), set(known) & set(later), known | later)
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for canary in system.emulated.secret.values():
        assert canary not in words + told + caplog.text
        assert canary.encode() not in left
    return verdict, words


def honest(rows: list[dict[str, Any]], stayed: set[str], first_names: dict[str, str | None]) -> None:
    """Say that whoever stayed came once, and that no value stands there which the system does not hold."""
    sound = [row for row in rows if row["_problem"] is None and "last_name" not in (row["_absent"] or ())]
    names = [row["last_name"] for row in sound]
    assert len({row["_id"] for row in rows}) == len(rows)
    assert None not in names, "a name that could not be read is shown as empty"
    assert stayed <= set(names) or len(sound) < len(rows), sorted(stayed - set(names))
    assert len(rows) >= len(stayed)
    odd = [
        row["first_name"]
        for row in sound
        if (first_names[row["last_name"]] or "").strip() != (row["first_name"] or "").strip()
    ]
    assert len(odd) <= 1, f"more names changed than the one that was spoiled: {odd}"
