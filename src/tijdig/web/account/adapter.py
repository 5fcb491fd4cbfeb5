"""How allauth behaves here: people come by invitation, and a second factor is set up without detours."""

from __future__ import annotations

import time
from io import StringIO
from typing import ClassVar

import qrcode
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tijdig.parties.models import Person
from tijdig.parties.services import record_failed_sign_in, record_sign_in
from tijdig.vault.installation import open_text, seal_text
from tijdig.web.account.second_factor import has_second_factor
from tijdig.web.acting import SECOND_FACTOR_KEY

# What these are sealed for; sealed text of another purpose does not open.
SEALED_FOR = "second-factor"


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships without types
    """Sign-in for people who were invited."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Dit account is uitgeschakeld."),
        "email_password_mismatch": _("Het e-mailadres of het wachtwoord klopt niet."),
        "enter_current_password": _("Dit is niet uw huidige wachtwoord."),
        "incorrect_code": _("Deze code klopt niet. Wacht op een nieuwe code en probeer het opnieuw."),
        "incorrect_password": _("Dit wachtwoord klopt niet."),
        "too_many_login_attempts": _("Te veel pogingen. Probeer het over een paar minuten opnieuw."),
        "rate_limited": _("Te veel pogingen. Probeer het over een paar minuten opnieuw."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: an account comes from an invitation only."""
        return False

    def login(self, request: HttpRequest, user: Person) -> None:
        """Open the session, after every step was passed, and put it on record."""
        super().login(request, user)
        record_sign_in(person=user)

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """Put a failed attempt on record."""
        super().authentication_failed(request, **credentials)
        record_failed_sign_in(email=str(credentials.get("email", "")))

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Do not ask again who someone is while they set up their first second factor, nor just after that."""
        if app == "allauth.mfa" and not has_second_factor(self.request):
            return False
        enrolled_at = float(self.request.session.get(SECOND_FACTOR_KEY, 0))
        if time.time() - enrolled_at < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the profile."""
        return reverse("account:profile")


class SecondFactor(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships without types
    """Second factors, with a QR code that needs no inline style (S5)."""

    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Deze code klopt niet. Wacht op een nieuwe code en probeer het opnieuw."),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret of a second factor as it is stored: sealed with the installation's key."""
        return seal_text(text, SEALED_FOR)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret of a second factor; :class:`SealBroken` when what is stored does not open."""
        return open_text(encrypted_text, SEALED_FOR)

    def build_totp_svg(self, url: str) -> str:
        """Return the code as an SVG drawing of black squares on white, four units of margin around it."""
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        matrix = code.get_matrix()
        size = len(matrix)
        drawing = StringIO()
        for y, row in enumerate(matrix):
            for x, dark in enumerate(row):
                if dark:
                    drawing.write(f"M{x} {y}h1v1h-1z")
        label = escape(gettext("QR-code voor de app met codes"))
        return (
            f'<svg role="img" aria-label="{label}" width="240" height="240" viewBox="0 0 {size} {size}"'
            f' shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/>'
            f'<path d="{drawing.getvalue()}" fill="#000"/></svg>'
        )
