"""The sample library: made by its generator byte for byte, with known dirt, and with syncs that can be read."""

import csv
import json
import re
import runpy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from synckit.definition import Sync
from synckit.fields import Catalogue

DATA = Path(__file__).parents[1] / "data"
EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
TYPES = {"ST", "GR", "FAC", "STAFF", "COM", "JUV", "ALUM"}
BRANCHES = {"MAIN", "LAW", "SCI", "MUS", "MED"}


@pytest.fixture(scope="module")
def patrons() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / "patrons.ndjson").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def profiles() -> list[dict[str, str]]:
    with (DATA / "profiles.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


DIRT = {
    "bad e-mail": lambda p: any(not EMAIL.fullmatch(each) for each in p["email"]),
    "impossible date": lambda p: not is_day(p["expires"]),
    "unknown branch": lambda p: p["home_library"] not in BRANCHES,
    "unknown type": lambda p: p["patron_type"] not in TYPES,
    "too long value": lambda p: len(p["alt_id"]) > 12,
    "bad phone": lambda p: len(re.sub(r"\D", "", p["phone"])) < 7,
    "missing last name": lambda p: not (p["last_name"] or "").strip(),
    "missing barcode": lambda p: not p["barcode"],
}


def test_the_generator_makes_the_same_bytes_again(tmp_path: Path) -> None:
    runpy.run_path(str(DATA / "generate.py"))["write"](tmp_path)
    for name in ("patrons.ndjson", "profiles.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_there_are_five_thousand_patrons_and_three_and_a_half_thousand_profiles(
    patrons: list[dict[str, Any]], profiles: list[dict[str, str]]
) -> None:
    assert (len(patrons), len({each["ils_id"] for each in patrons}), len(profiles)) == (5_000, 5_000, 3_500)


@pytest.mark.parametrize("kind", DIRT)
def test_one_patron_in_fifty_is_dirty_in_each_way(patrons: list[dict[str, Any]], kind: str) -> None:
    assert 98 <= sum(map(DIRT[kind], patrons)) <= 102


def test_sixty_children_share_the_email_of_a_parent(patrons: list[dict[str, Any]]) -> None:
    adults = {p["email"][0] for p in patrons if p["patron_type"] == "COM" and p["email"]}
    children = [p for p in patrons if p["patron_type"] == "JUV" and p["email"] and p["email"][0] in adults]
    assert 50 <= len(children) <= 60


def test_nobody_in_the_sample_can_be_reached(patrons: list[dict[str, Any]]) -> None:
    hosts = {each.split("@")[-1] for p in patrons for each in p["email"] if EMAIL.fullmatch(each)}
    assert {host.lower().rsplit(".", 2)[-2] for host in hosts} == {"example"}
    assert all("555" in p["phone"] for p in patrons if re.search(r"\d{3}.\d{3}", p["phone"]))


def test_most_profiles_carry_the_card_of_a_patron(
    patrons: list[dict[str, Any]], profiles: list[dict[str, str]]
) -> None:
    cards = [each["library_card_number"] for each in profiles if each["library_card_number"]]
    assert len(cards) == len(set(cards))
    assert len(set(cards) & {p["barcode"] for p in patrons}) > 2_800


def test_every_column_of_the_profiles_is_a_field(profiles: list[dict[str, str]]) -> None:
    catalogue = Catalogue.from_yaml((DATA / "fields.yaml").read_text(encoding="utf-8"))
    assert [catalogue.field(name).key for name in profiles[0]] == list(profiles[0])


def test_there_is_one_sync_of_each_type() -> None:
    syncs = [Sync.from_yaml(path) for path in sorted((DATA / "syncs").glob("*.yaml"))]
    assert {each.name: str(each.type) for each in syncs} == {
        "Faculty contact details": "update",
        "New students": "create",
        "Students nightly": "create_update",
    }
