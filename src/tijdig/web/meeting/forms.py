"""What is filled in around a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tijdig.meeting.rules.agenda import Basis
from tijdig.meeting.services import NewAction
from tijdig.web.choices import DayField, Text

type Pairs = tuple[tuple[str, Text], ...]
OF_PERSON = "/"  # between the party and the person in the value of "Wie?"


class PlanForm(forms.Form):
    """The day of the next meeting, or the new day of one."""

    on = DayField(_("Op welke dag?"))


class AheadForm(forms.Form):
    """How many meetings to plan in the covenant's rhythm."""

    count = forms.IntegerField(label=_("Hoeveel overleggen?"), min_value=1, max_value=12, initial=6)


class TableForm(forms.Form):
    """The basis on which a case may be discussed, in a sentence (R48); what is filled in is what the service takes."""

    case_id = forms.UUIDField(widget=forms.HiddenInput)
    basis = forms.TypedChoiceField(
        label=_("Waarom mag deze zaak besproken worden?"),
        choices=[
            (Basis.CONSENT.value, _("De inwoner gaf toestemming")),
            (Basis.NECESSITY.value, _("Het is noodzakelijk")),
        ],
        coerce=Basis,
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


class NumberForm(TableForm):
    """A case by its number, whether or not the covenant proposes it."""

    number = forms.CharField(label=_("Nummer van de zaak"), max_length=24)

    field_order = ("number", "basis", "sentence")

    def __init__(self, data: Mapping[str, Any] | None, *, name: str) -> None:
        """Make the form; the number stands for the case."""
        super().__init__(data, name=name)
        del self.fields["case_id"]


class OutcomeForm(forms.Form):
    """What was decided, and one action with its owner and day; of one version of the item (K6)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.CharField(
        label=_("Wat is besloten?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Alleen de gemeente leest dit."),
    )
    what = forms.CharField(label=_("Wat gaat er gebeuren?"), max_length=300, required=False)
    who = forms.ChoiceField(
        label=_("Wie doet dat?"),
        required=False,
        help_text=_("Alleen wie bij deze zaak hoort, kan een actie krijgen."),
    )
    due_on = DayField(_("Klaar op"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        version: int = 0,
        decision: str = "",
        who: Pairs = (),
        due_on: date | None = None,
    ) -> None:
        """Make the form, empty or filled with ``data``; ``who`` are the parties and people who can take an action."""
        super().__init__(data, initial={"version": version, "decision": decision, "due_on": due_on})
        field = self.fields["who"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Kies…")), *who]

    def action(self) -> NewAction:
        """Return the action that was filled in; only for a valid form."""
        filled = self.cleaned_data
        party, _separator, person = filled["who"].partition(OF_PERSON)
        return NewAction(filled["what"], party, UUID(person) if person else None, filled["due_on"])


class PresenceForm(forms.Form):
    """Which participants are there."""

    present = forms.MultipleChoiceField(
        label=_("Deelnemers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Mapping[str, Any] | None, *, parties: Pairs, present: list[str]) -> None:
        """Make the form, with who was noted as present."""
        super().__init__(data, initial={"present": present})
        field = self.fields["present"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(parties)
