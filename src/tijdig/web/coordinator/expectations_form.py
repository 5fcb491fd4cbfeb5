"""The form in which a coordinator says what is expected of a delivery as a whole."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from tijdig.intake.rules.whole.facts import Expectations

_RANGE = re.compile(r"([1-9]\d{3})(?:\s*-\s*([1-9]\d{3}))?")
_MOST_DAYS = 31
_ASKED = {
    "postcodes": _("Vul in welke postcodes bij de gemeente horen."),
    "fewest": _("Vul dit in: u liet hierboven een aanlevering wachten."),
    "wait_days": _("Vul dit in: u liet hierboven een aanlevering wachten."),
}


class ExpectationsForm(forms.Form):
    """What makes a delivery wait; what stays empty is not looked at."""

    amount_times = forms.IntegerField(
        label=_("Het gewone bedrag is zo veel keer hoger of lager dan vorige maand"),
        help_text=_("Bijvoorbeeld 5. Leeg: niet op letten."),
        required=False, min_value=2, max_value=1000,
    )  # fmt: skip
    gone_percent = forms.IntegerField(
        label=_("Zo veel procent van de huurders van vorige maand ontbreekt"),
        help_text=_("Bijvoorbeeld 50. Leeg: niet op letten."),
        required=False, min_value=1, max_value=100,
    )  # fmt: skip
    elsewhere_percent = forms.IntegerField(
        label=_("Zo veel procent van de rijen heeft een postcode buiten de gemeente"),
        help_text=_("Bijvoorbeeld 20. Leeg: niet op letten."),
        required=False, min_value=1, max_value=100,
    )  # fmt: skip
    postcodes = forms.CharField(
        label=_("Postcodes van de gemeente"),
        help_text=_("De vier cijfers, met een streepje van en tot: 6000-6006, 6039."),
        required=False, max_length=500,
    )  # fmt: skip
    same_file = forms.BooleanField(
        label=_("De aanlevering is dezelfde als die van een eerdere maand"), required=False
    )
    fewest = forms.IntegerField(
        label=_("Niet vergelijken onder dit aantal huurders"),
        help_text=_("Bij een paar huurders zegt een vergelijking niets."),
        required=False, min_value=1, max_value=1000,
    )  # fmt: skip
    wait_days = forms.IntegerField(
        label=_("Zo veel dagen wacht een aanlevering op uw beslissing"),
        help_text=_("Daarna wordt het bestand weggegooid en levert de partner opnieuw aan."),
        required=False, min_value=1, max_value=_MOST_DAYS,
    )  # fmt: skip

    remind_days = forms.IntegerField(
        label=_("Zo veel dagen voor het einde van de periode een herinnering sturen"),
        help_text=_(
            "Aan elke partner die dan nog niet aanleverde, en nog een keer als de periode voorbij is. Leeg: geen."
        ),
        required=False, min_value=0, max_value=_MOST_DAYS,
    )  # fmt: skip

    def __init__(self, *args: object, expected: Expectations | None, **kwargs: object) -> None:
        kwargs["initial"] = _initial(expected) if expected else {}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def clean_postcodes(self) -> tuple[tuple[int, int], ...]:
        """Read ``6000-6006, 6039`` as pairs, both included."""
        pairs = []
        for part in filter(None, (one.strip() for one in self.cleaned_data["postcodes"].split(","))):
            match = _RANGE.fullmatch(part)
            if match is None or int(match[2] or match[1]) < int(match[1]):
                raise forms.ValidationError(_("Schrijf postcodes als 6000-6006, 6039."))
            pairs.append((int(match[1]), int(match[2] or match[1])))
        return tuple(pairs)

    def clean(self) -> dict[str, object]:
        """Ask for what the chosen checks need."""
        data: dict[str, object] = super().clean() or self.cleaned_data
        for name in self.expected.lacking:
            if name not in self.errors:
                self.add_error(name, _ASKED[name])
        return data

    @property
    def expected(self) -> Expectations:
        """What was chosen, as far as it could be read."""
        return Expectations(**self.cleaned_data)


def _initial(expected: Expectations) -> dict[str, object]:
    ranges = (str(first) if first == last else f"{first}-{last}" for first, last in expected.postcodes)
    return {
        "amount_times": expected.amount_times,
        "gone_percent": expected.gone_percent,
        "elsewhere_percent": expected.elsewhere_percent,
        "postcodes": ", ".join(ranges),
        "same_file": expected.same_file,
        "fewest": expected.fewest,
        "wait_days": expected.wait_days,
        "remind_days": expected.remind_days,
    }
