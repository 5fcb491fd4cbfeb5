"""What the privacy officer looks for in the logs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tijdig.disclosure.queries import DecisionFilter

IS_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class LogSearch(forms.Form):
    """A search in the logs; it travels in a POST, and rests in the session while pages are turned (I2)."""

    subject = forms.CharField(
        label=_("Zaaknummer"),
        required=False,
        max_length=64,
        help_text=_(
            "Bijvoorbeeld 2026-0042: dan vindt u ook de signalen van de zaak. Een kenmerk uit het logboek kan ook."
        ),
    )
    person_id = forms.TypedChoiceField(label=_("Medewerker"), required=False, coerce=UUID, empty_value=None)
    recipient = forms.ChoiceField(label=_("Partij"), required=False)
    from_day = forms.DateField(
        label=_("Vanaf"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    to_day = forms.DateField(
        label=_("Tot en met"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        *args: object,
        people: Iterable[tuple[UUID, str]],
        parties: Iterable[tuple[str, str]],
        ids_of_case: Callable[[str], frozenset[str]],
        **kwargs: object,
    ) -> None:
        """Make the form; ``ids_of_case`` gives the ids under which the logs know the case with this number."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # as Django's own forms take them
        everyone, every_party = ("", _("iedereen")), ("", _("alle partijen"))
        person, recipient = self.fields["person_id"], self.fields["recipient"]
        assert isinstance(person, forms.ChoiceField)  # noqa: S101 # tells the type checker what stands above
        assert isinstance(recipient, forms.ChoiceField)  # noqa: S101
        person.choices = [everyone, *((str(pk), name) for pk, name in people)]
        recipient.choices = [every_party, *parties]
        self._ids_of_case = ids_of_case

    def clean_subject(self) -> str:
        """Take a case number or an id and nothing else: what is looked for is on record, so no name may be in it."""
        text = str(self.cleaned_data["subject"]).strip()
        self.found_ids = frozenset({text}) if IS_ID.fullmatch(text) else self._ids_of_case(text)
        if text and not self.found_ids:
            raise forms.ValidationError(_("Er is geen zaak met dit nummer. Zoek niet op een naam of adres."))
        return text

    def wanted(self) -> DecisionFilter:
        """Return the filter; nothing is narrowed when the form was not filled in."""
        if not self.is_bound or not self.is_valid():
            return DecisionFilter()
        given = self.cleaned_data
        return DecisionFilter(
            asked_for=given["subject"],
            subject_ids=self.found_ids if given["subject"] else frozenset(),
            person_id=given["person_id"],
            recipient=given["recipient"],
            from_day=given["from_day"],
            to_day=given["to_day"],
        )
