"""Make the sample library: 5,000 patrons and 3,500 profiles that nobody ever was.

    python data/generate.py [FOLDER]     writes patrons.ndjson and profiles.csv, the same bytes on every machine

A patron is made clean, its profile (where it has one) is taken from the clean one, and only then does dirt fall on the
patrons: exactly one in fifty for each kind in `DIRT`. So every finding of a sync has a cause that can be looked up here.
Names are drawn at random from lists of common ones; e-mails are under example.org and example.edu, phones are 555.
"""

import csv
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from dice import Dice
from names import BRANCHES, DEPARTMENTS, NAMES, PLACES, STREETS, TYPES

Patron = dict[str, Any]

PATRONS = 5_000
PROFILES = 3_500
SEED = 20_261_101
TODAY = date(2026, 11, 1)
FAMILIES = 60


def patrons(dice: Dice) -> list[Patron]:
    """Return 5,000 clean patrons in the order of their ids; the last sixty children share a parent's e-mail."""
    made = [_patron(number, dice) for number in range(1, PATRONS + 1)]
    adults = [patron for patron in made if patron["patron_type"] == "COM" and patron["email"]]
    children = [patron for patron in made if patron["patron_type"] == "JUV"]
    for child, parent in zip(dice.some(children, FAMILIES), dice.some(adults, FAMILIES), strict=True):
        for name in ("last_name", "address_1", "city", "state", "postal_code", "home_library"):
            child[name] = parent[name]
        child["email"] = parent["email"][:1]
    return made


def _patron(number: int, dice: Dice) -> Patron:
    first, last, romanized = _name(dice)
    code, _ = _weighted(TYPES, dice)
    created = (
        dice.day(date(2026, 7, 1), date(2026, 10, 30))
        if dice.chance(0.18)
        else dice.day(date(2018, 1, 2), date(2026, 6, 30))
    )
    city, postal_code = dice.pick(PLACES)
    patron: Patron = {
        "ils_id": str(700_000 + number * 3),
        "barcode": f"2{9_114_000_000_000 + number * 17:013d}",
        "alt_id": f"{code[0]}{20_000_000 + number * 7}",
        "first_name": first,
        "middle_name": dice.pick("ABCDEFGHJKLMNPRSTVW") if dice.chance(0.4) else "",
        "last_name": last,
        "email": _emails(romanized, number, code, dice),
        "phone": f"612-555-{dice.below(10_000):04d}",
        "mobile": f"(651) 555-{dice.below(10_000):04d}" if dice.chance(0.5) else None,
        "patron_type": code,
        "home_library": _weighted(BRANCHES, dice)[0],
        "status": "ACTIVE" if dice.chance(0.93) else dice.pick(("BLOCKED", "INACTIVE")),
        "created": created.isoformat(),
        "expires": _expires(created, dice).isoformat(),
        "updated": f"{dice.day(created, TODAY).isoformat()}T{dice.below(24):02d}:{dice.below(60):02d}:00Z",
        "birth_date": _born(code, dice).isoformat(),
        "address_1": f"{1 + dice.below(9_900)} {dice.pick(STREETS)}",
        "city": city,
        "state": "MN",
        "postal_code": postal_code,
    }
    if code in ("ST", "GR"):
        patron["attr"] = {"CLASS": str(2026 + dice.below(5)), "LEVEL": "G" if code == "GR" else "U"}
    elif code in ("FAC", "STAFF"):
        patron["attr"] = {"DEPT": dice.pick(tuple(DEPARTMENTS))}
    return patron


def _name(dice: Dice) -> tuple[str, str, str]:
    """Return a first name, a last name, and how an e-mail would spell them."""
    firsts, lasts, _ = _weighted_group(dice)
    first, last = dice.pick(firsts), dice.pick(lasts)
    written = tuple(part.split("|") for part in (first, last))
    spelled = ".".join(part[-1].lower().replace(" ", "").replace("'", "") for part in written)
    shown = [part[0] for part in written]
    if dice.chance(0.04):
        shown = [part.upper() for part in shown]
    return shown[0], shown[1], spelled


