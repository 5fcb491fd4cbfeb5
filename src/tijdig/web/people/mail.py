"""The e-mail with the link of an invitation."""

from __future__ import annotations

from smtplib import SMTPException

from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from tijdig.parties.services import Invited


def send_invitation(request: HttpRequest, invited: Invited, email: str) -> bool:
    """Send the link, after the invitation was stored; False when the e-mail could not leave."""
    link = request.build_absolute_uri(reverse("account:invitation", args=[invited.token]))
    text = render_to_string("people/invitation_message.txt", {"link": link}, request)
    try:
        return bool(send_mail(gettext("Tijdig: uw uitnodiging"), text, None, [email]))
    except (OSError, SMTPException):
        return False
