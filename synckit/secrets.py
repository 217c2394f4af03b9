"""Secrets at rest: sealed with a key that is not in the workspace, and bound to the place where they are kept.

A sealed text opens only with the key, unchanged, and for the connection and field that it was sealed for; copied to
another connection it does not open. The key is in SYNCKIT_KEY, or in a file outside the workspace that nobody else may
read (SYNCKIT_KEY_FILE, otherwise ~/.config/synckit/key), which is made when the first secret is sealed. A file may hold
several keys, one a line: the first seals, all of them open, so that a key can be changed without entering everything anew.
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from synckit.errors import StoreError

_VERSION = "v1:"
_NONCE = 12
_BITS = 256


def seal(connection_id: int, secrets: Mapping[str, str]) -> dict[str, str]:
    """Return the secrets of a connection sealed, each for its own field. Raises StoreError where there is no key to use.

    >>> os.environ["SYNCKIT_KEY"] = new_key()
    >>> sealed = seal(7, {"api_key": "l8xx"})
    >>> opened(7, sealed)
    {'api_key': 'l8xx'}
    >>> opened(8, sealed)
    Traceback (most recent call last):
    synckit.errors.StoreError: The secret api_key cannot be opened with this key; set the key that it was sealed with, or enter the secret again.
    >>> del os.environ["SYNCKIT_KEY"]
    """
    if not secrets:
        return {}
    cipher = AESGCM(_keys(make=True)[0])
    sealed = {}
    for name, secret in secrets.items():
        nonce = os.urandom(_NONCE)
        text = cipher.encrypt(nonce, secret.encode(), _place(connection_id, name))
        sealed[name] = _VERSION + base64.urlsafe_b64encode(nonce + text).decode("ascii")
    return sealed


def opened(connection_id: int, sealed: Mapping[str, str]) -> dict[str, str]:
    """Return the secrets of a connection. Raises StoreError for a wrong or missing key, and for what was tampered with."""
    if not sealed:
        return {}
    keys = _keys(make=False)
    return {name: _open(keys, text, _place(connection_id, name), name) for name, text in sealed.items()}


def _open(keys: list[bytes], text: str, place: bytes, name: str) -> str:
    try:
        raw = base64.urlsafe_b64decode(text.removeprefix(_VERSION))
    except (binascii.Error, ValueError):
        raw = b""
    for key in keys if text.startswith(_VERSION) and len(raw) > _NONCE else []:
        try:
            return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], place).decode()
        except InvalidTag:
            continue
    raise StoreError(
        f"The secret {name} cannot be opened with this key; set the key that it was sealed with, or enter the secret again."
    )


def _place(connection_id: int, name: str) -> bytes:
    return f"connection {connection_id} {name}".encode()


def new_key() -> str:
    """Return a new key, as SYNCKIT_KEY or a line of the key file holds it.

    >>> len(new_key())
    44
    """
    return base64.urlsafe_b64encode(AESGCM.generate_key(_BITS)).decode("ascii")


def key_file() -> Path:
    """Return where the key is, when it is not in the environment."""
    named = os.environ.get("SYNCKIT_KEY_FILE", "").strip()
    return Path(named).expanduser() if named else Path.home() / ".config" / "synckit" / "key"


def _keys(make: bool) -> list[bytes]:
    given = os.environ.get("SYNCKIT_KEY", "").strip()
    if given:
        return [_key(given, "SYNCKIT_KEY")]
    path = key_file()
    if make and not path.exists():
        _make(path)
    return [_key(line, str(path)) for line in _lines(path)]


def _lines(path: Path) -> list[str]:
    try:
        mode = path.stat().st_mode
        lines = path.read_text("ascii").split()
    except (OSError, ValueError):
        raise StoreError(
            f"The key of the secrets is not in {path}; put it back, or set SYNCKIT_KEY or SYNCKIT_KEY_FILE."
        ) from None
    if os.name == "posix" and mode & 0o077:
        raise StoreError(f"Others may read the key file {path}; run: chmod 600 {path}")
    if not lines:
        raise StoreError(
            f"The key file {path} is empty; put the key back, or enter the secrets again after deleting it."
        )
    return lines


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    except OSError as problem:
        raise StoreError(
            f"The key of the secrets cannot be kept in {path} ({problem.strerror}); set SYNCKIT_KEY or SYNCKIT_KEY_FILE."
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(new_key() + "\n")


def _key(text: str, where: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) * 8 != _BITS:
        raise StoreError(f"{where} holds no key of synckit; it is 44 characters, as synckit.secrets.new_key() gives.")
    return key
