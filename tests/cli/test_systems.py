"""Connections to library systems through the command line, and emulators to rehearse with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from synckit.emulators import KINDS, Population, emulator
from synckit.emulators.serving import serve
from tests.cli.conftest import ROOT

MAPPED = """
name: From Koha
connection: Our Koha
match_on: [card]
mapping:
  - {from: last_name, to: last_name}
  - {from: ils_id, to: card}
  - {constant: Student, to: type}
"""


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCKIT_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.delenv("SYNCKIT_KEY", raising=False)


@pytest.fixture
def koha() -> Iterator[tuple[list[str], str]]:
    """Serve a Koha and return the words that connect it, and its secret."""
    made = emulator("koha", Population(30))
    with serve(made.app) as server:
        words = ["connection", "add", "Our Koha", "--kind", "koha", "--url", server.url]
        yield [*words, "--set", f"client_id={made.set['client_id']}"], made.secret["client_secret"]


def test_a_system_is_connected_tested_run_and_its_secret_is_nowhere(library, cli, koha, monkeypatch, tmp_path):
    words, secret = koha
    monkeypatch.setenv("KOHA_SECRET", secret)
    outputs = [cli(*words, "--secret", "client_secret=env:KOHA_SECRET", "--json")]
    assert outputs[0].json["secrets"] == ["client_secret"]
    outputs.append(cli("connection", "test", "Our Koha", "--json"))
    assert [step["name"] for step in outputs[1].json["steps"] if step["ok"]] == [
        "reached",
        "signed in",
        "rights",
        "patrons",
        "libraries",
        "sample fields",
    ]
    file = tmp_path / "koha.yaml"
    file.write_text(MAPPED)
    outputs += [cli("sync", "import", str(file)), cli("run", "From Koha", "--json")]
    assert outputs[-1].json["counts"]["created"] == 30
    outputs += [cli("connection", "list"), cli("sync", "export", "From Koha"), cli("runs", "--json")]
    assert not [done for done in outputs if secret in done.out + done.err]
    assert "client_secret=•••" in outputs[4].out
    kept = [path for path in library.folder.rglob("*") if path.is_file()]
    assert not [path for path in kept if secret.encode() in path.read_bytes()]


def test_a_secret_out_of_a_file(library, cli, koha, tmp_path):
    words, secret = koha
    (tmp_path / "secret").write_text(secret + "\n")
    assert cli(*words, "--secret", f"client_secret=file:{tmp_path / 'secret'}").code == 0


def test_a_secret_is_entered_again(library, cli, koha, monkeypatch):
    words, secret = koha
    monkeypatch.setenv("KOHA_SECRET", secret)
    monkeypatch.setenv("WRONG", "canary-wrong")
    cli(*words, "--secret", "client_secret=env:KOHA_SECRET")
    cli("connection", "secret", "Our Koha", "client_secret=env:WRONG")
    wrong = cli("connection", "test", "Our Koha")
    assert (wrong.code, "canary" in wrong.out + wrong.err) == (1, False)
    assert "the client secret is wrong" in wrong.err
    cli("connection", "secret", "Our Koha", "client_secret=env:KOHA_SECRET")
    assert cli("connection", "test", "Our Koha").code == 0


@pytest.mark.parametrize(
    ("secret", "words"),
    [
        ("client_secret=canary-plain", "--secret is written as client_secret=env:VARIABLE"),
        ("client_secret=env:NO_SUCH_THING", "the environment has no NO_SUCH_THING; set it"),
        ("client_secret=file:/no/such/file", "the file /no/such/file cannot be read; set it"),
        (
            "client_secert=env:HOME",
            "No secret of a Koha connection named 'client_secert'. Did you mean 'client_secret'?",
        ),
    ],
)
def test_a_secret_that_is_not_there(library, cli, koha, secret, words):
    done = cli(*koha[0], "--secret", secret)
    assert (done.code, words in done.err, "canary" in done.err) == (2, True, False)


def test_a_secret_that_nobody_can_be_asked_for(library, cli):
    done = cli("connection", "add", "Alma", "--kind", "alma", "--url", "https://api-na.hosted.exlibrisgroup.com")
    assert (done.code, "The secret api_key is missing; give it with --secret api_key=env:VARIABLE" in done.err) == (
        2,
        True,
    )


def test_settings_that_do_not_suffice_are_named(library, cli, monkeypatch):
    monkeypatch.setenv("KEY", "x")
    done = cli(
        "connection",
        "add",
        "Sierra",
        "--kind",
        "sierra",
        "--url",
        "https://s.example.org",
        "--secret",
        "client_secret=env:KEY",
    )
    assert (done.code, done.err.strip()) == (
        2,
        "Sierra needs client_key (Client key); give it with --set client_key=VALUE.",
    )
    done = cli(
        "connection", "add", "Alma", "--kind", "alma", "--url", "http://alma.example.org", "--secret", "api_key=env:KEY"
    )
    assert (done.code, "is no https:// address" in done.err) == (2, True)


def test_a_system_that_cannot_be_reached_makes_no_connection(library, cli, koha, monkeypatch):
    monkeypatch.setenv("WRONG", "canary-wrong")
    done = cli(*koha[0], "--secret", "client_secret=env:WRONG")
    assert (done.code, "the client secret is wrong" in done.err) == (1, True)
    assert [each["name"] for each in cli("connection", "list", "--json").json] == ["Drop"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_emulator_says_one_line_and_serves_until_it_is_ended(kind):
    command = [sys.executable, "-m", "synckit", "emulate", kind, "--patrons", "20"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)
    ) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        said = json.loads(server.stdout.readline())
        assert (said["kind"], said["patrons"], set(said)) == (kind, 20, {"kind", "url", "set", "secret", "patrons"})
        assert min(map(len, said["secret"].values())) >= 20
        from synckit import ils

        connector = ils.connector(
            kind, ils.settings(kind, {"url": said["url"], **said["set"]}, said["secret"]), said["secret"]
        )
        assert connector.count() == 20
        server.send_signal(signal.SIGTERM)
        assert (server.wait(10), server.stdout.read(), server.stderr.read()) == (0, b"", b"")


def test_an_emulator_of_people_out_of_a_file(tmp_path):
    file = tmp_path / "people.json"
    file.write_text(json.dumps([{"id": 7, "last_name": "Ross"}]))
    command = [sys.executable, "-m", "synckit", "emulate", "koha", "--patrons", str(file)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env=dict(os.environ),
        # tests that run in the background are told to ignore SIGINT, and so would their children
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as server:
        assert server.stdout is not None
        assert json.loads(server.stdout.readline())["patrons"] == 1
        server.send_signal(signal.SIGINT)
        assert server.wait(10) == 0
