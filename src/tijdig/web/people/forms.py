"""The form with which an admin invites someone."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from tijdig.actors import Role
from tijdig.web.context import ROLE_TITLES


class InvitePerson(forms.Form):
    """Who is invited, and to which of the roles that fit the organisation."""

    name = forms.CharField(label=_("Naam"), max_length=200)
    email = forms.EmailField(label=_("E-mailadres op het werk"))
    role = forms.ChoiceField(label=_("Rol"))
    discipline = forms.ChoiceField(
        label=_("Vakgebied"),
        required=False,
        help_text=_("Alleen voor regisseurs: voor welk deel van het gesprek."),
    )

    def __init__(
        self, *args: object, roles: Sequence[Role], disciplines: Sequence[str], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # as Django's own forms take them
        self.fields["role"] = forms.ChoiceField(
            label=_("Rol"), choices=[(role.value, ROLE_TITLES[role]) for role in roles]
        )
        if disciplines:
            self.fields["discipline"] = forms.ChoiceField(
                label=_("Vakgebied"),
                required=False,
                choices=[("", _("geen")), *((name, name) for name in disciplines)],
                help_text=_("Alleen voor regisseurs: voor welk deel van het gesprek."),
            )
        else:
            del self.fields["discipline"]
