"""The file of a breach as a document, with what GDPR art. 33(3) and (5) ask for: counts and words, nobody's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.fields import FIELDS
from tijdig.letters.papers import Block, Clause, CoverFact, Grid, Paper, Part, Question, Row, Section
from tijdig.oversight.rules.breaches import BreachView, Risk

KIND = "Melding van een datalek (artikel 33 AVG)"
RISKS = {
    Risk.NONE: "Het is niet waarschijnlijk dat mensen hierdoor een risico lopen.",
    Risk.RISK: "Mensen lopen hierdoor een risico. Daarom wordt het gemeld bij de Autoriteit Persoonsgegevens.",
    Risk.HIGH: "Mensen lopen hierdoor een hoog risico. Daarom wordt het gemeld bij de Autoriteit Persoonsgegevens, en "
    "worden zij zelf ingelicht.",
}


@dataclass(frozen=True, slots=True)
class BreachFile:
    """A breach as its document tells it; moments are in local time, ``recipients`` are names of organisations."""

    number: str
    made_on: date
    municipality: str
    what: str
    discovered_at: datetime
    report_by: datetime
    first_at: datetime | None
    last_at: datetime | None
    records: int
    subjects: int
    fields: tuple[str, ...]
    recipients: tuple[str, ...]
    assessment: str
    authority_reference: str
    late_because: str
    subjects_told_how: str
    state: BreachView
    covenant: Covenant | None


def breach_paper(breach: BreachFile) -> Paper:
    """Return the document: nature and extent, contact, consequences, measures, and who was told when."""
    return Paper(
        kind_name=KIND,
        title=f"Datalek {breach.number}",
        version=f"{breach.made_on:%d-%m-%Y}",
        mark=breach.number,
        publisher=breach.municipality,
        dated=breach.discovered_at.date(),
        facts=(
            CoverFact("Verwerkingsverantwoordelijke", breach.municipality),
            CoverFact("Nummer", breach.number, is_code=True),
            CoverFact("Ontdekt op", _moment(breach.discovered_at)),
            CoverFact("Te melden voor", _moment(breach.report_by)),
        ),
        intro=(
            "Dit document geeft wat artikel 33 van de AVG vraagt.",
            "De aantallen zijn geteld in het logboek van Tijdig. Er staan geen gegevens van inwoners in.",
        ),
        parts=(Part("Het datalek", tuple(_sections(breach))),),
    )


def _sections(breach: BreachFile) -> tuple[Section, ...]:
    return (
        Section(
            "Onder a", "Wat er is gebeurd, en met welke gegevens", (_text(breach.what), *_extent(breach))
        ),
        Section("Onder b", "Contact", _contact(breach)),
        Section("Onder c", "Gevolgen voor de mensen om wie het gaat", _consequences(breach)),
        Section("Onder d", "Maatregelen", (_text(breach.state.measures),)),
        Section("Lid 1", "De melding", _report(breach)),
        Section("Artikel 34", "De mensen zelf", _told(breach)),
    )


def _extent(breach: BreachFile) -> tuple[Block, ...]:
    span = f"{_moment(breach.first_at)} – {_moment(breach.last_at)}" if breach.first_at else "–"
    kinds = tuple(FIELDS[name].description if name in FIELDS else name for name in breach.fields) or ("geen",)
    rows = (
        ("Wanneer gegevens zijn ingezien", (span,)),
        ("Inzages in het logboek", (str(breach.records),)),
        ("Mensen of signalen, ongeveer", (str(breach.subjects),)),
        ("Soorten gegevens", kinds),
        ("Wie ze kreeg", breach.recipients or ("niemand",)),
    )
    return (
        Grid(
            "Omvang", ("Wat", "Uit het logboek"), (2, 3), tuple(Row(((name,), lines)) for name, lines in rows)
        ),
    )


def _contact(breach: BreachFile) -> tuple[Block, ...]:
    officer = breach.covenant.accountability.privacy_officer if breach.covenant else None
    known = [text for text in (officer.name, officer.email, officer.telephone) if text] if officer else []
    return (Clause(", ".join(known)),) if known else (Question("Bij wie kan de toezichthouder terecht?"),)


def _consequences(breach: BreachFile) -> tuple[Block, ...]:
    if breach.state.risk is None:
        return (Question("Welk risico lopen de mensen om wie het gaat?"),)
    return (Clause(RISKS[breach.state.risk]), _text(breach.assessment))


def _report(breach: BreachFile) -> tuple[Block, ...]:
    told = breach.state.authority_told_at
    if told is None:
        needed = breach.state.risk is not Risk.NONE
        text = "Nog niet gemeld bij de Autoriteit Persoonsgegevens." if needed else "Melden is niet nodig."
        return (Clause(text),)
    reference = f", onder nummer {breach.authority_reference}" if breach.authority_reference else ""
    late = (Clause(f"Reden van de vertraging: {breach.late_because}"),) if breach.late_because else ()
    return (Clause(f"Gemeld bij de Autoriteit Persoonsgegevens op {_moment(told)}{reference}."), *late)


def _told(breach: BreachFile) -> tuple[Block, ...]:
    on = breach.state.subjects_told_on
    if on is None:
        needed = breach.state.risk is Risk.HIGH
        return (Clause("Zij zijn nog niet ingelicht." if needed else "Inlichten is niet verplicht."),)
    return (Clause(f"Ingelicht op {on:%d-%m-%Y}."), _text(breach.subjects_told_how))


def _text(text: str) -> Block:
    return Clause(text) if text.strip() else Question("Nog niet ingevuld.")


def _moment(at: datetime | None) -> str:
    return f"{at:%d-%m-%Y %H:%M}" if at else "–"
