"""Messages by mail and webhook against servers on loopback."""

from __future__ import annotations

import pytest

from synckit.notices import Channels, send_test
from synckit.notices.sending import NotSent, send
from tests.notices.conftest import PASSWORD, Inbox, Wall


def by_mail(inbox: Inbox, **more: str) -> Channels:
    given = {"mail_host": "127.0.0.1", "mail_port": str(inbox.port), "mail_security": "none"}
    return Channels.read({**given, "mail_from": "sync@example.org", "mail_to": "a@example.org, b@example.org", **more})


def test_mail_reaches_everybody_with_its_lines(inbox: Inbox) -> None:
    send("mail", by_mail(inbox), "synckit: 2 notices", ["One – failed.", "Two is held."])
    (mail,) = inbox.messages
    assert (mail["Subject"], mail["To"]) == ("synckit: 2 notices", "a@example.org, b@example.org")
    assert mail.get_payload(decode=True).decode().splitlines() == ["One – failed.", "", "Two is held."]
    assert mail["Auto-Submitted"] == "auto-generated"


def test_mail_signs_in(inbox: Inbox) -> None:
    send("mail", by_mail(inbox, mail_user="ann", mail_password=PASSWORD), "s", ["l"])
    assert len(inbox.messages) == 1


def test_a_wrong_password_is_said_without_it(inbox: Inbox) -> None:
    with pytest.raises(NotSent, match=r"^The mail server 127\.0\.0\.1 refused the user or the password\.$") as said:
        send("mail", by_mail(inbox, mail_user="ann", mail_password="wrong-horse-2"), "s", ["l"])
    assert "wrong-horse-2" not in str(said.value)


def test_a_server_that_is_full_is_said(inbox: Inbox) -> None:
    inbox.refuses = True
    with pytest.raises(NotSent, match=r"did not take the message: SMTPDataError\.$"):
        send("mail", by_mail(inbox), "s", ["l"])


def test_a_server_without_tls_gets_no_mail_when_tls_is_asked_for(inbox: Inbox) -> None:
    with pytest.raises(NotSent, match="did not take the message: SMTPNotSupportedError"):
        send("mail", by_mail(inbox, mail_security="starttls"), "s", ["l"])
    assert inbox.messages == []


def test_a_server_that_is_not_there_is_said() -> None:
    nobody = Channels.read(
        {"mail_host": "127.0.0.1", "mail_port": "9", "mail_security": "none", "mail_from": "a@b", "mail_to": "c@d"}
    )
    with pytest.raises(NotSent, match=r"The mail server 127\.0\.0\.1 cannot be reached: Connection refused\."):
        send("mail", nobody, "s", ["l"])


def test_a_post_is_slack_s_and_no_name_acts_in_it(wall: Wall) -> None:
    send(
        "webhook",
        Channels.read({"webhook": wall.url}),
        "synckit: <!channel> failed",
        ["The sync “<!channel> & co” failed."],
    )
    (post,) = wall.posts
    assert post == {"text": "*synckit: &lt;!channel&gt; failed*\nThe sync “&lt;!channel&gt; &amp; co” failed."}


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_does_not_take_it_is_said_without_its_address(wall: Wall, status: int) -> None:
    wall.status = status
    with pytest.raises(NotSent, match=rf"^The webhook answered {status}\.$"):
        send("webhook", Channels.read({"webhook": wall.url}), "s", ["l"])
    assert len(wall.posts) == 1


def test_a_test_message_goes_by_every_channel(inbox: Inbox, wall: Wall) -> None:
    wall.status = 500
    assert send_test(by_mail(inbox, webhook=wall.url)) == {"mail": "", "webhook": "The webhook answered 500."}
    assert inbox.messages[0]["Subject"] == "synckit: test message"


def test_a_name_with_a_line_break_adds_no_header(inbox: Inbox) -> None:
    from synckit.notices import wording

    send("mail", by_mail(inbox), wording.subject([("failed", "x\r\nBcc: evil@example.org")]), ["l"])
    assert inbox.messages[0]["Bcc"] is None
