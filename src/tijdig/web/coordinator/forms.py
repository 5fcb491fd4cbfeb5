"""Forms of the coordinator's pages."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tijdig.linkage.services.deciding import LONGEST_REASON
from tijdig.web.coordinator.comparing import ComparedCandidate

NOBODY = "niemand"


class ImportForm(forms.Form):
    """A file with facts, what kind it is, and the day whose state it tells."""

    kind = forms.ChoiceField(
        label=_("Wat leest u in?"),
        choices=[
            ("bewoners", _("Uittreksel uit de BRP")),
            ("uitkeringen", _("Lijst van Participatiewet-uitkeringen")),
        ],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=_("Stand op"),
        help_text=_("De dag waarop het bestand is gemaakt."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    file = forms.FileField(
        label=_("Bestand"),
        help_text=_("CSV-bestand. Het vervangt wat er van deze soort al was."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
    )

    def clean_on(self) -> object:
        """Refuse a day that has not come yet."""
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("Deze dag is nog niet geweest."))
        return on


class DecisionForm(forms.Form):
    """Which candidate a signal is about, or nobody, and why. The choices are those of this link only."""

    candidate = forms.ChoiceField(
        label=_("Over wie gaat dit signaal?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een van de kandidaten, of “Niemand van hen”.")},
    )
    reason = forms.CharField(
        label=_("Waarom?"),
        help_text=_("Schrijf kort wat de doorslag gaf. Noem geen namen of nummers."),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"list": "redenen", "autocomplete": "off"}),
        error_messages={"required": _("Schrijf op waarom u dit beslist.")},
    )

    def __init__(self, *args: object, candidates: Sequence[ComparedCandidate], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(one.candidate.id), str(one.candidate.position)) for one in candidates]
        self.fields["candidate"].choices = [*choices, (NOBODY, _("Niemand van hen"))]  # type: ignore[attr-defined]

    @property
    def decision(self) -> tuple[int | None, str]:
        """The candidate's id (None for nobody) and the reason."""
        chosen = self.cleaned_data["candidate"]
        return (None if chosen == NOBODY else int(chosen)), self.cleaned_data["reason"]


class UndoForm(forms.Form):
    """Why a decision is taken back."""

    reason = forms.CharField(
        label=_("Waarom maakt u dit ongedaan?"),
        help_text=_("Noem geen namen of nummers: de reden blijft bij het signaal staan."),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Schrijf op waarom u dit ongedaan maakt.")},
    )


class AddressForm(forms.Form):
    """Whether people with different names on one address are worked together."""

    together = forms.ChoiceField(
        label=_("Hoe pakt u deze signalen op?"),
        choices=[
            ("samen", _("Samen: het is één huishouden, of zij horen bij elkaar")),
            ("apart", _("Apart: zij hebben niets met elkaar te maken")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies samen of apart.")},
    )
