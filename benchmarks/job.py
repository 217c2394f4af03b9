"""The job that floor and product both do: seeded patrons, profile fields, and one sync of thirteen mappings.

Everything about a patron follows from a hash of its number, so any machine makes the same patrons at any size.
About one in fifty carries a bad e-mail, an unknown branch, or a day that does not exist; a third lack a middle name.
"""

import argparse
import json
from pathlib import Path

import duckdb

SCENARIOS = {
    "first": "no profiles yet",
    "changed": "profiles of four fifths of the patrons, a tenth of those with an old address",
    "unchanged": "the same patrons once more",
}

COLUMNS = {
    "patron_id": "n::varchar",
    "barcode": "printf('2%013d', n)",
    "first_name": "'First' || h % 5000",
    "middle_name": "if(h % 3 = 0, '', 'M' || h % 26)",
    "last_name": "if(h % 10 = 0, ' Last' || h % 70000 || ' ', 'Last' || h % 70000)",
    "email": "if(h % 50 = 1, 'bad address ' || n, if(h % 20 = 2, '', 'User' || n || '@Example.org'))",
    "phone": "printf('612-555-%04d', h % 10000)",
    "ptype": "coalesce(map {0: 'FAC', 1: 'GR'}[h % 5], 'ST')",
    "branch": "if(h % 50 = 3, '??', if(h % 2 = 0, 'M', 'L'))",
    "created": "(date '2020-01-01' + (h % 2400)::int)::varchar",
    "expires": "if(h % 50 = 5, '2027-02-30', (date '2026-01-01' + (h % 2000)::int)::varchar)",
    "birth_date": "(date '1960-01-01' + (h % 16000)::int)::varchar",
    "addr1": "h % 9999 || ' Main St'",
    "addr2": "if(h % 2 = 0, '', 'Apt ' || h % 99)",
    "city": "'City' || h % 900",
    "state": "'MN'",
    "zip": "printf('%05d', h % 99999)",
    "stat1": "'x' || h % 7",
    "stat2": "'y' || h % 11",
    "stat3": "'z' || h % 13",
    "note": "'note ' || h % 100000",
    "status": "'ACTIVE'",
    "lang": "'en'",
    "userid": "'u' || n",
    "uuid": "md5(n::varchar)",
}
MOVED = {"addr1": "'Old ' || addr1", "city": "'OldCity'", "zip": "'00000'"}

CONNECTION = {"id": "patron_id", "type.expires": "text"}
FIELDS: dict[str, object] = {
    "types": ["Student", "Faculty", "Community"],
    "all_types": [
        {"name": "library_card_number", "label": "Library card number", "type": "text", "unique": True},
        {"name": "home_branch", "label": "Home branch", "type": "choice", "options": ["Main", "Law"]},
        {"name": "expires_on", "label": "Expires on", "type": "date"},
    ],
    "type_specific": {},
}
SYNC: dict[str, object] = {
    "name": "Floor",
    "connection": "Floor",
    "type": "create_update",
    "match_on": ["library_card_number"],
    "mapping": [
        {"from": "barcode", "to": "library_card_number"},
        {"from": "first_name", "to": "first_name"},
        {"from": "middle_name", "to": "middle_name"},
        {"from": "last_name", "to": "last_name"},
        {"from": "email", "to": "email", "steps": ["lower"]},
        {"from": "phone", "to": "phone"},
        {"from": "addr1", "to": "address_1"},
        {"from": "city", "to": "city"},
        {"from": "state", "to": "state"},
        {"from": "zip", "to": "postal_code"},
        {"from": "ptype", "to": "type", "values": {"ST": "Student", "GR": "Student", "FAC": "Faculty"}},
        {"from": "branch", "to": "home_branch", "values": {"M": "Main", "L": "Law"}},
        {"from": "expires", "to": "expires_on"},
    ],
}


def patrons_file(patrons: int, folder: Path) -> Path:
    """Where the patrons that a sync reads lie."""
    return folder / f"patrons_{patrons}.parquet"


def base_file(patrons: int, folder: Path) -> Path:
    """Where the earlier state of four fifths of them lies."""
    return folder / f"base_{patrons}.parquet"


def write_patrons(patrons: int, folder: Path) -> None:
    """Write both Parquet files, unless they are there."""
    source, base = patrons_file(patrons, folder), base_file(patrons, folder)
    if source.exists() and base.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(f"{value} as {name}" for name, value in COLUMNS.items())
    numbers = f"select n, (md5_number_lower(n::varchar) // 2)::bigint as h from range(1, {patrons + 1}) as r(n)"
    moved = ", ".join(f"if(md5_number_lower(patron_id || 'q') % 10 = 0, {v}, {c}) as {c}" for c, v in MOVED.items())
    connection = duckdb.connect()
    connection.execute("set enable_progress_bar = false; set preserve_insertion_order = false")
    connection.execute(f"copy (select {columns} from ({numbers})) to '{source}' (format parquet)")
    connection.execute(
        f"copy (select * replace ({moved}) from '{source}' where patron_id::bigint <= {patrons * 8 // 10}) "
        f"to '{base}' (format parquet)"
    )


def as_yaml(document: dict[str, object]) -> str:
    """Return the document as YAML, in its JSON form, which every YAML reader takes."""
    return json.dumps(document, indent=2) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description="Write the patrons in a process of its own, so that no other grows by it."
    )
    parser.add_argument("patrons", type=int)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    write_patrons(arguments.patrons, arguments.folder)
