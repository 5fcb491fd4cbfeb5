"""Phrases that a letter is filled with, in plain Dutch."""

from __future__ import annotations

from collections.abc import Iterable

from tijdig.letters.dutch import enumeration
from tijdig.letters.markup import unmarked
from tijdig.letters.sender import Municipality


def how_to_reach(municipality: Municipality) -> str:
    """Return in one phrase how the municipality is reached."""
    ways = (
        ("bel", municipality.telephone),
        ("mail naar", municipality.email),
        ("schrijf naar", municipality.address),
    )
    told = tuple(f"{verb} {where}" for verb, where in ways if where)
    return " of ".join((", ".join(told[:-1]), told[-1])) if len(told) > 1 else "".join(told)


def points(lines: Iterable[str]) -> str:
    """Return these lines as a list of points."""
    return "\n".join(f"- {unmarked(line)}" for line in lines)


def who_gets_it(helpers: tuple[str, ...]) -> str:
    """Return who receives the tenant's data besides the municipality, and what the landlord hears (R18, R44)."""
    if not helpers:
        return "Alleen de gemeente. Wij geven uw gegevens aan niemand anders."
    return (
        f"De gemeente, en als het nodig is om u te helpen: {enumeration(helpers)}. Zij krijgen alleen wat zij daarvoor "
        "nodig hebben. De melder hoort alleen wat het convenant toestaat, zoals of u onze hulp wilt. Wat u met ons "
        "bespreekt, hoort de melder niet."
    )


def privacy_officer(municipality: Municipality) -> str:
    """Return where questions about privacy go; empty when nobody can be reached for them."""
    if not municipality.privacy_officer_contact:
        return ""
    named = f", {municipality.privacy_officer}" if municipality.privacy_officer else ""
    return (
        "Vragen over uw privacy kunt u ook stellen aan onze functionaris gegevensbescherming"
        f"{named}: {municipality.privacy_officer_contact}."
    )
