"""E-mail by the installation's own mail server (``TIJDIG_SMTP_HOST``), or to its folder."""

from __future__ import annotations

from email.utils import formataddr
from smtplib import SMTPConnectError, SMTPHeloError, SMTPRecipientsRefused, SMTPSenderRefused
from socket import gaierror

from django.conf import settings
from django.core.mail import EmailMessage

from tijdig.contact.gateways.outgoing import NotTaken, Outgoing

# Before the text was given: nothing can have left.
_CERTAINLY_NOT = (
    SMTPConnectError,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    ConnectionRefusedError,
    gaierror,
)


def hand_over_mail(message: Outgoing) -> None:
    """Send an e-mail; the subject names the municipality and nothing else (L6), and an answer goes to it.

    The Message-ID is the same at each try, so that a second copy is known as one. Raises :class:`NotTaken`.
    """
    mail = EmailMessage(
        subject=f"Bericht van {message.municipality}",
        body=message.text,
        from_email=formataddr((message.municipality, settings.DEFAULT_FROM_EMAIL)),
        to=[message.to],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Message-ID": f"<{message.message_id}@tijdig>"},
    )
    try:
        mail.send()
    except _CERTAINLY_NOT as error:
        raise NotTaken(f"mail-{type(error).__name__}") from None
