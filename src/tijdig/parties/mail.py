"""Messages to people who work with Tijdig: that something waits for them, and never about whom it is (L6)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from smtplib import SMTPException

from django.core.mail import send_mail

log = logging.getLogger(__name__)


def send_to_each(addresses: Iterable[str], subject: str, text: str) -> None:
    """Send the message to each by itself, after the transaction that asks for it; one that cannot leave is reported."""
    for address in addresses:
        try:
            send_mail(subject, text, None, [address])
        except (OSError, SMTPException):
            log.exception("a message could not be sent")
