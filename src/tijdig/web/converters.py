"""Months in addresses: ``/maand/2026-03/``."""

from __future__ import annotations

from django.urls import register_converter

from tijdig.months import Month


class MonthConverter:
    """Reads ``2026-03`` as a :class:`Month`; anything else is no address (404)."""

    regex = r"[12]\d{3}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> Month:
        """Return the month that is written."""
        return Month.parse(value)

    def to_url(self, value: Month) -> str:
        """Return how the month is written."""
        return str(value)


register_converter(MonthConverter, "month")
