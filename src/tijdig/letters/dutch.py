"""Dates and amounts as a Dutch letter writes them, independent of the machine's locale."""

from __future__ import annotations

from datetime import date

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_NO_BREAK = "\u00a0"


def long_date(day: date) -> str:
    """Return ``2 maart 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def weekday_date(day: date) -> str:
    """Return ``maandag 2 maart 2026``."""
    return f"{_WEEKDAYS[day.weekday()]} {long_date(day)}"


def euros(cents: int) -> str:
    """Return an amount of cents as ``€ 1.234,56`` (no break between sign and number); ``€ -1,00`` below zero."""
    whole, rest = divmod(abs(cents), 100)
    thousands = f"{whole:,}".replace(",", ".")
    return f"€{_NO_BREAK}{'-' if cents < 0 else ''}{thousands},{rest:02d}"


def enumeration(parts: tuple[str, ...]) -> str:
    """Return ``a``, ``a en b`` or ``a, b en c``; empty for nothing."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} en {parts[-1]}"
