"""Where a session comes from: this computer, or another one through whatever stands between."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config

_BETWEEN = ("forwarded", "via", "x-real-ip")


@dataclass(frozen=True)
class Caller:
    """The request that a session began with."""

    host: str
    origin: str = ""
    between: bool = False
    """Whether a proxy passed it on."""
    address: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether it comes from a browser of this computer, as far as everything that it says agrees on that.

        >>> Caller("localhost:8501").is_local, Caller("library.example.org").is_local
        (True, False)
        """
        # A proxy of this computer may pass its own address on as the host; the browser's own origin tells.
        from_here = is_loopback(_host(self.host)) and (not self.origin or is_loopback(urlsplit(self.origin).hostname))
        return from_here and not self.between and (self.address is None or is_loopback(self.address))


def caller() -> Caller | None:
    """Return the request that this session began with; None when its browser has gone."""
    headers = {name.lower(): value for name, value in st.context.headers.items()}
    return read(headers, st.context.ip_address) if headers else None


def read(headers: Mapping[str, str], address: str | None) -> Caller:
    """Return what headers, their names in lower case, and an address say."""
    between = any(name in _BETWEEN or name.startswith("x-forwarded") for name in headers)
    return Caller(headers.get("host", ""), headers.get("origin", ""), between, address)


def listens_here_alone() -> bool:
    """Whether this server answers this computer alone; without an address it answers every network."""
    return is_loopback(config.get_option("server.address"))


def is_loopback(host: str | None) -> bool:
    """Say whether a name or address is this computer.

    >>> [is_loopback(each) for each in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "localhost.example.org", None)]
    [True, True, True, False, False, False]
    """
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _host(given: str) -> str | None:
    try:
        return urlsplit(f"//{given}").hostname
    except ValueError:
        return None
