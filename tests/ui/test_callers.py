"""What counts as a browser of this computer."""

from __future__ import annotations

import pytest

from synckit.ui import callers

HERE = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        (HERE, None),
        (HERE, "127.0.0.1"),
        ({"host": "localhost:8501", "origin": "http://localhost:8501"}, "::1"),
        ({"host": "[::1]:8501"}, None),
    ],
)
def test_a_browser_of_this_computer(headers, address):
    assert callers.read(headers, address).is_local


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({}, None),
        ({"host": ""}, None),
        ({"host": "library.example.org"}, None),
        ({"host": "127.0.0.1.example.org"}, None),
        ({"host": "127.0.0.1@example.org"}, None),
        ({"host": "[::1"}, None),
        (HERE, "192.0.2.7"),
        (HERE, "no address"),
        (HERE | {"x-forwarded-for": "127.0.0.1"}, None),
        (HERE | {"x-forwarded-proto": "https"}, None),
        (HERE | {"forwarded": "for=127.0.0.1"}, None),
        (HERE | {"x-real-ip": "127.0.0.1"}, None),
        (HERE | {"via": "1.1 proxy"}, None),
        (HERE | {"origin": "https://library.example.org"}, None),  # a proxy that says its own host and nothing else
        (HERE | {"origin": "null"}, None),
    ],
)
def test_anything_else_is_elsewhere(headers, address):
    assert not callers.read(headers, address).is_local


def test_this_app_listens_on_this_computer_alone():
    assert callers.listens_here_alone()


@pytest.mark.parametrize("address", [None, "0.0.0.0", "::", "192.0.2.7", "library.example.org"])  # noqa: S104
def test_another_address_is_not_this_computer_alone(address, monkeypatch):
    monkeypatch.setattr(callers.config, "get_option", lambda key: address)
    assert not callers.listens_here_alone()
