"""Secrets at rest: sealed, bound, and opened by the right key alone."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from synckit import secrets
from synckit.errors import StoreError


@pytest.fixture(autouse=True)
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "keys" / "key"
    monkeypatch.setenv("SYNCKIT_KEY_FILE", str(path))
    monkeypatch.delenv("SYNCKIT_KEY", raising=False)
    return path


def test_what_is_sealed_opens_and_shows_nothing() -> None:
    sealed = secrets.seal(7, {"api_key": "canary", "password": "pässwörd"})
    assert secrets.opened(7, sealed) == {"api_key": "canary", "password": "pässwörd"}
    assert "canary" not in str(sealed)
    assert secrets.seal(7, {"api_key": "canary"}) != secrets.seal(7, {"api_key": "canary"})


def test_every_bit_counts() -> None:
    text = secrets.seal(7, {"api_key": "canary"})["api_key"]
    raw = bytearray(base64.urlsafe_b64decode(text.removeprefix("v1:")))
    for bit in range(len(raw) * 8):
        raw[bit // 8] ^= 1 << bit % 8
        forged = "v1:" + base64.urlsafe_b64encode(bytes(raw)).decode()
        with pytest.raises(StoreError, match=r"^The secret api_key cannot be opened with this key; set the key"):
            secrets.opened(7, {"api_key": forged})
        raw[bit // 8] ^= 1 << bit % 8


def test_a_sealed_secret_opens_nowhere_else() -> None:
    sealed = secrets.seal(7, {"api_key": "canary"})
    for id, moved in ((8, sealed), (7, {"password": sealed["api_key"]})):
        with pytest.raises(StoreError, match="cannot be opened with this key"):
            secrets.opened(id, moved)


@pytest.mark.parametrize("text", ["", "canary", "v1:", "v1:AAAA", "v1:%%%", "v2:AAAA"])
def test_what_was_never_sealed_does_not_open(text: str) -> None:
    secrets.seal(1, {"a": "b"})
    with pytest.raises(StoreError, match="cannot be opened with this key"):
        secrets.opened(7, {"api_key": text})


def test_the_key_is_made_for_its_owner_alone(key_file: Path) -> None:
    secrets.seal(7, {"api_key": "canary"})
    assert (key_file.stat().st_mode & 0o777, key_file.parent.stat().st_mode & 0o077) == (0o600, 0)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_may_read_is_refused(key_file: Path, mode: int) -> None:
    sealed = secrets.seal(7, {"api_key": "canary"})
    key_file.chmod(mode)
    with pytest.raises(StoreError, match=r"^Others may read the key file .+; run: chmod 600"):
        secrets.opened(7, sealed)


def test_a_key_that_is_gone_is_not_made_anew(key_file: Path) -> None:
    sealed = secrets.seal(7, {"api_key": "canary"})
    key_file.unlink()
    with pytest.raises(StoreError, match=r"^The key of the secrets is not in .+; put it back, or set SYNCKIT_KEY"):
        secrets.opened(7, sealed)
    assert not key_file.exists()


@pytest.mark.parametrize(
    ("content", "words"), [("", "is empty; put the key back"), ("short\n", "holds no key of synckit")]
)
def test_a_file_that_holds_no_key_is_named(key_file: Path, content: str, words: str) -> None:
    sealed = secrets.seal(7, {"api_key": "canary"})
    key_file.write_text(content)
    with pytest.raises(StoreError, match=words):
        secrets.opened(7, sealed)


def test_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch, key_file: Path) -> None:
    monkeypatch.setenv("SYNCKIT_KEY", secrets.new_key())
    sealed = secrets.seal(7, {"api_key": "canary"})
    assert not key_file.exists()
    monkeypatch.setenv("SYNCKIT_KEY", secrets.new_key())
    with pytest.raises(StoreError, match="cannot be opened with this key"):
        secrets.opened(7, sealed)
    monkeypatch.setenv("SYNCKIT_KEY", "canary-no-key")
    with pytest.raises(StoreError, match=r"^SYNCKIT_KEY holds no key of synckit; it is 44 characters") as caught:
        secrets.opened(7, sealed)
    assert "canary" not in str(caught.value)


def test_a_new_key_seals_and_the_former_still_opens(key_file: Path) -> None:
    former = secrets.seal(7, {"api_key": "canary"})
    key_file.write_text(secrets.new_key() + "\n" + key_file.read_text())
    later = secrets.seal(7, {"api_key": "canary"})
    assert secrets.opened(7, former) == secrets.opened(7, later) == {"api_key": "canary"}
    key_file.write_text(key_file.read_text().splitlines()[0] + "\n")
    assert secrets.opened(7, later) == {"api_key": "canary"}
    with pytest.raises(StoreError, match="cannot be opened"):
        secrets.opened(7, former)


def test_nothing_to_seal_needs_no_key(key_file: Path) -> None:
    assert (secrets.seal(7, {}), secrets.opened(7, {})) == ({}, {})
    assert not key_file.exists()
