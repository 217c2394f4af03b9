"""One message out by one channel: an e-mail by SMTP, a post to a webhook. Each ends within seconds, well or not."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import requests

from synckit import clock
from synckit.errors import SynckitError
from synckit.notices.channels import Channels

SECONDS = 10.0
_MOST = 50
"""Notices that one message shows."""


class NotSent(SynckitError):
    """A channel did not take a message; the sentence says why and holds no secret."""


def send(channel: str, to: Channels, subject: str, lines: Sequence[str]) -> None:
    """Send lines as one message. Raises NotSent."""
    shown = [*lines[:_MOST], *([f"and {len(lines) - _MOST} more"] if len(lines) > _MOST else [])]
    if channel == "mail":
        _mail(to, subject, shown)
    else:
        _post(to, subject, shown)


def _mail(to: Channels, subject: str, lines: Sequence[str]) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = to.mail_from, ", ".join(to.recipients), subject
    message["Date"], message["Message-ID"] = formatdate(clock.now().timestamp()), make_msgid(domain="synckit.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(lines) + "\n")
    try:
        with _server(to) as server:
            if to.mail_user:
                server.login(to.mail_user, to.mail_password)
            server.send_message(message)
    except smtplib.SMTPAuthenticationError:
        raise NotSent(f"The mail server {to.mail_host} refused the user or the password.") from None
    except smtplib.SMTPException as problem:
        raise NotSent(f"The mail server {to.mail_host} did not take the message: {type(problem).__name__}.") from None
    except OSError as problem:
        raise NotSent(f"The mail server {to.mail_host} cannot be reached: {_reason(problem)}.") from None


def _server(to: Channels) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if to.mail_security == "tls":
        return smtplib.SMTP_SSL(to.mail_host, to.mail_port, timeout=SECONDS, context=context)
    server = smtplib.SMTP(to.mail_host, to.mail_port, timeout=SECONDS)
    if to.mail_security == "starttls":
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def _post(to: Channels, subject: str, lines: Sequence[str]) -> None:
    said = "\n".join(_plain(line) for line in (f"*{subject}*", *lines))
    try:
        with requests.Session() as session:
            session.trust_env = False  # neither a netrc nor a proxy of the environment takes part
            answer = session.post(to.webhook, json={"text": said}, timeout=SECONDS, allow_redirects=False, stream=True)
    except requests.RequestException as problem:
        raise NotSent(f"The webhook cannot be reached: {type(problem).__name__}.") from None
    if answer.status_code >= 300:
        raise NotSent(f"The webhook answered {answer.status_code}.")


def _plain(line: str) -> str:
    """Return a line in which no name makes a link or calls somebody."""
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _reason(problem: OSError) -> str:
    return problem.strerror or type(problem).__name__
