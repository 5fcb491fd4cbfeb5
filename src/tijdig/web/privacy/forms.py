"""What the privacy officer looks for in the logs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from stdnum.nl import bsn as bsn_numbers

from tijdig.casework.queries import InTheLogs
from tijdig.disclosure.models import Given
from tijdig.oversight.queries.searching import LogQuestion
from tijdig.web.choices import DayField, Text
from tijdig.web.privacy.details import GIVEN
from tijdig.web.privacy.wording import ACTIONS

IS_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
type Choices = Iterable[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class Searchable:
    """What there is to choose from under one controller; what the logs know of a case number, and of a BSN."""

    people: Sequence[tuple[UUID, str]]
    parties: Mapping[str, str]
    purposes: Mapping[str, str]
    of_case: Callable[[str], InTheLogs]
    of_person: Callable[[str], InTheLogs]


class LogSearch(forms.Form):
    """A search in the logs; it travels in a POST, and rests in the session while pages are turned (I2)."""

    person_id = forms.TypedChoiceField(label=_("Medewerker"), required=False, coerce=UUID, empty_value=None)
    subject = forms.CharField(label=_("Zaaknummer"), required=False, max_length=64)
    bsn = forms.CharField(
        label=_("Burgerservicenummer"),
        required=False,
        max_length=11,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    party = forms.ChoiceField(label=_("Organisatie"), required=False)
    from_day = DayField(_("Vanaf"), required=False)
    to_day = DayField(_("Tot en met"), required=False)

    def __init__(self, *args: object, searchable: Searchable, **kwargs: object) -> None:
        """Make the form with what there is to choose from."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # as Django's own forms take them
        self._of_case = searchable.of_case
        self._of_person = searchable.of_person
        self.found = InTheLogs()
        self.offer("person_id", _("iedereen"), ((str(pk), name) for pk, name in searchable.people))
        self.offer("party", _("alle organisaties"), by_name(searchable.parties))

    def offer(self, name: str, everything: Text, choices: Choices) -> None:
        """Let a field be chosen from these, or left at everything."""
        cast("forms.ChoiceField", self.fields[name]).choices = [("", everything), *choices]

    def clean_subject(self) -> str:
        """Take a case number or an id and nothing else: what is looked for is on record, so no name may be in it."""
        text = str(self.cleaned_data["subject"]).strip()
        if text:
            is_id = IS_ID.fullmatch(text)
            self.found = InTheLogs(frozenset({text}), (text,)) if is_id else self._of_case(text)
        if text and not self.found.ids:
            raise forms.ValidationError(_("Er is geen zaak met dit nummer. Zoek niet op een naam of adres."))
        return text

    def clean_bsn(self) -> str:
        """Find whose number this is; it rests in the session, which is sealed, and comes into no log (L6)."""
        text = str(self.cleaned_data["bsn"]).strip()
        if not text:
            return ""
        if not bsn_numbers.is_valid(text):
            raise forms.ValidationError(
                _("Dit is geen burgerservicenummer. Kijk de cijfers na; het zijn er acht of negen.")
            )
        self.found = self._of_person(bsn_numbers.compact(text))
        if not self.found.ids:
            raise forms.ValidationError(_("Van de persoon met dit nummer staat niets in het logboek."))
        return text

    def clean(self) -> dict[str, object]:
        """Refuse a search by two at once: it would leave open what was looked for."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("subject") and cleaned.get("bsn"):
            raise forms.ValidationError(
                _("Zoek op een zaaknummer of op een burgerservicenummer, niet op allebei.")
            )
        return cleaned

    def wanted(self) -> LogQuestion:
        """Return the question; nothing is narrowed when the form was not filled in."""
        if not self.is_bound or not self.is_valid():
            return LogQuestion()
        given = self.cleaned_data
        return LogQuestion(
            asked_for=", ".join(self.found.case_numbers),
            subject_ids=self.found.ids,
            about_person=bool(given["bsn"]),
            person_id=given["person_id"],
            party=given["party"],
            purpose=given.get("purpose", ""),
            given=given.get("given"),
            action=given.get("action", ""),
            refused=given.get("refused", False),
            from_day=given["from_day"],
            to_day=given["to_day"],
        )


class DecisionSearch(LogSearch):
    """Who was given what."""

    purpose = forms.ChoiceField(label=_("Doel"), required=False)
    given = forms.TypedChoiceField(label=_("Uitkomst"), required=False, coerce=Given, empty_value=None)
    field_order = ("person_id", "subject", "bsn", "party", "purpose", "given", "from_day", "to_day")

    def __init__(self, *args: object, searchable: Searchable, **kwargs: object) -> None:
        """Make the form with the purposes of the covenants."""
        super().__init__(*args, searchable=searchable, **kwargs)
        self.offer("purpose", _("alle doelen"), by_name(searchable.purposes))
        self.offer("given", _("alle uitkomsten"), GIVEN.items())


class EventSearch(LogSearch):
    """Who did what."""

    action = forms.ChoiceField(label=_("Handeling"), required=False)
    refused = forms.BooleanField(label=_("Alleen wat geweigerd is"), required=False)
    field_order = ("person_id", "subject", "bsn", "party", "action", "from_day", "to_day", "refused")

    def __init__(self, *args: object, searchable: Searchable, **kwargs: object) -> None:
        """Make the form with every action that there are words for."""
        super().__init__(*args, searchable=searchable, **kwargs)
        self.offer(
            "action", _("alle handelingen"), sorted(ACTIONS.items(), key=lambda one: str(one[1]).lower())
        )


def by_name(named: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return codes and names as choices, in order of the names."""
    return sorted(named.items(), key=lambda one: one[1].lower())
