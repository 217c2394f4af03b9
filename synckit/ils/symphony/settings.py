"""What a Symphony connection is told, and where an administrator finds it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from synckit import errors
from synckit.errors import DefinitionError
from synckit.ils.address import sound_url
from synckit.ils.setting import Setting, existing_file, whole

NAME = "Symphony"
LAYOUTS = {"v1": "application/json", "v2": "application/vnd.sirsidynix.roa.resource.v2+json"}
"""The two layouts of its records, and what asks for them."""


def _layout(text: str) -> str:
    name = text.strip().lower()
    if name not in LAYOUTS:
        raise DefinitionError(errors.unknown("layout of Symphony", text, LAYOUTS), key="layout")
    return name


def _values(text: str) -> str:
    if not values(text):
        raise DefinitionError("search_values names nothing; list values such as STUDENT, FACULTY.", key="search_values")
    return ",".join(values(text))


def values(text: str) -> Sequence[str]:
    """Return the values in a list that is parted by commas.

    >>> values("STUDENT, FACULTY,")
    ['STUDENT', 'FACULTY']
    """
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "url",
        "Web services address",
        "With its port and the name of the web app, such as https://symphony.library.example.org:8443/symws.",
        check=partial(sound_url, NAME),
    ),
    Setting("client_id", "Client ID", "WorkFlows > Configuration > Web Services: a client that may use staff login."),
    Setting(
        "app_id",
        "Application ID",
        "Any name of your own; Symphony writes it into its log.",
        required=False,
        default="synckit",
    ),
    Setting("login", "Staff user", "The id of a staff user that may display users in every library."),
    Setting("password", "Password", "The password of that user.", secret=True),
    Setting(
        "search_index",
        "Search index",
        "Symphony has no list of all patrons: name an index that finds them, as user/patron/describe lists it.",
    ),
    Setting(
        "search_values",
        "Values of the index",
        "Every value that patrons are to be found by, with commas, such as all user profiles. Whoever has none is not read.",
        check=_values,
    ),
    Setting(
        "search_field",
        "Field of the index",
        "The field that the index holds, such as patron_type: then a filter of that field asks for its values alone.",
        required=False,
    ),
    Setting("layout", "Layout", "v1, or v2 for servers that send that.", required=False, default="v1", check=_layout),
    Setting(
        "page_size",
        "Patrons a page",
        "From 1 to 1,000.",
        required=False,
        default="200",
        check=whole("page_size", 1, 1000),
    ),
    Setting(
        "requests_per_second",
        "Requests a second",
        "Symphony names no limit of its own.",
        required=False,
        default="10",
        check=whole("requests_per_second", 1, 1000),
    ),
    Setting("lanes", "Requests at a time", "From 1 to 4.", required=False, default="2", check=whole("lanes", 1, 4)),
    Setting(
        "timeout",
        "Seconds to wait for an answer",
        "From 1 to 600; Symphony may take two minutes.",
        required=False,
        default="120",
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
