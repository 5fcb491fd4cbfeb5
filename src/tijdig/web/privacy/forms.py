"""What the privacy officer looks for in the logs."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tijdig.disclosure.queries import DecisionFilter


class LogSearch(forms.Form):
    """A search in the logs; it travels in a POST, and rests in the session while pages are turned (I2)."""

    subject_id = forms.CharField(
        label=_("Kenmerk"),
        required=False,
        max_length=64,
        help_text=_("Het kenmerk van een zaak, signaal of ander onderwerp, zoals het in het logboek staat."),
    )
    person_id = forms.TypedChoiceField(label=_("Wie"), required=False, coerce=UUID, empty_value=None)
    recipient = forms.ChoiceField(label=_("Ontvanger"), required=False)
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
        recipients: Iterable[str],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # as Django's own forms take them
        everyone, every_party = ("", _("iedereen")), ("", _("alle partijen"))
        person, recipient = self.fields["person_id"], self.fields["recipient"]
        assert isinstance(person, forms.ChoiceField)  # noqa: S101 # tells the type checker what stands above
        assert isinstance(recipient, forms.ChoiceField)  # noqa: S101
        person.choices = [everyone, *((str(pk), name) for pk, name in people)]
        recipient.choices = [every_party, *((code, code) for code in recipients)]

    def wanted(self) -> DecisionFilter:
        """Return the filter; nothing is narrowed when the form was not filled in."""
        if not self.is_bound or not self.is_valid():
            return DecisionFilter()
        given = self.cleaned_data
        return DecisionFilter(
            subject_id=given["subject_id"].strip(),
            person_id=given["person_id"],
            recipient=given["recipient"],
            from_day=given["from_day"],
            to_day=given["to_day"],
        )
