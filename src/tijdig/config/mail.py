"""The mail server by which everything leaves that Tijdig mails: to residents, and to who works with it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path

from tijdig.config.wrong import GO_TOGETHER, SENDER_MISSING, kept_secret, number
from tijdig.problems import Refused

TLS_FROM_THE_START = 465
WAIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed in and as whom; ``sender`` is the address in its From line."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def options(self) -> dict[str, object]:
        """Return the options of Django's SMTP mailer: always over TLS, with the server's certificate checked."""
        at_once = self.port == TLS_FROM_THE_START
        return {
            "host": self.host,
            "port": self.port,
            "username": self.user,
            "password": self.password,
            "use_ssl": at_once,
            "use_tls": not at_once,
            "timeout": WAIT_SECONDS,
        }


def read_mail_server() -> MailServer | None:
    """Read where mail goes; None without ``TIJDIG_SMTP_HOST``. :class:`Refused` for settings that cannot work."""
    host = _told("TIJDIG_SMTP_HOST")
    if not host:
        return None
    sender = _told("TIJDIG_MAIL_FROM")
    if "@" not in sender or parseaddr(sender)[1] != sender:
        raise Refused(SENDER_MISSING())
    user, file = _told("TIJDIG_SMTP_USER"), _told("TIJDIG_SMTP_PASSWORD_FILE")
    if bool(user) != bool(file):
        raise Refused(GO_TOGETHER(one="TIJDIG_SMTP_USER", other="TIJDIG_SMTP_PASSWORD_FILE"))
    return MailServer(
        host,
        number("TIJDIG_SMTP_PORT", _told("TIJDIG_SMTP_PORT") or "587", most=65_535),
        sender,
        user,
        kept_secret("TIJDIG_SMTP_PASSWORD_FILE", Path(file)) if file else "",
    )


def _told(name: str) -> str:
    return os.environ.get(name, "").strip()