def _weighted_group(dice: Dice) -> tuple[Sequence[str], Sequence[str], int]:
    place = dice.below(sum(weight for _, _, weight in NAMES))
    for group in NAMES:
        place -= group[2]
        if place < 0:
            return group
    raise AssertionError("weights are positive")


def _weighted(table: Sequence[tuple[str, str, int]], dice: Dice) -> tuple[str, str]:
    """Return code and label of one row, rows with more weight more often."""
    place = dice.below(sum(weight for _, _, weight in table))
    for code, label, weight in table:
        place -= weight
        if place < 0:
            return code, label
    raise AssertionError("weights are positive")


def _emails(spelled: str, number: int, code: str, dice: Dice) -> list[str]:
    domain = "library.example.org" if code in ("COM", "JUV", "ALUM") else "campus.example.edu"
    own = f"{spelled}{number}@{domain}"
    if dice.chance(0.1):
        own = own.title()
    if dice.chance(0.06):
        return []
    return [own, f"{spelled}.{number}@mail.example.org"] if dice.chance(0.2) else [own]


def _expires(created: date, dice: Dice) -> date:
    """Return a day of which about one in eight is past."""
    if dice.chance(0.12):
        return dice.day(created, TODAY)
    return dice.day(TODAY + timedelta(days=30), date(2030, 6, 30))


def _born(code: str, dice: Dice) -> date:
    if code == "JUV":
        return dice.day(date(2012, 1, 1), date(2020, 12, 31))
    if code in ("ST", "GR"):
        return dice.day(date(1994, 1, 1), date(2008, 12, 31))
    return dice.day(date(1945, 1, 1), date(1998, 12, 31))


def _bad_email(patron: Patron, dice: Dice) -> None:
    local = f"{patron['ils_id']}.{patron['first_name'][:1].lower()}"
    patron["email"] = [
        dice.pick((f"{local}@", f"{local} at example.org", f"{local}@@example.org", "none", f"{local}@example"))
    ]


def _impossible_date(patron: Patron, dice: Dice) -> None:
    patron["expires"] = dice.pick(("2027-02-30", "2028-13-01", "2027-06-31", "0000-00-00"))


def _unknown_branch(patron: Patron, dice: Dice) -> None:
    patron["home_library"] = dice.pick(("XX", "OLD", "?"))


def _unknown_type(patron: Patron, dice: Dice) -> None:
    patron["patron_type"] = dice.pick(("ZZ", "TEST", "PROXY"))


def _too_long(patron: Patron, dice: Dice) -> None:
    patron["alt_id"] = f"{patron['alt_id']} MERGED WITH {10_000_000 + dice.below(90_000_000)}"


def _bad_phone(patron: Patron, dice: Dice) -> None:
    patron["phone"] = dice.pick(("ask at the desk", "555", "unlisted", "n/a"))


def _missing_last_name(patron: Patron, dice: Dice) -> None:
    patron["last_name"] = dice.pick(("", " ", None))


def _missing_barcode(patron: Patron, dice: Dice) -> None:
    patron["barcode"] = dice.pick(("", None))


DIRT: dict[str, Callable[[Patron, Dice], None]] = {
    "bad_email": _bad_email,
    "impossible_date": _impossible_date,
    "unknown_branch": _unknown_branch,
    "unknown_type": _unknown_type,
    "too_long": _too_long,
    "bad_phone": _bad_phone,
    "missing_last_name": _missing_last_name,
    "missing_barcode": _missing_barcode,
}
DIRTY = PATRONS // 50
TWINS = 20


