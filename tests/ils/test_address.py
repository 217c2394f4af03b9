"""Which addresses a secret may be sent to."""

import pytest

from synckit.errors import DefinitionError
from synckit.ils.address import sound_url


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://api-eu.hosted.exlibrisgroup.com/", "https://api-eu.hosted.exlibrisgroup.com"),
        (" https://ils.example.org:8443/symws/ ", "https://ils.example.org:8443/symws"),
        ("https://10.1.2.3/api", "https://10.1.2.3/api"),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("http://localhost:8081/x", "http://localhost:8081/x"),
        ("http://[::1]:8081", "http://[::1]:8081"),
        ("https://library.123", "https://library.123"),
    ],
)
def test_sound_addresses(given: str, kept: str) -> None:
    assert sound_url("Koha", given) == kept


@pytest.mark.parametrize(
    "url",
    [
        "",
        "koha.example.org",
        "ftp://koha.example.org",
        "file:///etc/passwd",
        "http://koha.example.org",
        "http://10.1.2.3",
        "https://169.254.169.254",
        "https://[::ffff:169.254.169.254]",
        "https://[fe80::1]",
        "http://127.1",
        "http://0x7f.1",
        "http://2130706433",
        "http://0.0.0.0",
        "https://0.0.0.0",
        "https://[::]",
        "https://224.0.0.1",
        "https://0177.0.0.1",
        "https://user@koha.example.org",
        "https://user:pass@koha.example.org",
        "https://koha.example.org\\@evil.example.org",
        "https://koha.example\t.org",
        "https://koha.example.org/a?b=c",
        "https://koha.example.org/#x",
        "https://koha.example.org:port",
        "https://[::1",
    ],
)
def test_addresses_that_are_refused(url: str) -> None:
    with pytest.raises(DefinitionError, match=r"^The address of Koha .+\.$") as caught:
        sound_url("Koha", url)
    assert caught.value.key == "url"
