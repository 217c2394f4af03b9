"""Where notices go: an e-mail server, a webhook, both or none; checked when they are entered, secrets sealed."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from synckit import secrets, store
from synckit.errors import DefinitionError
from synckit.ils.address import sound_url
from synckit.store import settings

NAME = "notices"
SECRETS = ("mail_password", "webhook")
SECURITY = ("starttls", "tls", "none")
_PLACE = 0
"""Secrets of connections are sealed for the connection's id, which begins with 1; these have a place of their own."""


@dataclass(frozen=True)
class Channels:
    """The settings of notices; without `mail_host` there is no mail, without `webhook` no webhook.

    >>> Channels.read({"mail_host": "mail.example.org", "mail_to": "a@example.org", "mail_from": "b@example.org"}).names
    ('mail',)
    """

    mail_host: str = ""
    mail_port: int = 587
    mail_security: str = "starttls"
    mail_user: str = ""
    mail_from: str = ""
    mail_to: str = ""
    """Addresses, parted by commas."""
    stale_days: int = 0
    """After so many days without a success a sync is called stale; 0: never."""
    link: str = ""
    """The address of the app, which notices then name."""
    mail_password: str = field(default="", repr=False)
    webhook: str = field(default="", repr=False)
    """An address that takes Slack's format; who has it may post, so it is a secret."""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Channels:
        """Return the settings that texts say. Raises DefinitionError that says what is wrong with which."""
        known = {each.name: each.type for each in fields(cls)}
        for name in given.keys() - known.keys():
            raise DefinitionError(f"Notices have no setting {name}; they have {', '.join(known)}.", key=name)
        values: dict[str, Any] = {
            name: _whole(name, text) if known[name] == "int" else str(text).strip() for name, text in given.items()
        }
        read = cls(**values)
        read._check()
        return read

    @property
    def names(self) -> tuple[str, ...]:
        """The channels that are set up: `mail`, `webhook`."""
        return tuple(name for name, there in (("mail", self.mail_host), ("webhook", self.webhook)) if there)

    @property
    def recipients(self) -> list[str]:
        """The addresses that mail goes to."""
        return [each.strip() for each in self.mail_to.split(",") if each.strip()]

    def _check(self) -> None:
        if self.mail_security not in SECURITY:
            raise DefinitionError(f"mail_security is one of {', '.join(SECURITY)}.", key="mail_security")
        if self.mail_host and not (self.recipients and "@" in self.mail_from):
            raise DefinitionError("Mail needs mail_from and mail_to, as in library@example.org.", key="mail_to")
        if any("@" not in each or any(letter.isspace() for letter in each) for each in self.recipients):
            raise DefinitionError("mail_to holds what is no address; part addresses by commas.", key="mail_to")
        if self.mail_security == "none" and self.mail_password and not _is_here(self.mail_host):
            raise DefinitionError("A password is sent to another machine by starttls or tls only.", key="mail_security")
        for key, address in (("webhook", self.webhook), ("link", self.link)):
            if address:
                sound_url(f"the {key}", address)


def _whole(name: str, text: Any) -> int:
    if not str(text).strip().isdecimal():
        raise DefinitionError(f"{name} is a whole number, such as 7.", key=name)
    return int(text)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def load(conn: Any) -> Channels:
    """Return the settings as they are saved. Raises StoreError where the secrets cannot be opened."""
    saved = settings.load(conn, NAME)
    values: dict[str, Any] = {**saved.get("plain", {}), **secrets.opened(_PLACE, saved.get("sealed", {}))}
    return Channels(**values)


def plain(conn: Any) -> tuple[dict[str, Any], list[str]]:
    """Return the settings without the secrets, and the names of the secrets that are entered."""
    saved = settings.load(conn, NAME)
    return saved.get("plain", {}), sorted(saved.get("sealed", {}))


def names(conn: Any) -> tuple[str, ...]:
    """Return which channels are set up, without opening a secret."""
    said, sealed = plain(conn)
    return (*(("mail",) if said.get("mail_host") else ()), *(("webhook",) if "webhook" in sealed else ()))


def save(where: store.Store, given: Mapping[str, Any]) -> None:
    """Save settings; those that are not named stay, an empty text takes one away. Raises DefinitionError, StoreError."""
    with where.write() as conn:
        kept = {name: value for name, value in asdict(load(conn)).items() if value}
        read = asdict(Channels.read({name: text for name, text in {**kept, **given}.items() if text != ""}))
        sealed = secrets.seal(_PLACE, {name: read[name] for name in SECRETS if read[name]})
        said = {name: value for name, value in read.items() if name not in SECRETS and value}
        settings.save(conn, NAME, {"plain": said, "sealed": sealed})
