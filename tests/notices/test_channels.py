"""Settings of notices: what is refused, and where secrets are."""

from __future__ import annotations

from pathlib import Path

import pytest

import synckit
from synckit.errors import DefinitionError, Refused
from synckit.notices import Channels, channels
from synckit.store import settings

MAIL = {"mail_host": "mail.example.org", "mail_from": "sync@example.org", "mail_to": "a@example.org"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"mail_hots": "x"}, "Notices have no setting mail_hots"),
        (MAIL | {"mail_port": "many"}, "mail_port is a whole number"),
        (MAIL | {"mail_security": "perhaps"}, "mail_security is one of starttls, tls, none"),
        ({"mail_host": "mail.example.org"}, "Mail needs mail_from and mail_to"),
        (MAIL | {"mail_to": "a@example.org b@example.org"}, "mail_to holds what is no address"),
        (MAIL | {"mail_security": "none", "mail_password": "x"}, "by starttls or tls only"),
        ({"webhook": "http://hooks.example.org/x"}, "The address of the webhook is no https:// address"),
        ({"link": "ftp://x"}, "The address of the link does not begin with https://"),
    ],
)
def test_settings_that_cannot_work_are_refused(given: dict[str, str], said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        Channels.read(given)


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCKIT_KEY_FILE", str(tmp_path / "key"))


@pytest.mark.usefixtures("key")
def test_secrets_are_sealed_and_the_rest_is_kept(tmp_path: Path) -> None:
    with synckit.open(tmp_path / "home") as ws:
        ws.set_notices({**MAIL, "mail_password": "canary-77", "webhook": "https://hooks.example.org/canary-78"})
        ws.set_notices({"stale_days": "3", "mail_password": ""})
        shown = ws.notices()
        assert shown["settings"] == MAIL | {"mail_port": 587, "mail_security": "starttls", "stale_days": 3}
        assert shown["secrets"] == ["webhook"]
        with ws.home.store.read() as conn:
            assert "canary" not in repr(settings.load(conn, "notices"))
            opened = channels.load(conn)
        assert (opened.webhook, opened.mail_password) == ("https://hooks.example.org/canary-78", "")
        assert "canary" not in repr(opened)
        assert ws.audit(1)[0].detail == ""
    assert b"canary" not in b"".join(path.read_bytes() for path in (tmp_path / "home").glob("synckit.db*"))


def test_a_test_needs_a_channel(tmp_path: Path) -> None:
    with synckit.open(tmp_path / "home") as ws, pytest.raises(Refused, match="No channel is set up"):
        ws.test_notices()
