"""Patrons come and go while somebody pages: whoever was there from the beginning to the end is read."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from synckit.emulators import Population
from synckit.errors import IlsError
from tests.ils.systems import KINDS, System, arrived, connected, distinct, impatient, raw
from tests.thorough import times

PEOPLE, PAGE, MOVES = 60, 10, 10
SWEEPS = times(25, thorough=100)
MOST_FAILED = SWEEPS // 20
"""Of all sweeps so many may give up because the numbers do not agree; none may be wrong."""


@pytest.fixture(scope="module", params=KINDS)
def system(request: pytest.FixtureRequest) -> Iterator[System]:
    with connected(request.param, distinct(PEOPLE), page_size=str(PAGE)) as system:
        system.connector.fields()
        yield system


def test_none_that_stayed_is_lost(system: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    lost, twice, failed = {}, [], {}
    for seed in range(SWEEPS):
        people, dice = system.emulated.people, random.Random(seed)
        before = names(people)
        system.emulated.faults.switch(moving=mover(people, dice))
        try:
            extract = system.again(page_size=str(PAGE)).patrons(["ils_id", "last_name"], tmp_path / str(seed))
        except IlsError as error:
            failed[seed] = str(error)
            continue
        rows = raw(extract)
        missing = before & names(people) - {row["last_name"] for row in rows}
        if missing:
            lost[seed] = sorted(missing)
        if len({row["_id"] for row in rows}) < len(rows):
            twice.append(seed)
    assert (lost, twice) == ({}, []), "patrons lost or doubled, by seed"
    assert len(failed) <= MOST_FAILED, failed


def test_the_mover_moves() -> None:
    people = Population(PEOPLE)
    before = {person["id"] for person in people}
    move = mover(people, random.Random(1))
    for _ in range(MOVES * 3):
        move()
    after = {person["id"] for person in people}
    assert len(before - after) + len(after - before) == MOVES


def names(people: Population) -> set[str]:
    return {person["last_name"] for person in people}


def mover(people: Population, dice: random.Random) -> Callable[[], None]:
    """Return what is called before each page and moves up to four people, ten in all; the first never goes."""
    left = [MOVES]

    def move() -> None:
        for _ in range(min(left[0], dice.randint(1, 4))):
            left[0] -= 1
            ids = [person["id"] for person in people]
            if len(ids) > PEOPLE - MOVES and (dice.random() < 0.5 or len(ids) > PEOPLE + MOVES):
                people.remove(dice.choice([id for id in ids[1:] if id <= PEOPLE or dice.random() < 0.5] or ids[1:]))
            else:
                arrived(people)

    return move
