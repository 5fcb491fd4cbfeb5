"""What is filled in about a data breach; never a name of a tenant."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from tijdig.oversight.rules.breaches import Risk
from tijdig.web.choices import DayField, Text

RISKS: Mapping[Risk, Text] = {
    Risk.NONE: _("Geen risico: melden hoeft niet"),
    Risk.RISK: _("Risico: melden bij de Autoriteit Persoonsgegevens"),
    Risk.HIGH: _("Hoog risico: ook de mensen zelf inlichten"),
}
_NO_NAMES = _("Schrijf geen namen of adressen van inwoners op.")


class MomentField(forms.DateTimeField):
    """A day and time in local time, as the browser's own field gives it."""

    def __init__(self, label: Text, help_text: Text = "") -> None:
        """Make the field."""
        super().__init__(
            label=label,
            help_text=help_text,
            input_formats=["%Y-%m-%dT%H:%M", "%d-%m-%Y %H:%M"],
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        )


class BreachForm(forms.Form):
    """When a breach was discovered and what happened."""

    discovered_at = MomentField(
        _("Wanneer is het ontdekt?"), _("Vanaf dit moment telt de termijn van de melding.")
    )
    what = forms.CharField(
        label=_("Wat is er gebeurd?"),
        help_text=_NO_NAMES,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AssessForm(forms.Form):
    """The risk to the people concerned, why, and what is done about it."""

    risk = forms.TypedChoiceField(
        label=_("Welk risico lopen de mensen om wie het gaat?"),
        choices=list(RISKS.items()),
        coerce=Risk,
        widget=forms.RadioSelect,
    )
    assessment = forms.CharField(
        label=_("Waarom, en met welke gevolgen voor hen?"),
        help_text=_NO_NAMES,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    measures = forms.CharField(
        label=_("Wat is gedaan, en wat voorkomt herhaling?"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AuthorityForm(forms.Form):
    """That the supervisory authority was told."""

    told_at = MomentField(_("Wanneer is het gemeld?"))
    reference = forms.CharField(label=_("Nummer van de melding"), max_length=64)
    late_because = forms.CharField(
        label=_("Reden als het later is dan de termijn"), max_length=500, required=False
    )


class SubjectsForm(forms.Form):
    """That the people concerned were told."""

    on = DayField(_("Wanneer zijn zij ingelicht?"))
    how = forms.CharField(label=_("Hoe?"), help_text=_("Bijvoorbeeld: met een brief."), max_length=500)
