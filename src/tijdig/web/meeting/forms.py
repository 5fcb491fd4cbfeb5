"""What is filled in around a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tijdig.meeting.rules.agenda import Basis
from tijdig.web.choices import DayField, Text

type Pairs = tuple[tuple[str, Text], ...]


class PlanForm(forms.Form):
    """The day of the next meeting."""

    on = DayField(_("Op welke dag?"))


class TableForm(forms.Form):
    """The basis on which a case may be discussed, in a sentence (R48)."""

    case_id = forms.UUIDField(widget=forms.HiddenInput)
    basis = forms.ChoiceField(
        label=_("Waarom mag deze zaak besproken worden?"),
        choices=[
            (Basis.CONSENT.value, _("De inwoner gaf toestemming")),
            (Basis.NECESSITY.value, _("Het is noodzakelijk")),
        ],
        widget=forms.RadioSelect,
    )
    sentence = forms.CharField(
        label=_("Leg dit uit in een zin"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bijvoorbeeld: zonder afspraak met de verhuurder verliest het gezin de woning."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, name: str) -> None:
        """Make the form, empty or filled with ``data``; ``name`` keeps the ids on one page apart."""
        super().__init__(data, auto_id=f"{name}-%s")


class DecideForm(forms.Form):
    """What was decided, and the action with its owner and day."""

    decision = forms.CharField(
        label=_("Wat is besloten?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    action = forms.CharField(label=_("Wie gaat wat doen?"), max_length=300, required=False)
    action_party = forms.ChoiceField(label=_("Welke organisatie?"), required=False)
    action_due_on = DayField(_("Klaar op"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, name: str, parties: Pairs) -> None:
        """Make the form; ``parties`` are the participants who can take an action."""
        super().__init__(data, auto_id=f"{name}-%s")
        field = self.fields["action_party"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Kies…")), *parties]
