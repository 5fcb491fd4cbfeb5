"""Begin a new rule of triage in a draft: a route, a priority, or when a person chooses first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tijdig.covenant.rules.editing import Begun, Place
from tijdig.covenant.rules.form import Part, choices_of, condition_value
from tijdig.covenant.rules.lint.triage import INVITATION, REFERRAL, TASK
from tijdig.covenant.rules.purposes import DISCIPLINES
from tijdig.covenant.rules.schema import STEP_KINDS
from tijdig.web.covenants.adding import (
    AddForm,
    DataGroupForm,
    ExchangeForm,
    OwnUseForm,
    PartyForm,
    ProvisionForm,
    PurposeForm,
)
from tijdig.web.covenants.form_fields import PlainSelect


class RuleForm(AddForm):
    """A new rule: its name, its reason in plain words, and the condition it begins with."""

    explanation = _(
        "Bewaar eerst wat u hierboven hebt veranderd. De nieuwe regel komt onder de andere van zijn soort. "
        "De volgorde telt: die verandert u in de tekst."
    )
    naam = forms.CharField(label=_("Korte naam"), max_length=60)
    uitleg = forms.CharField(label=_("De uitleg in gewone woorden"), max_length=400)
    feit = forms.ChoiceField(label=_("Als dit"), widget=PlainSelect)
    op = forms.ChoiceField(label=_("vergeleken op deze manier"), widget=PlainSelect)
    waarde = forms.CharField(
        label=_("met deze waarde"),
        help_text=_("Ja of nee, een getal, een datum (2026-03-01) of een woord."),
        max_length=200,
    )

    def __init__(self, content: Mapping[str, Any], data: Mapping[str, object] | None, initial: Mapping[str, object]) -> None:  # fmt: skip  # noqa: E501
        super().__init__(content, data, initial)
        for name in ("feit", "op"):
            self.fields[name].choices = choices_of(content, name)  # type: ignore[attr-defined]

    def table(self) -> tuple[Place, Begun]:
        """Return the rule after those of its kind, with its first condition; more are filled in on the page."""
        said = self.cleaned_data
        value = condition_value(said["feit"], said["op"], said["waarde"])
        return self.at_the_end(), {
            "naam": self.code_of(said["naam"]),
            "uitleg": said["uitleg"],
            "als": [{"feit": said["feit"], "op": said["op"], "waarde": value}],
        }


class RouteForm(RuleForm):
    """A new route: where a case goes, and what is done."""

    table_name = "route"
    heading = _("Voeg een route toe")
    naar = forms.ChoiceField(label=_("Wie krijgt de zaak"), widget=PlainSelect)
    taken = forms.MultipleChoiceField(
        label=_("Wat er gebeurt"), required=False, widget=forms.CheckboxSelectMultiple
    )
    uitnodiging = forms.MultipleChoiceField(
        label=_("Wie de inwoner samen uitnodigen"),
        required=False,
        choices=[(one, one.replace("-", " ")) for one in DISCIPLINES],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, content: Mapping[str, Any], data: Mapping[str, object] | None, initial: Mapping[str, object]) -> None:  # fmt: skip  # noqa: E501
        super().__init__(content, data, initial)
        steps = [(f"{TASK}{code}", words) for code, words in choices_of(content, "taak")]
        self.fields["naar"].choices = choices_of(content, "partij")  # type: ignore[attr-defined]
        self.fields["taken"].choices = [(REFERRAL, _("Doorgeleiden")), *steps]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a route that does nothing."""
        said = super().clean() or self.cleaned_data
        if not said.get("taken") and not said.get("uitnodiging"):
            self.add_error("taken", _("Kies wat er gebeurt, of wie de inwoner uitnodigen."))
        return said

    def table(self) -> tuple[Place, Begun]:
        """Return the route, with the invitation before the tasks."""
        place, begun = super().table()
        said = self.cleaned_data
        together = [INVITATION + "+".join(said["uitnodiging"])] if said["uitnodiging"] else []
        return place, {**begun, "doe": [*together, *said["taken"]], "naar": said["naar"]}


class PriorityForm(RuleForm):
    """A new priority: who goes before whom."""

    table_name = "voorrang"
    heading = _("Voeg een voorrangsregel toe")


class ChooseFirstForm(RuleForm):
    """A new reason why a person first chooses whether and how contact is sought."""

    table_name = "contact_na_keuze"
    heading = _("Voeg toe wanneer een mens eerst kiest")


class ContactStepForm(AddForm):
    """A new step in which contact is sought, after those that stand."""

    table_name = "contactstap"
    heading = _("Voeg een contactstap toe")
    explanation = _("Bewaar eerst wat u hierboven hebt veranderd. De nieuwe stap komt na de andere.")
    naam = forms.CharField(label=_("Korte naam"), max_length=60)
    hoe = forms.ChoiceField(
        label=_("Hoe zoekt u contact?"),
        choices=[(kind.value, kind.value) for kind in STEP_KINDS],
        widget=PlainSelect,
    )
    na = forms.CharField(
        label=_("Hoe lang na het oppakken?"),
        help_text=_("Bijvoorbeeld P3WD (3 werkdagen) of P2W (2 weken)."),
        max_length=10,
    )

    def table(self) -> tuple[Place, Begun]:
        """Return the step after those that stand."""
        said = self.cleaned_data
        return self.at_the_end(), {"naam": self.code_of(said["naam"]), "soort": said["hoe"], "na": said["na"]}


ADDED: Mapping[Part, tuple[type[AddForm], ...]] = {
    Part.PARTIES: (PartyForm,),
    Part.DATA: (DataGroupForm,),
    Part.PURPOSES: (PurposeForm,),
    Part.EXCHANGES: (ExchangeForm,),
    Part.OWN_USES: (OwnUseForm,),
    Part.TRIAGE: (RouteForm, PriorityForm, ChooseFirstForm, ContactStepForm),
    Part.PROVISIONS: (ProvisionForm,),
}


def add_forms(part: Part, content: Mapping[str, Any], revision: int) -> tuple[AddForm, ...]:
    """Return the forms with which something is added to this page; none where nothing can be added as a form."""
    return tuple(kind(content, None, {"revision": revision}) for kind in ADDED.get(part, ()))


def sent_form(part: Part, content: Mapping[str, Any], data: Mapping[str, object]) -> AddForm | None:
    """Return the form that was filled in: of the kind that it says, else the page's first; None when there is none."""
    kinds = {kind.table_name: kind for kind in ADDED.get(part, ())}
    said = str(data.get("soort") or next(iter(kinds), ""))
    return kinds[said](content, data, {}) if said in kinds else None
