"""What a Koha connection is told, and where an administrator finds it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from synckit.errors import DefinitionError
from synckit.ils.address import sound_url
from synckit.ils.setting import Setting, existing_file, whole

NAME = "Koha"
_ROOT = "/api/v1"
_EITHER = "Give either the client of an API key pair, or a user with a password."

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "url",
        "Staff interface address",
        "The address of the staff interface, such as https://staff.library.example.org.",
        check=partial(sound_url, NAME),
    ),
    Setting(
        "client_id",
        "Client ID",
        "Patrons > the API user > More > Manage API keys; the preference RESTOAuth2ClientCredentials must be on. "
        + _EITHER,
        required=False,
    ),
    Setting("client_secret", "Client secret", "Shown once, when the key is made.", secret=True, required=False),
    Setting(
        "user",
        "User name",
        "The user name (not the card number) of a staff patron; the preference RESTBasicAuth must be on. " + _EITHER,
        required=False,
    ),
    Setting("password", "Password", "The password of that patron.", secret=True, required=False),
    Setting(
        "page_size",
        "Patrons a page",
        "From 1 to 1,000; Koha takes about 5 ms a patron.",
        required=False,
        default="250",
        check=whole("page_size", 1, 1000),
    ),
    Setting(
        "requests_per_second",
        "Requests a second",
        "Koha names no limit of its own.",
        required=False,
        default="20",
        check=whole("requests_per_second", 1, 1000),
    ),
    Setting(
        "timeout",
        "Seconds to wait for an answer",
        "From 1 to 600.",
        required=False,
        default="90",
        check=whole("timeout", 1, 600),
    ),
    Setting(
        "ca_file",
        "Certificates file",
        "A file of your own certificate authority.",
        required=False,
        check=existing_file("ca_file"),
    ),
)


def base_of(url: str) -> str:
    """Return the address that all calls begin with, whether or not the administrator wrote the path.

    >>> base_of("https://staff.example.org"), base_of("https://staff.example.org/api/v1/")
    ('https://staff.example.org/api/v1', 'https://staff.example.org/api/v1')
    """
    bare = url.rstrip("/")
    return bare if bare.endswith(_ROOT) else bare + _ROOT


def credentials(settings: Mapping[str, str], secrets: Mapping[str, str]) -> tuple[str, str, bool]:
    """Return name, secret, and whether they are those of an OAuth2 client. Raises DefinitionError for half a pair.

    >>> credentials({"user": "api", "client_id": ""}, {"password": "p"})
    ('api', 'p', False)
    """
    for name, secret, is_client in (("client_id", "client_secret", True), ("user", "password", False)):
        if settings.get(name) and secrets.get(secret):
            return settings[name], secrets[secret], is_client
        if settings.get(name) or secrets.get(secret):
            missing = secret if settings.get(name) else name
            raise DefinitionError(f"Koha needs {missing} beside {name if missing == secret else secret}.", key=missing)
    raise DefinitionError(
        "Koha needs client_id and client_secret, or user and password; give one of the pairs.", key="client_id"
    )
