"""The entry: which workspace, which form, which exit code, and nothing loaded that is not needed."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.cli.conftest import HEADER, ROOT, program

ENDINGS = ["init", "connection list", "fields list", "profiles list", "sync list", "runs"]


def test_help_names_every_command():
    done = program("--help")
    named = "init app connection fields profiles sync preview plan run results runs approve reject undo cancel"
    assert (done.code, [name for name in named.split() if f"\n  {name} " not in done.out]) == (0, [])


def test_help_loads_nothing_heavy():
    heavy = ("pandas", "duckdb", "sqlalchemy", "streamlit", "great_expectations", "pyarrow", "pydantic", "rich")
    words = f"import sys, synckit.cli as c; c.main(['--help']); print([n for n in {heavy} if n in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "[]\n")


def test_help_is_quick():
    began = time.monotonic()
    program("--help")
    assert time.monotonic() - began < 2


def test_no_command_shows_the_help_and_is_a_usage_error():
    done = program()
    assert (done.code, done.out, "Commands:" in done.err) == (2, "", True)


@pytest.mark.parametrize(
    "words",
    [
        ["--home", "HOME", "--json", "sync", "list"],
        ["sync", "--json", "--home", "HOME", "list"],
        ["sync", "list", "--home", "HOME", "--json"],
    ],
)
def test_home_and_json_stand_before_or_after_the_command(library, home, words):
    done = program(*(word.replace("HOME", str(home)) for word in words))
    assert (done.code, [each["name"] for each in done.json]) == (0, ["Students"])


def test_the_environment_names_the_workspace(library, home):
    done = program("connection", "list", "--json", env={"SYNCKIT_HOME": str(home)})
    assert [each["name"] for each in done.json] == ["Drop"]


def test_without_a_workspace_named_a_command_is_refused(home):
    program("sync", "list").refused("--home DIR")


@pytest.mark.parametrize("words", ["sync list", "run Students", "fields list", "app"])
def test_a_folder_that_is_no_workspace_is_refused_and_stays_empty(cli, home, words):
    home.mkdir()
    cli(*words.split()).refused("is no workspace", "init --home")
    assert list(home.iterdir()) == []


def test_init_makes_a_workspace_and_leaves_one_that_exists(cli, library):
    assert cli("init", "--json").json["syncs"] == ["Students"]


def test_init_in_a_place_that_cannot_be_made_fails(cli, home):
    home.write_text("a file")
    cli("init").refused("cannot be made", code=1)


@pytest.mark.parametrize("words", ENDINGS)
def test_json_is_one_document_on_one_line(library, cli, words):
    assert cli(*words.split(), "--json").json is not None


@pytest.mark.parametrize(
    "words",
    ["nonsense", "run", "run Students --limit 0", "run Students --as-of monday", "results one", "sync list --wrong"],
)
def test_wrong_usage_ends_with_2(library, cli, words):
    cli(*words.split()).refused()


def test_an_error_is_a_document_too(library, cli):
    done = cli("run", "Studnets", "--json")
    assert (done.code, done.json) == (2, {"error": "No sync named 'Studnets'. Did you mean 'Students'?"})


def test_a_usage_error_is_a_document_too(library, cli):
    assert "No such command 'nonsense'" in cli("--json", "nonsense").json["error"]


def test_a_clock_that_is_none_is_refused(library, cli, monkeypatch):
    monkeypatch.setenv("SYNCKIT_NOW", "yesterday")
    cli("run", "Students").refused("SYNCKIT_NOW")


def test_the_clock_can_be_set(library, cli, monkeypatch):
    monkeypatch.setenv("SYNCKIT_NOW", "2027-02-28T23:30:00Z")
    done = cli("run", "Students", "--json").json
    assert (done["as_of"], done["started"]) == ("2027-02-28", "2027-02-28T23:30:00+00:00")


def test_an_error_of_synckit_itself_is_one_sentence(library, cli, monkeypatch):
    monkeypatch.setattr("synckit.workspace.Workspace.syncs", lambda self: 1 / 0)
    cli("sync", "list").refused("An error of synckit itself (ZeroDivisionError)", code=1)


def test_a_reader_that_goes_away_is_no_traceback(library, home):
    words = f"{sys.executable} -m synckit --home {home} fields export | true"
    done = subprocess.run(["/bin/sh", "-c", words], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_a_table_escapes_what_a_terminal_would_obey(library, cli):
    cli("run", "Students")
    cli("profiles", "set", "1", "notes=\x1b]0;owned\x07[bold]x")
    shown = cli("profiles", "show", "1").out
    assert ("\x1b" in shown, "[bold]x" in shown) == (False, True)


def test_names_outside_ascii_can_be_printed_anywhere(library, home):
    library.bring(f"{HEADER}1,Петренко,c1,,ST\n")
    library.cli("run", "Students")
    done = program("profiles", "list", "--home", str(home), env={"PYTHONIOENCODING": "ascii"})
    assert (done.code, r"\u041f" in done.out) == (0, True)


def test_progress_goes_to_a_terminal_on_stderr_alone(library, home):
    main_end, child_end = pty.openpty()
    words = [sys.executable, "-m", "synckit", "run", "Students", "--json", "--home", str(home)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=child_end, text=True) as child:
        os.close(child_end)
        shown = b"".join(iter(lambda: read_some(main_end), b""))
        out = child.stdout.read()
    os.close(main_end)
    assert (child.returncode, json.loads(out)["status"], b"Reading patrons" in shown or b"Starting" in shown) == (
        0,
        "complete",
        True,
    )


def read_some(terminal):
    """Return what was written to a terminal, nothing when nobody can write any more."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_applies_nothing(library, home, kind):
    library.bring(HEADER + "".join(f"{i},Lee,c{i},a{i}@example.org,ST\n" for i in range(400_000)))
    words = [sys.executable, "-m", "synckit", "run", "Students", "--json", "--home", str(home)]
    # Its own group and a default SIGINT: a runner in the background may have told its children to ignore it.
    with subprocess.Popen(
        words,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as child:
        until = time.monotonic() + 30
        while not library.cli("runs", "--json").json and time.monotonic() < until:
            time.sleep(0.05)
        child.send_signal(kind)
        out, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (1, "Cancelled; nothing was applied.\n")
    assert (json.loads(out)["status"], library.people()) == ("cancelled", {})


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(url):
    """Return what a server says, "" while it does not answer."""
    try:
        with urllib.request.urlopen(url, timeout=5) as page:  # noqa: S310
            return page.read().decode()
    except OSError:
        return ""


@pytest.mark.skipif(not (ROOT / "streamlit_app.py").is_file(), reason="The pages are not there.")
def test_the_app_answers_on_its_port(library, home):
    port = free_port()
    words = [sys.executable, "-m", "synckit", "app", "--port", str(port), "--home", str(home)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) as child:
        until = time.monotonic() + 60
        while not (said := answer(f"http://127.0.0.1:{port}/_stcore/health")) and time.monotonic() < until:
            time.sleep(0.2)
        child.kill()  # a polite end is lost on a Streamlit that has only just begun
    assert said == "ok"
