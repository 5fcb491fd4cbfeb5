"""Begin a new party, exchange or own use in a draft: the few things that it cannot do without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from tijdig.covenant.rules.document import PartyRole, RetentionEnd, RetentionStart
from tijdig.covenant.rules.editing import Place, Value, with_table
from tijdig.covenant.rules.form import Part, choices_of

type Begun = dict[str, Value | Mapping[str, Value]]


class AddForm(forms.Form):
    """What a new table of the draft begins with."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    heading = _("Voeg toe")

    def __init__(self, content: Mapping[str, Any], data: Mapping[str, object] | None, initial: Mapping[str, object]) -> None:  # fmt: skip  # noqa: E501
        super().__init__(data, initial=dict(initial))
        self.content = content

    def edited(self, text: str) -> str:
        """Return the text of the draft with the new table; the form must be valid."""
        place, values = self.table()
        return with_table(text, place, values)

    def table(self) -> tuple[Place, Begun]:
        """Return where the new table comes, and what stands in it."""
        raise NotImplementedError


class PartyForm(AddForm):
    """A new party."""

    heading = _("Voeg een partij toe")
    naam = forms.CharField(label=_("Naam van de partij"), max_length=200)
    rol = forms.ChoiceField(label=_("Rol"), choices=[(role.value, role.value) for role in PartyRole])

    def table(self) -> tuple[Place, Begun]:
        """Return the party under a code made of its name."""
        name, parties = self.cleaned_data["naam"], self.content.get("partij", {})
        code = slugify(name)[:40] or "partij"
        code = next(one for one in (code, *(f"{code}-{n}" for n in range(2, 99))) if one not in parties)
        return ("partij", code), {"naam": name, "rol": self.cleaned_data["rol"]}


class PermissionForm(AddForm):
    """A new permission: who, for what, which groups of data; the rest is filled in on the page."""

    kind, letter = "", ""
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
        standing = self.content.get(self.kind, [])
        taken = {str(one.get("id")) for one in standing if isinstance(one, dict)}
        number = next(n for n in range(1, len(taken) + 2) if f"{self.letter}{n}" not in taken)
        said = {name: self.cleaned_data[name] for name in ("artikel", *self.names, "doel", "gegevens")}
        kept = {"termijn": "P6M", "vanaf": RetentionStart.CLOSING.value, "daarna": RetentionEnd.DESTROY.value}
        return (self.kind, len(standing)), {"id": f"{self.letter}{number}", **said, "bewaren": kept}


class ExchangeForm(PermissionForm):
    """A new exchange between parties."""

    heading = _("Voeg een uitwisseling toe")
    kind, letter, names = "uitwisseling", "U", ("van", "naar")
    van = forms.ChoiceField(label=_("Wie geeft"))
    naar = forms.ChoiceField(label=_("Wie krijgt"))
    field_order = ("van", "naar", "doel", "artikel", "gegevens")


class OwnUseForm(PermissionForm):
    """A new own use of a party."""

    heading = _("Voeg een eigen gebruik toe")
    kind, letter, names = "eigen_gebruik", "E", ("door",)
    door = forms.ChoiceField(label=_("Wie gebruikt het"))
    field_order = ("door", "doel", "artikel", "gegevens")


ADDED: Mapping[Part, type[AddForm]] = {
    Part.PARTIES: PartyForm,
    Part.EXCHANGES: ExchangeForm,
    Part.OWN_USES: OwnUseForm,
}


def add_form(
    part: Part, content: Mapping[str, Any], data: Mapping[str, object] | None, revision: int | None = None
) -> AddForm | None:
    """Return the form with which something is added to this page; None where nothing can be added as a form."""
    kind = ADDED.get(part)
    return kind(content, data, {"revision": revision}) if kind else None
