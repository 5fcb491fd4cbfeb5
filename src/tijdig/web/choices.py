"""Choices that several audiences' forms offer: dates of today, yes and no, codes with their Dutch names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.functional import keep_lazy_text
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type Text = str | _StrPromise

YES, NO = "ja", "nee"


class DayField(forms.DateField):
    """A day, as the browser's own calendar gives it; today unless told otherwise."""

    def __init__(self, label: Text, *, required: bool = True, help_text: Text = "") -> None:
        """Make the field; an optional day starts empty."""
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            initial=timezone.localdate if required else None,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        )


class YesNoField(forms.TypedChoiceField):
    """A question with yes and no as two choices, so that "not answered" is no "no"; gives True, False or None."""

    def __init__(self, label: Text, *, required: bool = True, help_text: Text = "") -> None:
        """Make the field."""
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            choices=[(YES, _("Ja")), (NO, _("Nee"))],
            coerce=lambda value: value == YES,
            empty_value=None,
            widget=forms.RadioSelect,
        )


def choices_of[Code: StrEnum](names: Mapping[Code, str]) -> list[tuple[str, Text]]:
    """Return codes with their names as a form's choices, in the order of the table, with a capital.

    The table holds plain words of the rules; they are translated when the form is shown.
    """
    return [(code.value, _with_capital(_(name))) for code, name in names.items()]


@keep_lazy_text
def _with_capital(words: Text) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def values_of(codes: Iterable[StrEnum]) -> list[tuple[str, Text]]:
    """Return the words of the standard as a form's choices; kept are its own, in Dutch."""
    return [(code.value, _(code.value)) for code in codes]
