"""Single sign-on in a browser, with an OpenID Connect service of this computer."""

from __future__ import annotations

import time

import pytest

import synckit
from tests.browser.identity_provider import vouching
from tests.browser.server import free_port, serving
from tests.ui import library


@pytest.fixture
def home(tmp_path):
    made = library.make(tmp_path)
    with synckit.open(made) as ws:
        ws.add_user("ann", "admin", "correct horse")
        ws.add_user("cy@example.org", "analyst")
    return made


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email": "Cy@Example.org", "email_verified": True}, "Analyst"),
        ({"email": "stranger@example.org", "email_verified": True}, "is no user of this workspace"),
        ({"email": "cy@example.org", "email_verified": False}, "does not say that"),
        ({"email": "cy@example.org", "iat": int(time.time()) - 9 * 3600}, "Your sign-in has ended"),
    ],
)
def test_the_service_says_who_it_is_and_our_store_what_may_be_done(browser, home, tmp_path, monkeypatch, claims, said):
    from playwright.sync_api import expect

    port = free_port()
    with vouching(**claims) as provider:
        secrets = tmp_path / "secrets.toml"
        secrets.write_text(
            f"""
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "made up for a test"
client_id = "synckit"
client_secret = "made up"
server_metadata_url = "{provider.url}/.well-known/openid-configuration"
""",
            "utf-8",
        )
        monkeypatch.setenv("STREAMLIT_SECRETS_FILES", str(secrets))
        with serving(home, tmp_path / "log", by_command=True, port=port) as address:
            context = browser.new_context(base_url=address)
            page = context.new_page()
            page.goto("/activity")
            page.get_by_role("button", name="Sign in with single sign-on").click()
            expect(page.get_by_text(said)).to_be_visible(timeout=30_000)
            if said == "Analyst":
                page.get_by_role("button", name="Sign out").click()
                expect(page.get_by_role("button", name="Sign in with single sign-on")).to_be_visible(timeout=30_000)
            context.close()
