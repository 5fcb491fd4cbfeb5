"""Forms of the account pages."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from tijdig.parties.models import Person
from tijdig.parties.services import record_second_factor, spend_code


class ChoosePassword(forms.Form):
    """A new password, typed twice; checked against the rules of the settings."""

    password = forms.CharField(
        label=_("Wachtwoord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Minstens twaalf tekens. Een korte zin werkt goed."),
    )
    again = forms.CharField(
        label=_("Wachtwoord nog een keer"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # as Django's own forms take them
        self._person = person

    def clean_password(self) -> str:
        """Hold the password against the settings' rules, one of which compares it with name and address."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self._person)
        return password

    def clean(self) -> dict[str, str]:
        """Ask for the same password twice."""
        cleaned: dict[str, str] = super().clean() or {}
        if "password" in cleaned and cleaned["password"] != cleaned.get("again"):
            self.add_error("again", _("Dit is niet hetzelfde wachtwoord."))
        return cleaned


class _EachCodeOnce:
    """Refuses a code of an app that was taken before, as if it were wrong (A1); puts wrong codes on record."""

    user: Person
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Take the code; a recovery code is spent by the library itself."""
        code: str = super().clean_code()  # type: ignore[misc] # of the form that this is mixed into
        if self.authenticator.type == Authenticator.Type.TOTP and not spend_code(actor=self.user, code=code):
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        super()._emit_authentication_failed(authenticator)  # type: ignore[misc] # of the form
        record_second_factor(actor=self.user, result="refused")


class SecondStep(_EachCodeOnce, AuthenticateForm):  # type: ignore[misc] # allauth ships without types
    """The code with which one signs in."""


class SecondStepAgain(_EachCodeOnce, ReauthenticateForm):  # type: ignore[misc] # allauth ships without types
    """The code with which one who is signed in shows again who it is; on record (A4)."""

    def clean_code(self) -> str:
        """Take the code and put it on record."""
        code = super().clean_code()
        record_second_factor(actor=self.user, result="done")
        return code

    @property
    def shown(self) -> Authenticator:
        """What was used."""
        return self.authenticator


class KeyAgain(ReauthenticateWebAuthnForm):  # type: ignore[misc] # allauth ships without types
    """The passkey or key with which one who is signed in shows again who it is; on record (A4)."""

    def clean_credential(self) -> Authenticator:
        """Check what the key answered."""
        authenticator = super().clean_credential()
        record_second_factor(actor=self.user, result="done")
        return authenticator

    @property
    def shown(self) -> Authenticator:
        """What was used."""
        return self.cleaned_data["credential"]
