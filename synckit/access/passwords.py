"""How a password is kept and compared, and which ones are too weak.

scrypt of the standard library; the stored text carries its parameters, so that they can grow and old ones still open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import unicodedata

from synckit import errors

SHORTEST, LONGEST = 10, 256
_N, _R, _P = 2**15, 8, 1
_SALT, _LENGTH = 16, 32
_MEMORY = 128 * 1024 * 1024
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each takes 32 MB and a tenth of a second; many tries at once must not take the computer."""


def check(password: str, name: str) -> None:
    """Raise `Refused` for a password that is too short, too long, or the name itself."""
    if not SHORTEST <= len(_normal(password)) <= LONGEST:
        raise errors.Refused(f"A password has {SHORTEST} to {LONGEST} characters; choose another one.")
    if _normal(password).strip().casefold() == name.strip().casefold():
        raise errors.Refused("A password is not the name of its user; choose another one.")


def hashed(password: str) -> str:
    """Return what is kept of a password: method, parameters, salt and hash.

    >>> hashed("correct horse").split("$")[:4]
    ['scrypt', '32768', '8', '1']
    """
    salt = secrets.token_bytes(_SALT)
    made = _scrypt(password, salt, _N, _R, _P)
    return "$".join(("scrypt", str(_N), str(_R), str(_P), _text(salt), _text(made)))


def matches(password: str, kept: str) -> bool:
    """Say whether a password is the one that was kept.

    >>> matches("correct horse", hashed("correct horse")), matches("battery staple", hashed("correct horse"))
    (True, False)
    """
    method, n, r, p, salt, made = kept.split("$")
    if method != "scrypt":
        raise ValueError("A kept password names a method that this version does not know.")
    found = _scrypt(password, base64.b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found, base64.b64decode(made))


def spend(password: str) -> bool:
    """Take as long as a comparison takes, and say no: nobody learns by the clock which names exist."""
    _scrypt(password, bytes(_SALT), _N, _R, _P)
    return False


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    text = _normal(password[:LONGEST]).encode("utf-8", "surrogatepass")
    with _AT_ONCE:
        return hashlib.scrypt(text, salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=_LENGTH)


def _normal(password: str) -> str:
    """One keyboard writes é as one character, another as two."""
    return unicodedata.normalize("NFC", password)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
