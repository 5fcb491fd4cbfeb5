"""Forms of the landlord's pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tijdig.casework.rules.partner_news import PaymentNews
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.intake.rules.columns import ColumnPlan
from tijdig.intake.rules.fields import FIELDS

NEWS = (
    (PaymentNews.PAID.value, _("De huurder heeft betaald")),
    (PaymentNews.ARRANGED.value, _("Er is een betalingsregeling")),
    (EvictionStage.SUMMONS.value, _("De dagvaarding is uitgebracht")),
    (EvictionStage.JUDGMENT.value, _("Er is een vonnis")),
    (EvictionStage.ANNOUNCED.value, _("De ontruiming is aangezegd")),
    (EvictionStage.CARRIED_OUT.value, _("De ontruiming is uitgevoerd")),
    (EvictionStage.NONE.value, _("De ontruiming gaat niet door")),
)
INSTALMENTS = (
    (PaymentNews.INSTALMENTS_PAID.value, _("De huurder betaalt de nieuwe termijnen")),
    (PaymentNews.INSTALMENT_MISSED.value, _("De huurder heeft een nieuwe termijn gemist")),
)


class UploadForm(forms.Form):
    """A file to deliver; a collection agent says for whom (R1)."""

    on_behalf_of = forms.ChoiceField(
        label=_("Voor wie levert u aan?"), error_messages={"required": _("Kies voor wie u aanlevert.")}
    )
    file = forms.FileField(
        label=_("Bestand met signalen"),
        help_text=_("CSV of Excel (xlsx), zoals het uit uw systeem komt. Sleep het hierheen of kies het."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
        error_messages={
            "required": _("Kies eerst een bestand."),
            "empty": _("Dit bestand is leeg. Kies een bestand met signalen."),
        },
    )

    def __init__(self, *args: object, principals: Sequence[tuple[str, str]] = (), **kwargs: object) -> None:
        """Make the form; ``principals`` are the parties (code, name) for which this organisation delivers."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # as Django's own forms take them
        if principals:
            choose = self.fields["on_behalf_of"]
            assert isinstance(choose, forms.ChoiceField)  # noqa: S101 # tells the type checker what stands above
            choose.choices = [("", _("Kies…")), *principals]
            choose.initial = principals[0][0] if len(principals) == 1 else ""
        else:
            del self.fields["on_behalf_of"]


class ColumnsForm(forms.Form):
    """For each column of a file the field that it holds; the names are numbers, a heading may hold anything."""

    def __init__(self, *args: object, plan: ColumnPlan, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.plan = plan
        choices = [
            ("", gettext("niet lezen")),
            *((field.name, field.in_words) for field in FIELDS),
        ]
        for column in plan.columns:
            self.fields[_name(column.position)] = forms.ChoiceField(
                choices=choices, required=False, label=column.heading, initial=column.field
            )

    @property
    def columns(self) -> dict[str, str]:
        """The choice as ``confirm_columns`` takes it: heading → field, "" for a column that is not read."""
        return {
            column.heading: str(self.cleaned_data[_name(column.position)]) for column in self.plan.columns
        }


class NewsForm(forms.Form):
    """News on a signal: paid, or a step on the way to eviction, and its day."""

    what = forms.ChoiceField(
        label=_("Wat is er gebeurd?"),
        widget=forms.RadioSelect,
        choices=NEWS,
        error_messages={"required": _("Kies wat er is gebeurd.")},
    )
    eviction_on = forms.DateField(
        label=_("Voor welke dag is de ontruiming aangezegd?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, with_pause: bool) -> None:
        """Make the form; ``with_pause`` also asks how the new instalments go (R45)."""
        super().__init__(data)
        what = self.fields["what"]
        if with_pause and isinstance(what, forms.ChoiceField):
            what.choices = [*INSTALMENTS, *NEWS]

    def clean(self) -> dict[str, object]:
        """Ask for the day of an announced eviction, and take none with anything else."""
        data: dict[str, object] = super().clean() or self.cleaned_data
        announced = data.get("what") == EvictionStage.ANNOUNCED
        if announced and not data.get("eviction_on") and "eviction_on" not in self.errors:
            self.add_error("eviction_on", _("Vul de dag in waarvoor de ontruiming is aangezegd."))
        eviction_on = data.get("eviction_on")
        if not announced:
            data["eviction_on"] = None
        elif eviction_on and eviction_on < timezone.localdate():  # type: ignore[operator]
            self.add_error("eviction_on", _("Deze dag is al geweest."))
        return data


def _name(position: int) -> str:
    return f"kolom-{position}"
