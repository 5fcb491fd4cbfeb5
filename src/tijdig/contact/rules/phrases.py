"""Phrases that a letter is filled with, in plain Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tijdig.casework.rules.term_pauses import PauseGround
from tijdig.letters.dutch import enumeration, long_date
from tijdig.letters.markup import unmarked
from tijdig.letters.sender import Municipality

# In the words of a letter; the article stands beside it.
WHY_LATER: Mapping[PauseGround, str] = {
    PauseGround.COMPLETION: "Wij hebben nog niet alles wat wij nodig hebben om te besluiten.",
    PauseGround.CONSENT: "U liet ons schriftelijk weten dat het later mag.",
    PauseGround.APPLICANT: "Wij kunnen nu niet verder door iets dat bij u ligt.",
    PauseGround.ABROAD: "Wij wachten op informatie uit het buitenland.",
    PauseGround.FORCE_MAJEURE: "Er is overmacht: de gemeente kan nu niet besluiten.",
}


def decided_by(on: date | None) -> str:
    """Return in a sentence when the decision comes at the latest; None: nobody knows yet."""
    if on is None:
        return "Dat weten wij nu nog niet. U krijgt een brief van ons zodra wij het weten."
    return f"U krijgt ons besluit uiterlijk op {long_date(on)}."


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
