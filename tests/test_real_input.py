"""Recorded patrons of a real Koha, all the way: first load, an edited file, and a run that changes nothing."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

import synckit
from tests.recorded import recorded

FIELDS = """
types: [Student, Staff]
all_types:
  - {name: library_card_number, type: text, unique: true}
  - {name: interests, type: text}
"""
PLAIN = {
    "firstname": "first_name",
    "surname": "last_name",
    "cardnumber": "library_card_number",
    "email": "email",
    "phone": "phone",
    "address": "address_1",
    "city": "city",
    "date_of_birth": "birth_date",
    "staff_notes": "notes",
}
"""Fields that go over as they are."""


def definition() -> synckit.Sync:
    rows: list[dict[str, Any]] = [{"from": source, "to": target} for source, target in PLAIN.items()]
    rows.append({"from": "category_id", "to": "type", "values": {"ST": "Student"}, "otherwise": {"value": "Staff"}})
    rows.append({"from": "extended_attributes.INTEREST", "to": "interests", "steps": [{"join": "; "}]})
    keys = ["library_card_number", ["email", "last_name"]]
    return synckit.Sync.from_dict({"name": "Koha", "connection": "File", "match_on": keys, "mapping": rows})


@pytest.fixture
def patrons() -> list[dict[str, Any]]:
    lines = gzip.decompress(recorded("koha-live/patrons_synthetic_ext.jsonl.gz").read_bytes()).decode().splitlines()
    return [json.loads(line) for line in lines]


def write(path: Path, patrons: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in patrons), "utf-8")


def test_a_real_export_syncs_edits_and_settles(tmp_path: Path, patrons: list[dict[str, Any]]) -> None:
    path = tmp_path / "patrons.ndjson"
    write(path, patrons)
    with synckit.open(tmp_path / "library") as workspace:
        workspace.import_fields(FIELDS)
        workspace.add_connection("File", "files", {"path": str(path), "id": "patron_id"})
        sync = workspace.save(definition())
        first = sync.run()
        assert first.counts["created"] + first.counts["rejected"] == first.counts["read"] == len(patrons)
        refused = {(row["patron"], row["field"]) for row in first.results()["findings"]}
        assert not lost(workspace, patrons, refused)

        for each in random.Random(7).sample(patrons, 300):
            each["city"] = "Newtown"
        write(path, patrons)
        changed, again = sync.run(), sync.run()
        assert 0 < changed.counts["updated"] <= 300
        assert (again.counts["created"], again.counts["updated"]) == (0, 0)
        assert not lost(workspace, patrons, refused)


def lost(
    workspace: synckit.Workspace, patrons: list[dict[str, Any]], refused: set[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Return (patron, field) of every value that did not arrive as it was, but for outer blanks and refused ones."""
    cards = {row["library_card_number"]: row for row in workspace.profiles().astype(object).to_dict("records")}
    missing = []
    for patron in patrons:
        profile = cards.get((patron["cardnumber"] or "").strip())
        for source, target in PLAIN.items() if profile else ():
            wanted = (patron[source] or "").strip()
            held = profile[target] if isinstance(profile[target], str) else _text(profile[target])
            if held != wanted and (str(patron["patron_id"]), target) not in refused:
                missing.append((str(patron["patron_id"]), target))
    return missing


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") and value == value else ""
