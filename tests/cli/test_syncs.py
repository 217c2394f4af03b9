"""sync, preview, plan, run, results and what is done with a run, through the command line."""

import csv
import stat

import pytest

from synckit.definition import Sync
from tests.cli.conftest import HEADER, PATRONS, SYNC

COUNTS = {"read": 4, "filtered_out": 1, "created": 3, "updated": 0, "unchanged": 0, "skipped": 0, "rejected": 0}
DUPLICATE = PATRONS + "5,Lee,c5,,ST\n5,Lee,c6,,ST\n"


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Definitions


def test_an_exported_sync_is_the_one_that_was_imported(library, cli):
    assert Sync.from_yaml(cli("sync", "export", "Students").out) == Sync.from_yaml(SYNC)


def test_syncs_are_listed(library, cli):
    row = {
        "name": "Students",
        "status": "Draft",
        "paused": False,
        "next": None,
        "connection": "Drop",
        "type": "create_update",
    }
    assert cli("sync", "list", "--json").json == [row]


def test_an_import_of_a_name_that_exists_is_a_new_version(library, cli):
    assert library.sync("empty_fields: replace").code == 0
    assert cli("sync", "show", "Students", "--json").json["version"] == 2


def test_a_sync_is_scheduled_shown_and_cancelled(library, cli):
    words = [
        "--date",
        "2026-12-01",
        "--time",
        "02:30",
        "--timezone",
        "America/New_York",
        "--every",
        "1 day",
        "--last",
        "2027-06-30",
    ]
    due = {"name": "Students", "status": "Scheduled", "next": "2026-12-01T02:30:00-05:00"}
    assert cli("sync", "schedule", "Students", *words, "--json").json == due
    shown = cli("sync", "show", "Students", "--json").json
    assert (shown["next"], shown["definition"]["frequency"], shown["occurrences"]) == (due["next"], "recurring", [])
    assert cli("sync", "cancel", "Students", "--json").json == {"name": "Students", "status": "Draft"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--date 2026-11-01 --time 02:30", "in the past"),
        ("--date 2026-12-01 --time 25:30", "time"),
        ("--date 2026-12-01 --time 02:30 --timezone Mars/North", "time zone"),
        ("--date 2026-12-01 --time 02:30 --last 2026-11-30", "last"),
        ("--date 2026-12-01", "--time"),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused(library, cli, words, said):
    cli("sync", "schedule", "Students", *words.split()).refused(said)
    assert cli("sync", "show", "Students", "--json").json["status"] == "Draft"


def test_a_sync_without_a_schedule_has_none_to_cancel(library, cli):
    cli("sync", "cancel", "Students").refused("no schedule")


def test_a_deleted_sync_leaves_its_profiles(library, cli):
    cli("run", "Students")
    assert cli("sync", "delete", "Students", "--json").json == {"name": "Students", "deleted": True}
    assert (cli("sync", "list", "--json").json, len(library.people())) == ([], 3)


# Preview and plan


def test_a_preview_counts_condition_by_condition_and_masks(library, cli):
    done = cli("preview", "Students", "--limit", "1", "--json").json
    assert done["waterfall"] == [
        {"condition": "Every patron", "patrons": 4},
        {"condition": "kind equals ST", "patrons": 3},
    ]
    assert (done["patrons"], len(done["rows"]), done["rows"][0]["mail"]) == (3, 1, "e•••@example.org")
    assert '"kind"' in done["sql"] or "kind" in done["sql"]


def test_a_preview_shows_values_when_asked(library, cli):
    assert cli("preview", "Students", "--show-values", "--json").json["rows"][0]["surname"] == "Noether"
    assert "Noether" in cli("preview", "Students", "--show-values").out


def test_a_plan_writes_nothing(library, cli):
    done = cli("plan", "Students", "--json")
    assert (done.code, done.json["status"], done.json["counts"], done.json["findings"]) == (0, "planned", COUNTS, 1)
    assert "run" not in done.json
    assert (library.people(), cli("runs", "--json").json) == ({}, [])


def test_a_plan_that_would_hold_ends_with_3(library, cli):
    library.sync("limits: {create: 2}")
    done = cli("plan", "Students", "--json")
    assert (done.code, done.json["status"], done.json["passed"]) == (3, "planned", ["create"])
    assert "create" in done.err


def test_a_plan_that_would_stop_ends_with_1(library, cli):
    library.sync("errors: stop")
    library.bring(DUPLICATE)
    done = cli("plan", "Students", "--json")
    assert (done.code, done.json["status"], done.err.count("\n")) == (1, "planned", 1)


def test_a_plan_shows_its_changes_before_and_after(library, cli):
    cli("run", "Students")
    library.bring(PATRONS.replace("Noether", "=Hilbert"))
    path = library.folder / "changes.csv"
    done = cli("plan", "Students", "--changes", str(path))
    assert ["1", "last_name", "Noether", "→", "=Hilbert"] in [line.split() for line in done.out.splitlines()]
    row = {"patron": "1", "profile_id": "1", "field": "last_name", "before": "Noether", "after": "'=Hilbert"}
    assert (rows_of(path), stat.S_IMODE(path.stat().st_mode)) == ([row], 0o600)


def test_a_plan_shows_twenty_changes_and_says_how_many_more(library, cli):
    people = "".join(f"{i},Lee,c{i},,ST\n" for i in range(25))
    library.bring(HEADER + people)
    cli("run", "Students")
    library.bring(HEADER + people.replace("Lee", "Li"))
    done = cli("plan", "Students")
    assert (done.out.count("→"), "and 5 more changes" in done.out) == (20, True)


def test_changes_that_cannot_be_written_are_refused(library, cli):
    cli("plan", "Students", "--changes", "/no/such/folder/x.csv").refused("/no/such/folder/x.csv")


# Runs


def test_a_run_is_reported_in_full(library, cli):
    done = cli("run", "Students", "--json")
    assert (done.code, done.json["run"], done.json["sync"], done.json["status"]) == (0, 1, "Students", "complete")
    assert (done.json["counts"], done.json["findings"], done.json["as_of"]) == (COUNTS, 1, "2026-11-23")
    assert set(done.json["seconds"]) == {"load", "plan", "apply"}


def test_a_second_run_changes_nothing(library, cli):
    cli("run", "Students")
    counts = cli("run", "Students", "--json").json["counts"]
    assert (counts["created"], counts["updated"], counts["unchanged"]) == (0, 0, 3)


def test_a_run_can_be_cut_and_dated(library, cli):
    done = cli("run", "Students", "--limit", "2", "--as-of", "2026-01-31", "--json").json
    assert (done["counts"]["created"], done["as_of"]) == (2, "2026-01-31")


def test_a_run_that_stops_ends_with_1_and_applies_nothing(library, cli):
    library.sync("errors: stop")
    library.bring(DUPLICATE)
    done = cli("run", "Students", "--json")
    assert (done.code, done.json["status"], done.err.count("\n"), library.people()) == (1, "stopped", 1, {})


def test_a_held_run_ends_with_3_and_applies_nothing(library, cli):
    library.sync("limits: {create: 2}")
    done = cli("run", "Students", "--json")
    assert (done.code, done.json["status"], done.json["passed"], library.people()) == (3, "held", ["create"], {})
    assert "approve 1" in done.err


def test_a_held_run_is_approved(held, cli):
    done = cli("approve", "1", "--json")
    assert (done.code, done.json["status"], "message" in done.json, len(held.people())) == (0, "complete", False, 3)


def test_a_held_run_is_rejected(held, cli):
    done = cli("reject", "1", "--json")
    assert (done.code, done.json["status"], held.people()) == (0, "cancelled", {})


@pytest.mark.parametrize(
    "words",
    ["approve 1", "reject 1", "cancel 1", "approve 9", "reject 9", "cancel 9", "undo 9", "results 9", "runs Nobody"],
)
def test_what_does_not_fit_the_state_is_refused(library, cli, words):
    cli("run", "Students")
    cli(*words.split()).refused()


def test_a_run_that_goes_on_is_asked_to_end(library, cli, home):
    import synckit

    with synckit.open(home) as ws:
        from synckit.store import leases, runs, syncs

        with ws.home.store.write() as conn:
            saved = syncs.load(conn, "Students")
            runs.start(conn, saved.id, saved.version)
            leases.acquire(conn, f"sync:{saved.id}", "another-machine:1:1", 600)
    library.sync("empty_fields: replace").refused("is running")
    done = cli("cancel", "1", "--json")
    assert (done.code, done.json["run"]) == (0, 1)


def test_results_mask_their_findings(library, cli):
    cli("run", "Students")
    found = cli("results", "1", "--json").json
    assert (found["created"], found["updated"], found["changes"]) == ([1, 2, 3], [], [])
    assert [(each["patron"], each["field"], each["rule"], each["value"]) for each in found["findings"]] == [
        ("3", "email", "type", "n•••")
    ]
    assert cli("results", "1", "--show-values", "--json").json["findings"][0]["value"] == "not an address"


def test_results_name_what_changed(library, cli):
    cli("run", "Students")
    library.bring(PATRONS.replace("Noether", "Hilbert"))
    cli("run", "Students")
    found = cli("results", "2", "--json").json
    assert found["changes"] == [{"profile_id": 1, "field": "last_name", "before": "Noether", "after": "Hilbert"}]
    assert found["updated"] == [1]


def test_findings_are_written_to_a_file_for_its_owner(library, cli):
    library.bring(PATRONS.replace("not an address", "=1+1"))
    cli("run", "Students")
    path = library.folder / "errors.csv"
    assert "Patrons read" in cli("results", "1", "--errors", str(path)).out
    assert [(row["patron"], row["rule"], row["value"]) for row in rows_of(path)] == [("3", "type", "'=1+1")]
    assert (list(rows_of(path)[0]), stat.S_IMODE(path.stat().st_mode)) == (
        ["patron", "step", "field", "rule", "value", "message"],
        0o600,
    )


def test_runs_are_listed_newest_first(library, cli):
    cli("run", "Students")
    cli("run", "Students")
    assert [each["run"] for each in cli("runs", "Students", "--json").json] == [2, 1]
    assert cli("runs").out.splitlines()[1].split()[:3] == ["2", "Students", "complete"]


def test_an_undo_takes_a_run_back_once(library, cli):
    cli("run", "Students")
    assert cli("undo", "1", "--json").json == {"run": 1, "undone": 0, "deleted": 3, "left": [], "paused": False}
    assert (library.people(), cli("runs", "--json").json[0]["undone"]) == ({}, True)
    cli("undo", "1").refused("undone already")


def test_an_undo_leaves_what_was_changed_since(library, cli):
    cli("run", "Students")
    library.bring(PATRONS.replace("Noether", "Hilbert").replace("emmy@", "e@"))
    cli("run", "Students")
    cli("profiles", "set", "1", "email=new@example.org")
    done = cli("undo", "2", "--json").json
    assert (done["undone"], done["left"]) == (1, [{"profile_id": 1, "field": "email"}])
    assert library.people()[1] == ("Noether", "c1", "new@example.org")


def test_an_undo_pauses_a_scheduled_sync(library, cli):
    cli("run", "Students")
    cli("sync", "schedule", "Students", "--date", "2026-12-01", "--time", "02:30", "--every", "1 day")
    assert cli("undo", "1", "--json").json["paused"] is True
    assert cli("sync", "list", "--json").json[0]["next"] is None


def test_a_schedule_is_changed_in_parts(library, cli):
    cli("sync", "schedule", "Students", "--date", "2026-11-24", "--time", "02:30", "--every", "1 week")
    done = cli("sync", "reschedule", "Students", "--time", "04:00", "--blackout", "2026-11-24", "--json").json
    assert done == {"name": "Students", "next": "2026-12-01T04:00:00+00:00", "paused": False}
    kept = cli("sync", "show", "Students", "--json").json["definition"]["schedule"]
    assert kept == {"date": "2026-11-24", "time": "04:00", "every": "1 week", "blackout": ["2026-11-24"]}
    cli("sync", "pause", "Students")
    assert "is paused" in cli("sync", "reschedule", "Students", "--every", "1 day").out
    cli("sync", "reschedule", "Students", "--last", "2026-11-24").refused("would have no run any more")
    cli("sync", "cancel", "Students")
    cli("sync", "reschedule", "Students", "--time", "05:00").refused("has no schedule to change")


# Notices and the runner


def test_notices_are_set_up_shown_and_tried(library, cli, monkeypatch, tmp_path):
    monkeypatch.setenv("SYNCKIT_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("HOOK", "http://127.0.0.1:9/hook")
    cli("notices", "test").refused("No channel is set up")
    done = cli("notices", "set", "--secret", "webhook=env:HOOK", "--set", "stale_days=3", "--json").json
    assert done["secrets"] == ["webhook"]
    assert done["settings"]["stale_days"] == 3
    shown = cli("notices", "show").out
    assert ("•••" in shown, "127.0.0.1:9" in shown) == (True, False)
    tried = cli("notices", "test", "--json")
    assert (tried.code, tried.json["sent"]) == (1, {"webhook": False})
    cli("notices", "set", "--set", "mail_port=many").refused("mail_port is a whole number")


def test_a_monitor_learns_whether_a_runner_is_at_work(library, cli):
    assert (cli("runner", "--status").code, cli("runner", "--status", "--json").json["working"]) == (1, False)
    assert cli("runner", "--once").code == 0
    from synckit.store import leases, open_store

    store = open_store(str(library.folder / "library" / "synckit.db"))
    with store.write() as conn:
        leases.acquire(conn, leases.RUNNER, "elsewhere:1:1", leases.RUNNER_SECONDS)
    store.close()
    done = cli("runner", "--status", "--json")
    assert (done.code, done.json) == (0, {"working": True, "heartbeat": "2026-11-23T12:00:00+00:00"})
