"""Which addresses a connection may go to: https anywhere, http to this machine alone, nothing in disguise."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from synckit.errors import DefinitionError

_ODD = re.compile(r"[\s\\\x00-\x1f\x7f]")
_NUMERIC = re.compile(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+))*", re.IGNORECASE)


def sound_url(system: str, url: str) -> str:
    """Return an address without its last slash. Raises DefinitionError for one that a secret must not be sent to.

    >>> sound_url("Koha", "https://koha.example.org/")
    'https://koha.example.org'
    >>> sound_url("Koha", "http://koha.example.org")
    Traceback (most recent call last):
    synckit.errors.DefinitionError: The address of Koha is no https:// address; only this machine may be asked by http://.
    """
    bare = url.strip()
    try:
        parts = urlsplit(bare)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise _refused(system, "cannot be read; write it as https://host/path") from None
    if _ODD.search(bare) or "@" in parts.netloc or parts.query or parts.fragment or "?" in bare or "#" in bare:
        raise _refused(system, "holds a user name, a query or an odd character; write it as https://host/path")
    if parts.scheme not in ("https", "http") or not host:
        raise _refused(system, "does not begin with https://; write it as https://host/path")
    address = _address(system, host)
    if parts.scheme == "http" and not (host == "localhost" or (address and address.is_loopback)):
        raise _refused(system, "is no https:// address; only this machine may be asked by http://")
    return bare.rstrip("/")


def _address(system: str, host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that a host is, None for a name; other spellings of one are refused, for they hide it."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        if _NUMERIC.fullmatch(host.rstrip(".")):
            raise _refused(system, "is a number in disguise; write the host's name") from None
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        raise _refused(system, "is a number in disguise; write the host's name")
    if found.is_link_local or found.is_unspecified or found.is_multicast:
        raise _refused(system, "belongs to no library system; write the host's name")
    return found


def _refused(system: str, why: str) -> DefinitionError:
    return DefinitionError(f"The address of {system} {why}.", key="url")