def soil(clean: list[Patron], dice: Dice) -> None:
    """Let dirt fall: a hundred patrons of each kind, and twenty that carry the card of the patron before them."""
    for dirty in DIRT.values():
        for patron in dice.some(clean, DIRTY):
            dirty(patron, dice)
    for place in dice.some(range(1, len(clean)), TWINS):
        clean[place]["barcode"] = clean[place - 1]["barcode"]


HEADER = """
    type first_name last_name email phone mobile address_1 city state postal_code birth_date library_card_number campus_id
    home_branch expires_on student.graduation_year student.level faculty.department staff.department notes
""".split()
BY_CARD, BY_EMAIL = 2_950, 330
"""Profiles that a card number meets, and profiles without a card that an e-mail meets; the rest belong to nobody."""


def profiles(clean: list[Patron], dice: Dice) -> list[dict[str, str]]:
    """Return 3,500 profiles: most with the card of a patron, some of those out of date, some without card, some strangers."""
    settled = [patron for patron in clean if patron["created"] < "2026-08-15" and patron["email"]]
    known = [_profile(patron) for patron in dice.some(settled, BY_CARD + BY_EMAIL)]
    for row in dice.some(known, BY_EMAIL):
        row["library_card_number"] = ""
        row["notes"] = "Signed up on the web site"
    for row in dice.some([row for row in known if row["library_card_number"]], 700):
        _age(row, dice)
    rows = known + [_stranger(number, dice) for number in range(PROFILES - len(known))]
    return [rows[place] for place in _shuffled(len(rows), dice)]


def _shuffled(count: int, dice: Dice) -> list[int]:
    return [place for _, place in sorted((dice.below(1_000_000_000), place) for place in range(count))]


def _profile(patron: Patron) -> dict[str, str]:
    """Return what a sync would have written of this patron."""
    kind = {code: label for code, label, _ in TYPES}[patron["patron_type"]]
    attributes = patron.get("attr", {})
    row = {name: str(patron.get(name) or "") for name in HEADER}
    row |= {
        "type": kind,
        "email": patron["email"][0].lower(),
        "library_card_number": patron["barcode"],
        "campus_id": patron["alt_id"],
    }
    row |= {
        "home_branch": {c: label for c, label, _ in BRANCHES}[patron["home_library"]],
        "expires_on": patron["expires"],
    }
    if kind == "Student":
        level = {"G": "Graduate", "U": "Undergraduate"}[attributes["LEVEL"]]
        row |= {"student.graduation_year": attributes["CLASS"], "student.level": level}
    if kind in ("Faculty", "Staff"):
        row[f"{kind.lower()}.department"] = DEPARTMENTS[attributes["DEPT"]]
    return row


def _age(row: dict[str, str], dice: Dice) -> None:
    """Put values in the profile that the library system has changed since."""
    old = {
        "address_1": "12 Old Mill Rd",
        "phone": f"612-555-{dice.below(10_000):04d}",
        "mobile": f"651-555-{dice.below(10_000):04d}",
        "home_branch": dice.pick(("Main", "Law")),
        "expires_on": "2025-08-31",
        "email": f"former.{row['email']}",
    }
    for name in dice.some(tuple(old), 1 + dice.below(3)):
        row[name] = old[name]


def _stranger(number: int, dice: Dice) -> dict[str, str]:
    first, last, spelled = _name(dice)
    row = dict.fromkeys(HEADER, "") | {
        "type": dice.pick(("Alumni", "Community")),
        "first_name": first,
        "last_name": last,
    }
    return row | {"email": f"{spelled}.{number}@visitors.example.org", "home_branch": "Main", "notes": "Event guest"}


def write(folder: Path) -> None:
    """Write both files, with LF at line ends on every system."""
    dice = Dice(SEED)
    made = patrons(dice)
    rows = profiles(made, dice)
    soil(made, dice)
    lines = (json.dumps(patron, ensure_ascii=False, separators=(",", ":")) + "\n" for patron in made)
    (folder / "patrons.ndjson").write_bytes("".join(lines).encode())
    with (folder / "profiles.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
