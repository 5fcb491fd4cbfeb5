"""A field for each value of a covenant file: what the schema says of it, as something to type or tick."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tijdig.covenant.rules.document import Period
from tijdig.covenant.rules.editing import Value
from tijdig.covenant.rules.form import Entry, condition_text
from tijdig.covenant.rules.schema import Shape

_LONG = frozenset({"tekst", "uitleg", "omschrijving", "bijzondere_grondslag", "bron"})
_UNITS = (
    ("D", gettext_lazy("dagen")),
    ("WD", gettext_lazy("werkdagen")),
    ("W", gettext_lazy("weken")),
    ("M", gettext_lazy("maanden")),
    ("Y", gettext_lazy("jaar")),
)


class PlainSelect(forms.Select):
    """One choice out of a list without groups: a page has thousands of them, so none is a template of its own."""

    template_name = "covenants/select.html"


class PeriodWidget(forms.MultiWidget):
    """A number and a unit beside each other."""

    template_name = "covenants/period_widget.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = forms.NumberInput({"min": 1, "aria-label": gettext_lazy("aantal")})
        unit = PlainSelect({"aria-label": gettext_lazy("eenheid")}, choices=[("", "–"), *_UNITS])
        super().__init__({"number": number, "unit": unit}, attrs)

    def decompress(self, value: str | None) -> list[str]:
        """Split ``P6M`` in its number and unit."""
        digits = "".join(sign for sign in value or "" if sign.isdigit())
        return [digits, (value or "").lstrip("P0123456789")]


class PeriodField(forms.MultiValueField):
    """A length of time in one unit, as ``P6M``; "" when nothing was filled in."""

    widget = PeriodWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = (
            forms.IntegerField(min_value=1, max_value=36_600),
            forms.ChoiceField(choices=_UNITS),
        )
        super().__init__(fields, require_all_fields=True, **kwargs)

    def compress(self, data_list: Sequence[object]) -> str:
        """Return the period as the file writes it."""
        return f"P{data_list[0]}{data_list[1]}" if data_list else ""


class OneUnitOrMore(forms.CharField):
    """A length of time in more than one unit (``P1Y6M``), as the file writes it."""

    def clean(self, value: object) -> str:
        """Take an ISO 8601 period only."""
        text: str = super().clean(value)
        try:
            return str(Period.parse(text)) if text else ""
        except ValueError:
            raise ValidationError(_("Schrijf een periode, zoals P1Y6M of P4W.")) from None


def field_of(entry: Entry, described_by: str) -> forms.Field:
    """Return the field for one value; ``described_by`` is the id of what the linter says of it, "" for nothing."""
    meaning = entry.key.meaning
    common: dict[str, Any] = {
        "label": meaning[:1].upper() + meaning[1:],
        "required": entry.key.required and not entry.is_spare and not _is_of_condition(entry),
        "initial": initial_of(entry),
    }
    field = _field(entry, common)
    if described_by:
        field.widget.attrs |= {"aria-describedby": described_by}
    return field


def _field(entry: Entry, common: dict[str, Any]) -> forms.Field:
    shape = entry.key.shape
    if shape in {Shape.TEXTS, Shape.CHOICES} and entry.choices:
        return forms.MultipleChoiceField(choices=entry.choices, widget=forms.CheckboxSelectMultiple, **common)
    if entry.choices:
        return forms.ChoiceField(choices=[("", "–"), *entry.choices], widget=PlainSelect, **common)
    if shape is Shape.PERIOD:
        return OneUnitOrMore(**common) if _has_more_units(entry.value) else PeriodField(**common)
    return _plain(entry, common)


def _plain(entry: Entry, common: dict[str, Any]) -> forms.Field:
    match entry.key.shape:
        case Shape.NUMBER:
            return forms.IntegerField(min_value=0, max_value=10**9, **common)
        case Shape.EUROS:
            return forms.DecimalField(min_value=0, max_value=10**9, decimal_places=2, **common)
        case Shape.YES_NO:
            yes_no = [("", "–"), ("ja", _("ja")), ("nee", _("nee"))]
            return forms.ChoiceField(choices=yes_no, widget=PlainSelect, **common)
        case Shape.DATE:
            return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **common)
        case Shape.TEXTS:
            help_text = _("Eén per regel.")
            return forms.CharField(widget=forms.Textarea({"rows": 3}), help_text=help_text, **common)
        case _:
            long = entry.place[-1] in _LONG
            return forms.CharField(
                widget=forms.Textarea({"rows": 2}) if long else None, max_length=2_000, **common
            )


def initial_of(entry: Entry) -> object:
    """Return what stands there as the field shows it."""
    value = entry.value
    if entry.key.shape is Shape.YES_NO or entry.key.shape is Shape.VALUE:
        return condition_text(value)
    if entry.key.shape is Shape.TEXTS and not entry.choices:
        return "\n".join(str(one) for one in value) if isinstance(value, list) else ""
    return value


def value_of(entry: Entry, cleaned: object) -> Value | None:
    """Return what was filled in as the file holds it; None when the field was left empty."""
    if cleaned in (None, "", []):
        return None
    match entry.key.shape:
        case Shape.YES_NO:
            return cleaned == "ja"
        case Shape.EUROS:
            return _amount(cast("Decimal", cleaned))
        case Shape.TEXTS if not entry.choices:
            return [line.strip() for line in str(cleaned).splitlines() if line.strip()]
        case Shape.TEXTS | Shape.CHOICES:
            return _in_file_order(entry.value, cast("list[str]", cleaned))
        case Shape.TEXT:
            # A browser sends its own line ends.
            return str(cleaned).replace("\r\n", "\n")
        case _:
            return cast("str | int | date", cleaned)


def _amount(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value


def _in_file_order(stood: object, chosen: list[str]) -> list[str]:
    """Return what was ticked: first what stood there, in its order, since order counts in what parties sign."""
    kept = [str(one) for one in stood if str(one) in chosen] if isinstance(stood, list) else []
    return [*kept, *(one for one in chosen if one not in kept)]


def _has_more_units(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        period = Period.parse(value)
    except ValueError:
        return True
    units = (period.years, period.months, period.weeks, period.days, period.working_days)
    return sum(bool(one) for one in units) > 1


def _is_of_condition(entry: Entry) -> bool:
    return entry.place[-1] in {"feit", "op", "waarde"}
