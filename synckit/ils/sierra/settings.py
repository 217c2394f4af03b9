"""What a Sierra connection is told, and where an administrator finds it."""

from __future__ import annotations

from functools import partial

from synckit.ils.address import sound_url
from synckit.ils.setting import Setting, existing_file, whole

NAME = "Sierra"
_ROOT = "/iii/sierra-api/v6"

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "url",
        "Server address",
        "The address of the Sierra application server, such as https://sierra.library.example.org.",
        check=partial(sound_url, NAME),
    ),
    Setting("client_key", "Client key", "Sierra Administration > API Keys; the key needs the role Patrons Read."),
    Setting("client_secret", "Client secret", "Chosen by whoever accepted the key by e-mail.", secret=True),
    Setting(
        "phone_type",
        "Letter of the phone",
        "The type of a patron's telephone, t as Sierra comes.",
        required=False,
        default="t",
    ),
    Setting(
        "mobile_type",
        "Letter of the mobile phone",
        "The type of a patron's second telephone, p as Sierra comes.",
        required=False,
        default="p",
    ),
    Setting(
        "page_size",
        "Patrons a page",
        "From 1 to 2,000.",
        required=False,
        default="1000",
        check=whole("page_size", 1, 2000),
    ),
    Setting(
        "requests_per_second",
        "Requests a second",
        "Sierra names no limit of its own.",
        required=False,
        default="10",
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

    >>> base_of("https://sierra.example.org"), base_of("https://host/iii/sierra-api/v6/")
    ('https://sierra.example.org/iii/sierra-api/v6', 'https://host/iii/sierra-api/v6')
    """
    bare = url.rstrip("/")
    return bare if "/sierra-api/" in bare else bare + _ROOT
