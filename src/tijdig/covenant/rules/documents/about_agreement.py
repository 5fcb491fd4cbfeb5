"""Annexes 1 to 4 and 16: who takes part, for how long, which data, for what purpose, how it is accounted for."""

from __future__ import annotations

from tijdig.covenant.rules.document import Covenant, Party
from tijdig.covenant.rules.documents.wording import (
    ROLES,
    annex,
    category_name,
    contact_in_words,
    days,
    field_in_words,
)
from tijdig.covenant.rules.schema import FORMAT
from tijdig.letters.dutch import enumeration
from tijdig.letters.papers import Clause, Grid, Remark, Row, Section


def parties_annex(covenant: Covenant) -> Section:
    """Annex 1: the parties, what each is, and who answers for the data (R1, R2, R3)."""
    ways = "; ".join(contact_in_words(covenant.contact))
    ask = f"Vragen over dit convenant gaan naar: {ways}." if ways else "Er is geen aanspreekpunt afgesproken."
    return annex(
        1,
        "Wie doen mee",
        (
            Clause(
                f"{covenant.municipality.name} (CBS-code {covenant.controller_code}) is eindverantwoordelijk voor "
                "de gegevens.",
                ("gemeente",),
                ("R2",),
            ),
            Clause(ask, ("contact",)),
            Clause("Een partij die signalen geeft, heet in dit convenant een melder.", (), ("R3",)),
            Grid(
                "De partijen",
                ("Partij", "Wat de partij is", "Wat de partij doet", "Nummers en contact"),
                (30, 20, 26, 24),
                tuple(_party_row(party) for party in covenant.parties.values()),
            ),
        ),
    )


def _party_row(party: Party) -> Row:
    does = []
    if party.sector:
        does.append(f"geeft signalen over: {party.sector.value}")
    if party.sector_ground:
        does.append(f"mag dat op grond van: {party.sector_ground}")
    if party.disciplines:
        does.append(f"helpt met: {enumeration(party.disciplines)}")
    numbers = tuple(f"{label} {value}" for label, value in (("KvK", party.kvk), ("OIN", party.oin)) if value)
    return Row(
        (
            (party.name, f"code: {party.code}"),
            (ROLES[party.role],),
            tuple(does) or ("–",),
            (*numbers, *contact_in_words(party.contact)) or ("–",),
        ),
        (f"partij.{party.code}",),
    )


def term_annex(covenant: Covenant) -> Section:
    """Annex 2: the term, the evaluation, and which version of which agreement this is (R4)."""
    predecessor = (
        f"Deze versie komt in de plaats van de tekst met kenmerk {covenant.replaces}."
        if covenant.replaces
        else "Er is geen eerdere versie."
    )
    return annex(
        2,
        "Looptijd en versie",
        (
            Clause(
                f"Dit convenant geldt {days(covenant.valid_from, covenant.valid_until)}.",
                ("geldig",),
                ("R4",),
            ),
            Clause("Daarna neemt het systeem niets meer aan. Het geeft ook niets meer door.", (), ("R4",)),
            Clause(
                f"De partijen kijken telkens na {covenant.evaluation.every.in_dutch} of het goed werkt.",
                ("evaluatie.elke",),
                ("R4", "R49"),
            ),
            Clause(
                f"Het systeem waarschuwt {covenant.evaluation.warn_before_end.in_dutch} voor het einde.",
                ("evaluatie.waarschuw",),
                ("R4",),
            ),
            Clause(f"Dit is versie {covenant.version} van: {covenant.title}.", ("versie", "titel")),
            Clause(predecessor, ("vervangt",)),
            Clause(f"Het vaste nummer is {covenant.id}. Dat blijft in elke versie gelijk.", ("id",)),
            Clause(f"De afspraken komen uit: {covenant.source}.", ("bron",), ("R1",)),
            Clause(f"De tekst staat in een bestand van de soort {FORMAT}.", ("formaat",)),
        ),
    )


def categories_annex(covenant: Covenant) -> Section:
    """Annex 3: the groups of data and what is in each (C9, R10)."""
    rows = tuple(
        Row(
            ((category_name(code),), ("; ".join(field_in_words(field) for field in fields),)),
            (f"gegeven.{code}",),
        )
        for code, fields in covenant.categories.items()
    )
    return annex(
        3,
        "Welke gegevens",
        (
            Remark("Elke groep gegevens heeft een naam. De andere bijlagen gebruiken die naam."),
            Grid("De groepen gegevens", ("Groep", "Wat erin zit"), (22, 78), rows),
        ),
    )


def purposes_annex(covenant: Covenant) -> Section:
    """Annex 4: the purposes and the ground of each."""
    rows = tuple(
        Row(
            (
                (category_name(code),),
                (purpose.description,),
                (f"artikel {purpose.gdpr}",),
                (purpose.law,),
            ),
            (f"doel.{code}",),
        )
        for code, purpose in covenant.purposes.items()
    )
    return annex(
        4,
        "Waarvoor, en waarom dat mag",
        (
            Remark("Gegevens worden alleen gebruikt voor een doel dat hier staat."),
            Grid("De doelen", ("Doel", "Wat het is", "AVG", "Wet"), (20, 40, 13, 27), rows),
        ),
    )


def accountability_annex(covenant: Covenant) -> Section:
    """Annex 16: how the municipality answers for the exchange (R49, R57, R58)."""
    account = covenant.accountability
    officer = "; ".join(contact_in_words(account.privacy_officer))
    return annex(
        16,
        "Toezicht en verantwoording",
        (
            Clause(
                f"{covenant.municipality.name} legt verantwoording af over de gegevens.",
                ("gemeente",),
                ("R2",),
            ),
            Clause(
                f"Telkens na {account.log_review_every.in_dutch} kijkt iemand het logboek na.",
                ("verantwoording.logcontrole",),
                ("R58",),
            ),
            Clause(
                f"Aantallen kleiner dan {account.smallest_cell} worden niet getoond.",
                ("verantwoording.kleinste_cel",),
                ("R49",),
            ),
            Clause(
                f"De functionaris gegevensbescherming is te bereiken via: {officer}."
                if officer
                else "Er is geen functionaris gegevensbescherming genoemd.",
                ("verantwoording.fg",),
                ("R57",),
            ),
        ),
    )
