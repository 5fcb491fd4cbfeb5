"""What is filled in for reviews of the log: a verdict, how reviews are held, one's own surname and address."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from tijdig.actors import Role
from tijdig.oversight.models import ReviewPolicy
from tijdig.oversight.rules.reviewing import Verdict
from tijdig.oversight.services.policy import PolicySettings
from tijdig.web.choices import Text
from tijdig.web.context import ROLE_TITLES

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.IN_ORDER: _("In orde"),
    Verdict.QUESTION: _("Vraag gesteld"),
    Verdict.MISUSE: _("Misbruik"),
}
WEEKDAYS = {
    "1": _("maandag"), "2": _("dinsdag"), "3": _("woensdag"), "4": _("donderdag"), "5": _("vrijdag"),
    "6": _("zaterdag"), "7": _("zondag"),
}  # fmt: skip


class JudgeForm(forms.Form):
    """What a reviewer thinks of one item."""

    verdict = forms.ChoiceField(
        label=_("Uw oordeel"), choices=list(VERDICTS.items()), widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Verplicht bij een vraag of misbruik. Schrijf geen namen of adressen van inwoners op."),
    )


class PolicyForm(forms.Form):
    """How the log is reviewed; every field is the municipality's own choice."""

    sample_size = forms.IntegerField(
        label=_("Hoeveel inzages per controle in de steekproef?"), min_value=1, max_value=1_000
    )
    sign_within_days = forms.IntegerField(
        label=_("Binnen hoeveel dagen na de periode is de controle ondertekend?"), min_value=1, max_value=90
    )
    work_days = forms.MultipleChoiceField(
        label=_("Werkdagen"), choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple
    )
    work_from = forms.TimeField(label=_("Werktijd vanaf"), widget=forms.TimeInput(attrs={"type": "time"}))
    work_until = forms.TimeField(label=_("Werktijd tot"), widget=forms.TimeInput(attrs={"type": "time"}))
    most_cases_a_day = forms.IntegerField(
        label=_("Hoeveel zaken opent iemand op een drukke dag?"),
        help_text=_("Wie er meer opent, komt in de controle."),
        min_value=1,
        max_value=1_000,
    )
    roles_across_cases = forms.MultipleChoiceField(
        label=_("Welke rollen mogen voor hun werk in alle zaken kijken?"),
        help_text=_("Bij hen kijkt de controle niet of er een taak in de zaak was."),
        required=False,
        choices=[(role.value, ROLE_TITLES[role]) for role in (Role.COORDINATOR, Role.CASE_DIRECTOR)],
        widget=forms.CheckboxSelectMultiple,
    )
    breach_hours = forms.IntegerField(
        label=_("Binnen hoeveel uur meldt uw gemeente een datalek?"),
        help_text=_("De AVG (artikel 33) zegt: zo mogelijk binnen 72 uur na de ontdekking."),
        min_value=1,
        max_value=72,
    )

    def clean(self) -> dict[str, object]:
        """Refuse working hours that end before they begin."""
        given = super().clean() or {}
        begin, end = given.get("work_from"), given.get("work_until")
        if begin and end and begin >= end:
            self.add_error("work_until", _("De werktijd eindigt voor die begint."))
        return given

    def settings(self) -> PolicySettings:
        """Return what was filled in."""
        given = self.cleaned_data
        return PolicySettings(
            sample_size=given["sample_size"],
            sign_within_days=given["sign_within_days"],
            work_from=given["work_from"],
            work_until=given["work_until"],
            work_days=tuple(int(day) for day in given["work_days"]),
            most_cases_a_day=given["most_cases_a_day"],
            roles_across_cases=tuple(Role(role) for role in given["roles_across_cases"]),
            breach_hours=given["breach_hours"],
        )

    @staticmethod
    def filled_with(policy: ReviewPolicy) -> dict[str, object]:
        """Return the policy that stands as what the form begins with."""
        return {
            "sample_size": policy.sample_size,
            "sign_within_days": policy.sign_within_days,
            "work_days": [str(day) for day in policy.work_days],
            "work_from": policy.work_from.isoformat("minutes"),
            "work_until": policy.work_until.isoformat("minutes"),
            "most_cases_a_day": policy.most_cases_a_day,
            "roles_across_cases": policy.roles_across_cases,
            "breach_hours": policy.breach_hours,
        }


class OwnMarksForm(forms.Form):
    """Surnames and home address of who works here; what is filled in is hashed at once and forgotten."""

    surname = forms.CharField(label=_("Uw achternaam"), max_length=200)
    other_surname = forms.CharField(
        label=_("Andere achternaam"),
        help_text=_("Bijvoorbeeld uw geboortenaam, of de naam van uw partner."),
        required=False,
        max_length=200,
    )
    postcode = forms.RegexField(
        label=_("Postcode"),
        regex=r"^\s*[1-9][0-9]{3}\s*[A-Za-z]{2}\s*$",
        error_messages={"invalid": _("Vul een postcode in zoals 6001 BP.")},
    )
    house_number = forms.IntegerField(label=_("Huisnummer"), min_value=1, max_value=99_999)
    suffix = forms.CharField(label=_("Letter of toevoeging"), required=False, max_length=12)
