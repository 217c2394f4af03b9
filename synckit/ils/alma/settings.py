"""What an Alma connection is told, and where an administrator finds it."""

from __future__ import annotations

from functools import partial

from synckit.ils.address import sound_url
from synckit.ils.setting import Setting, existing_file, whole

NAME = "Alma"
_ROOT = "/almaws/v1"


def base_of(url: str) -> str:
    """Return the address that all calls begin with, whether or not the administrator wrote the path.

    >>> base_of("https://api-eu.hosted.exlibrisgroup.com"), base_of("https://host/almaws/v1/")
    ('https://api-eu.hosted.exlibrisgroup.com/almaws/v1', 'https://host/almaws/v1')
    """
    bare = url.rstrip("/")
    return bare if bare.endswith(_ROOT) else bare + _ROOT


_HOSTS = "North America api-na, Europe api-eu, Asia Pacific api-ap, Canada api-ca, China api-cn"

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "url",
        "API address",
        f"https://api-na.hosted.exlibrisgroup.com for North America; by region: {_HOSTS}.",
        check=partial(sound_url, NAME),
    ),
    Setting(
        "api_key",
        "API key",
        "Ex Libris Developer Network > Build > API Keys. The key needs Users read-only, and Configuration read-only "
        "for the labels of codes. Choose the production plan of your institution.",
        secret=True,
    ),
    Setting(
        "barcode_type",
        "Identifier type of barcodes",
        "The code in Configuration > User Management > User Identifier Types; BARCODE or 01 when left empty.",
        required=False,
    ),
    Setting(
        "alt_id_type",
        "Identifier type of the second id",
        "The code in Configuration > User Management > User Identifier Types, such as INST_ID.",
        required=False,
    ),
    Setting(
        "reserve",
        "Requests kept back",
        "So many of the institution's requests of the day are left to others; a sync stops before.",
        required=False,
        default="5000",
        check=whole("reserve", 0, 10_000_000),
    ),
    Setting(
        "page_size", "Patrons a page", "From 1 to 100.", required=False, default="100", check=whole("page_size", 1, 100)
    ),
    Setting(
        "requests_per_second",
        "Requests a second",
        "Alma allows 25 for the whole institution.",
        required=False,
        default="20",
        check=whole("requests_per_second", 1, 1000),
    ),
    Setting("lanes", "Requests at a time", "From 1 to 8.", required=False, default="4", check=whole("lanes", 1, 8)),
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
