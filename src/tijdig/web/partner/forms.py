"""What a helper fills in about a referral; each form carries the version that was looked at (K6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tijdig.casework.rules.helper_entries import ENTRY_NAMES_NL
from tijdig.casework.rules.states import HelperEntryKind, ReferralOutcome
from tijdig.casework.services import NewEntry
from tijdig.ddas import AttemptKind
from tijdig.web.choices import DayField, YesNoField, choices_of, values_of


class ReferralForm(forms.Form):
    """A form about one version of a referral; with nothing else in it, it is a button."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, *, name: str, version: int) -> None:
        """Make the form, empty or filled with ``data``; ``name`` keeps the ids on one page apart."""
        super().__init__(data, auto_id=f"{name}-%s", initial={"version": version})


class RefuseForm(ReferralForm):
    """Why the helper does not take the case."""

    reason = forms.CharField(
        label=_("Waarom neemt u deze zaak niet aan?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("De gemeente leest dit en zoekt dan een andere weg."),
    )


class ReturnForm(ReferralForm):
    """Why the helper gives the case back."""

    reason = forms.CharField(
        label=_("Waarom geeft u deze zaak terug?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReportForm(ReferralForm):
    """How it went."""

    outcome = forms.ChoiceField(
        label=_("Hoe is het gegaan?"),
        choices=[
            (ReferralOutcome.HELPED.value, _("De inwoner heeft hulp aanvaard")),
            (ReferralOutcome.DECLINED.value, _("De inwoner wil geen hulp")),
            (ReferralOutcome.NOT_REACHED.value, _("Ik heb de inwoner niet bereikt")),
        ],
        widget=forms.RadioSelect,
    )
    report = forms.CharField(
        label=_("Toelichting voor de regisseur"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Schrijf alleen op wat de regisseur nodig heeft. Geen medische gegevens."),
    )
    on = DayField(_("Welke dag?"))


class EntryForm(forms.Form):
    """What the helper itself did, planned, or wants to remember."""

    kind = forms.ChoiceField(
        label=_("Wat wilt u vastleggen?"),
        choices=choices_of(ENTRY_NAMES_NL),
        widget=forms.RadioSelect,
    )
    on = DayField(_("Welke dag?"))
    attempt = forms.ChoiceField(
        label=_("Hoe zocht u contact?"),
        required=False,
        choices=[("", _("Kies…")), *values_of(AttemptKind)],
        help_text=_("Alleen bij een contactpoging."),
    )
    reached = YesNoField(
        _("Sprak u de inwoner?"), required=False, help_text=_("Alleen bij een contactpoging.")
    )
    text = forms.CharField(
        label=_("Aantekening"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alleen uw organisatie leest dit. Pogingen en afspraken ziet de regisseur ook."),
    )

    def entry(self) -> NewEntry:
        """Return what was filled in; only for a valid form."""
        filled = self.cleaned_data
        attempt = AttemptKind(filled["attempt"]) if filled["attempt"] else None
        return NewEntry(
            HelperEntryKind(filled["kind"]), filled["on"], attempt, filled["reached"], filled["text"]
        )
