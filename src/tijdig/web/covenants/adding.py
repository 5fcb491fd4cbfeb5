"""Begin a new party, group of data, purpose or permission in a draft: the few things that it cannot do without."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain, count
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tijdig.covenant.rules.document import PartyRole, RetentionEnd, RetentionStart
from tijdig.covenant.rules.editing import Begun, Place, with_table
from tijdig.covenant.rules.form import choices_of


class AddForm(forms.Form):
    """What a new table of the draft begins with; ``table_name`` is that of its kind in the file."""

    table_name = ""
    heading = _("Voeg toe")
    explanation = _("Bewaar eerst wat u hierboven hebt veranderd.")
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    soort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, content: Mapping[str, Any], data: Mapping[str, object] | None, initial: Mapping[str, object]) -> None:  # fmt: skip  # noqa: E501
        begin = {**initial, "soort": self.table_name}
        super().__init__(data, initial=begin, auto_id=f"id_{self.table_name}_%s")
        self.content = content

    def edited(self, text: str) -> str:
        """Return the text of the draft with the new table; the form must be valid."""
        place, values = self.table()
        return with_table(text, place, values)

    def table(self) -> tuple[Place, Begun]:
        """Return where the new table comes, and what stands in it."""
        raise NotImplementedError

    def code_of(self, name: str) -> str:
        """Return a code for a new table of this name that none of its kind has."""
        standing = self.content.get(self.table_name, {})
        taken = {str(one.get("naam")) for one in self.standing()} if isinstance(standing, list) else standing
        code = slugify(name)[:40] or self.table_name
        return next(one for one in chain([code], (f"{code}-{n}" for n in count(2))) if one not in taken)

    def standing(self) -> list[Mapping[str, Any]]:
        """Return the repeated tables of this kind; those that are no table say nothing."""
        found = self.content.get(self.table_name, [])
        return [one if isinstance(one, dict) else {} for one in found] if isinstance(found, list) else []

    def at_the_end(self) -> Place:
        """Return the place after the last table of this kind."""
        return (self.table_name, len(self.standing()))


class PartyForm(AddForm):
    """A new party."""

    table_name = "partij"
    heading = _("Voeg een partij toe")
    naam = forms.CharField(label=_("Naam van de partij"), max_length=200)
    rol = forms.ChoiceField(label=_("Rol"), choices=[(role.value, role.value) for role in PartyRole])

    def table(self) -> tuple[Place, Begun]:
        """Return the party under a code made of its name."""
        name = self.cleaned_data["naam"]
        return ("partij", self.code_of(name)), {"naam": name, "rol": self.cleaned_data["rol"]}


class DataGroupForm(AddForm):
    """A new group of data, and the fields in it."""

    table_name = "gegeven"
    heading = _("Voeg een gegevensgroep toe")
    naam = forms.CharField(label=_("Naam van de groep"), max_length=60)
    velden = forms.MultipleChoiceField(label=_("Welke velden"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, content: Mapping[str, Any], data: Mapping[str, object] | None, initial: Mapping[str, object]) -> None:  # fmt: skip  # noqa: E501
        super().__init__(content, data, initial)
        self.fields["velden"].choices = choices_of(content, "velden")  # type: ignore[attr-defined]

    def table(self) -> tuple[Place, Begun]:
        """Return the group under a code made of its name."""
        return ("gegeven", self.code_of(self.cleaned_data["naam"])), {"velden": self.cleaned_data["velden"]}


class PurposeForm(AddForm):
    """A new purpose, and the ground in law."""

    table_name = "doel"
    heading = _("Voeg een doel toe")
    naam = forms.CharField(label=_("Korte naam van het doel"), max_length=60)
    omschrijving = forms.CharField(label=_("Het doel in gewone woorden"), max_length=400)
    avg = forms.CharField(label=_("Artikel 6 AVG (6.1.e)"), max_length=20)
    wet = forms.CharField(label=_("Wet en artikel"), max_length=200)

    def table(self) -> tuple[Place, Begun]:
        """Return the purpose under a code made of its name."""
        said = self.cleaned_data
        ground = {"avg": said["avg"], "wet": said["wet"]}
        return ("doel", self.code_of(said["naam"])), {
            "omschrijving": said["omschrijving"],
            "grondslag": ground,
        }


class ProvisionForm(AddForm):
    """A new sentence of the agreement, and the keys that carry it out."""

    table_name = "bepaling"
    heading = _("Voeg een bepaling toe")
    artikel = forms.CharField(label=_("Nummer van het artikel"), max_length=20)
    tekst = forms.CharField(
        label=_("De afspraak in gewone woorden"), max_length=2_000, widget=forms.Textarea({"rows": 3})
    )
    gedragen_door = forms.CharField(
        label=_("Sleutels in dit bestand die de afspraak uitvoeren"),
        help_text=_("Eén per regel."),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
    )

    def table(self) -> tuple[Place, Begun]:
        """Return the provision, after those that stand."""
        said = self.cleaned_data
        carried = [line.strip() for line in said["gedragen_door"].splitlines() if line.strip()]
        text = said["tekst"].replace("\r\n", "\n")
        return self.at_the_end(), {"artikel": said["artikel"], "tekst": text, "gedragen_door": carried}


class PermissionForm(AddForm):
    """A new permission: who, for what, which groups of data; the rest is filled in on the page."""

    letter = ""
    artikel = forms.CharField(label=_("Artikel van dit convenant"), max_length=20)
    doel = forms.ChoiceField(label=_("Waarvoor"))
    gegevens = forms.MultipleChoiceField(label=_("Welke gegevens"), widget=forms.CheckboxSelectMultiple)
    names: tuple[str, ...] = ()

    def __init__(self, content: Mapping[str, Any], data: Mapping[str, object] | None, initial: Mapping[str, object]) -> None:  # fmt: skip  # noqa: E501
        super().__init__(content, data, initial)
        for name in (*self.names, "doel", "gegevens"):
            self.fields[name].choices = choices_of(content, name)  # type: ignore[attr-defined]

    def table(self) -> tuple[Place, Begun]:
        """Return the permission under the next number of its kind; it is kept six months until someone says else."""
        taken = {str(one.get("id")) for one in self.standing()}
        number = next(n for n in range(1, len(taken) + 2) if f"{self.letter}{n}" not in taken)
        said = {name: self.cleaned_data[name] for name in ("artikel", *self.names, "doel", "gegevens")}
        kept = {"termijn": "P6M", "vanaf": RetentionStart.CLOSING.value, "daarna": RetentionEnd.DESTROY.value}
        return self.at_the_end(), {"id": f"{self.letter}{number}", **said, "bewaren": kept}


class ExchangeForm(PermissionForm):
    """A new exchange between parties."""

    heading = _("Voeg een uitwisseling toe")
    table_name, letter, names = "uitwisseling", "U", ("van", "naar")
    van = forms.ChoiceField(label=_("Wie geeft"))
    naar = forms.ChoiceField(label=_("Wie krijgt"))
    field_order = ("van", "naar", "doel", "artikel", "gegevens")


class OwnUseForm(PermissionForm):
    """A new own use of a party."""

    heading = _("Voeg een eigen gebruik toe")
    table_name, letter, names = "eigen_gebruik", "E", ("door",)
    door = forms.ChoiceField(label=_("Wie gebruikt het"))
    field_order = ("door", "doel", "artikel", "gegevens")
