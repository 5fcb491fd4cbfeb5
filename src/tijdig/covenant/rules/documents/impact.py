"""The DPIA on the seventeen points of the national model (Model DPIA Rijksdienst), filled in from the file (R57).

Facts come from the covenant; judgement is the municipality's. Where a point asks for judgement, or for what lies
outside the agreement, it holds an open question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.about_agreement import parties_annex, purposes_annex
from tijdig.covenant.rules.documents.asking import clauses_of, paper_of, point
from tijdig.covenant.rules.documents.delivering import delivery_annex
from tijdig.covenant.rules.documents.helping import FIXED_RULES, rank_annex, routes_annex
from tijdig.covenant.rules.documents.impact_questions import asked
from tijdig.covenant.rules.documents.periods import terms_annex
from tijdig.covenant.rules.documents.permissions import exchanges_annex, own_uses_annex
from tijdig.covenant.rules.documents.processing import processings, used_group
from tijdig.covenant.rules.documents.register import security
from tijdig.covenant.rules.documents.together import feedback_annex
from tijdig.covenant.rules.documents.wording import ROLES, category_name, field_in_words, key_of, permissions
from tijdig.covenant.rules.fields import FIELDS, FieldKind
from tijdig.covenant.rules.table import retention_in_words, who
from tijdig.letters.dutch import enumeration
from tijdig.letters.papers import Block, Clause, Grid, Paper, Part, Row

KIND = "Gegevensbeschermingseffectbeoordeling (DPIA), deels ingevuld"
_KIND_NAMES = {FieldKind.ORDINARY: "gewoon", FieldKind.BSN: "BSN", FieldKind.SPECIAL: "bijzonder"}

type _Filled = Callable[[Covenant], tuple[Block, ...]]


def impact_assessment(covenant: Covenant) -> Paper:
    """Return the DPIA: seventeen points in four parts, with what the file says and the questions that it leaves."""
    parts = []
    number = 0
    for title, points in _PARTS:
        sections = []
        for name, filled in points:
            number += 1
            sections.append(point(number, name, (*filled(covenant), *asked(number))))
        parts.append(Part(title, tuple(sections)))
    return paper_of(covenant, KIND, parts)


def _proposal(covenant: Covenant) -> tuple[Block, ...]:
    agreed = tuple(f"Artikel {one.article}: {one.text}" for one in covenant.provisions)
    keys = tuple(f"bepaling.{one.article}" for one in covenant.provisions)
    return (
        Clause(
            f"Deze beoordeling gaat over: {covenant.title}, versie {covenant.version}.", ("titel", "versie")
        ),
        *clauses_of(parties_annex(covenant), "gemeente"),
        Clause("Dit spreken de partijen af:", keys, ("R1",), points=agreed),
    )


def _personal_data(covenant: Covenant) -> tuple[Block, ...]:
    groups = (used_group(covenant, code) for code in covenant.categories)
    rows = tuple(
        Row(
            (
                (group.name,),
                ("; ".join(field_in_words(field) for field in group.fields),),
                (enumeration(tuple(_KIND_NAMES[kind] for kind in group.kinds)),),
                group.subjects,
                group.sources,
            ),
            (f"gegeven.{group.code}",),
        )
        for group in groups
    )
    headings = ("Groep", "Gegevens", "Soort", "Over wie", "Waarvandaan")
    return (Grid("Persoonsgegevens", headings, (15, 31, 12, 19, 23), rows),)


def _processing(covenant: Covenant) -> tuple[Block, ...]:
    return (*clauses_of(exchanges_annex(covenant)), *clauses_of(own_uses_annex(covenant)))


def _techniques(covenant: Covenant) -> tuple[Block, ...]:
    matching = clauses_of(
        delivery_annex(covenant),
        "aanlevering.matching.periode",
        "aanlevering.matching.terugkijk",
        "aanlevering.matching.herhaling",
    )
    rules = (*clauses_of(routes_annex(covenant)), *clauses_of(rank_annex(covenant))[2:])
    return (Clause(FIXED_RULES, (), ("R34",)), *matching, *rules)


def _purposes(covenant: Covenant) -> tuple[Block, ...]:
    rows = tuple(
        Row(
            (
                (category_name(one.purpose.code),),
                (one.purpose.description,),
                (enumeration(tuple(use.id for use in one.uses)),),
            ),
            (f"doel.{one.purpose.code}",),
        )
        for one in processings(covenant)
    )
    return (Grid("Doelen", ("Doel", "Omschrijving", "Verwerkingen uit punt 3"), (22, 46, 32), rows),)


def _parties(covenant: Covenant) -> tuple[Block, ...]:
    rows = tuple(
        Row(
            (
                (party.name,),
                (ROLES[party.role],),
                (_gives(covenant, code),),
                (_gets(covenant, code),),
                (_uses(covenant, code),),
            ),
            (f"partij.{code}",),
        )
        for code, party in covenant.parties.items()
    )
    headings = ("Partij", "Wat de partij is", "Geeft", "Krijgt", "Gebruikt zelf")
    return (Grid("Partijen", headings, (30, 19, 17, 17, 17), rows),)


def _gives(covenant: Covenant, party: str) -> str:
    return _listed(one.id for one in covenant.exchanges if party in covenant.members(one.sender))


def _gets(covenant: Covenant, party: str) -> str:
    return _listed(one.id for one in covenant.exchanges if party in covenant.members(one.recipient))


def _uses(covenant: Covenant, party: str) -> str:
    return _listed(one.id for one in covenant.own_uses if party in covenant.members(one.by))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "–"


def _interests(covenant: Covenant) -> tuple[Block, ...]:
    names = tuple(f"{party.name}." for party in covenant.parties.values())
    keys = tuple(f"partij.{code}.naam" for code in covenant.parties)
    return (Clause("Deze partijen hebben een belang, naast de inwoners zelf:", keys, points=names),)


def _nothing(_covenant: Covenant) -> tuple[Block, ...]:
    return ()


def _law(covenant: Covenant) -> tuple[Block, ...]:
    grounds = dict.fromkeys(
        (
            *(purpose.law for purpose in covenant.purposes.values()),
            *(one.special_ground for one in permissions(covenant)),
            *(party.sector_ground for party in covenant.parties.values()),
        )
    )
    named = tuple(f"{ground}." for ground in grounds if ground)
    return (Clause("Het convenant noemt deze wetten en artikelen:", ("doel",), ("R3",), points=named),)


def _retention(covenant: Covenant) -> tuple[Block, ...]:
    rows = tuple(
        Row(
            (
                (one.id,),
                (category_name(one.purpose),),
                (enumeration(tuple(category_name(code) for code in one.categories)),),
                (retention_in_words(one.retention),),
            ),
            (f"{key_of(one)}.bewaren",),
        )
        for one in permissions(covenant)
    )
    files = clauses_of(
        delivery_annex(covenant), "aanlevering.bestand_bewaren", "aanlevering.wachten_op_kolommen"
    )
    return (Grid("Bewaren", ("Nummer", "Doel", "Gegevens", "Hoe lang"), (10, 20, 42, 28), rows), *files)


def _grounds(covenant: Covenant) -> tuple[Block, ...]:
    return tuple(block for block in purposes_annex(covenant).blocks if isinstance(block, Grid))


def _special(covenant: Covenant) -> tuple[Block, ...]:
    rows = tuple(
        Row(
            ((one.id,), fields, (one.special_ground or "geen extra grondslag genoemd",)),
            (
                f"{'uitwisseling' if one in covenant.exchanges else 'eigen_gebruik'}.{one.id}.bijzondere_grondslag",
            ),
        )
        for one in permissions(covenant)
        if (
            fields := tuple(
                field_in_words(field)
                for code in one.categories
                for field in covenant.categories.get(code, ())
                if field in FIELDS and FIELDS[field].kind is not FieldKind.ORDINARY
            )
        )
    )
    if not rows:
        return (Clause("Het convenant noemt geen BSN en geen bijzondere gegevens.", ("gegeven",), ("R10",)),)
    return (
        Grid("BSN en bijzondere gegevens", ("Nummer", "Gegevens", "Extra grondslag"), (12, 44, 44), rows),
    )


def _limitation(covenant: Covenant) -> tuple[Block, ...]:
    rows = []
    for code in covenant.categories:
        used = dict.fromkeys(
            category_name(one.purpose) for one in permissions(covenant) if code in one.categories
        )
        rows.append(
            Row(
                ((category_name(code),), used_group(covenant, code).sources, (enumeration(tuple(used)),)),
                (f"gegeven.{code}",),
            )
        )
    headings = ("Groep", "Waarvandaan", "Voor welke doelen")
    return (Grid("Waarvoor elke groep wordt gebruikt", headings, (22, 36, 42), tuple(rows)),)


def _necessity(covenant: Covenant) -> tuple[Block, ...]:
    limits = clauses_of(
        delivery_annex(covenant),
        "aanlevering.drempel.maanden",
        "aanlevering.drempel.dagen",
        "aanlevering.drempel.bedrag",
        "aanlevering.onterecht.onder_bedrag",
        "aanlevering.onterecht.ouder_dan_dagen",
    )
    feedback = clauses_of(feedback_annex(covenant), "terugkoppelbeleid.geen_contact")
    conditioned = tuple(
        f"{one.id}: {who(covenant, one.sender).name}, {len(one.conditions)} voorwaarden."
        for one in covenant.exchanges
        if one.conditions
    )
    keys = tuple(f"uitwisseling.{one.id}.voorwaarde" for one in covenant.exchanges if one.conditions)
    strict = Clause("Deze uitwisselingen mogen alleen onder voorwaarden:", keys, ("R5",), points=conditioned)
    return (*limits, *((strict,) if conditioned else ()), *feedback)


def _rights(covenant: Covenant) -> tuple[Block, ...]:
    terms = clauses_of(
        terms_annex(covenant), "termijn.informeren", "termijn.antwoord_rechten", "termijn.verlenging_rechten"
    )
    stopped = tuple(
        one.id
        for one in permissions(covenant)
        if any(condition.fact == "huurder.bezwaar" for condition in one.conditions)
    )
    objecting = Clause(
        f"Heeft een inwoner bezwaar gemaakt? Dan stoppen: {enumeration(stopped)}."
        if stopped
        else "Het convenant noemt geen uitwisseling die stopt als een inwoner bezwaar maakt.",
        tuple(f"uitwisseling.{name}.voorwaarde" for name in stopped),
        ("R6", "R56"),
    )
    return (*terms, objecting)


def _measures(covenant: Covenant) -> tuple[Block, ...]:
    return security(covenant)


_PARTS: tuple[tuple[str, tuple[tuple[str, _Filled], ...]], ...] = (
    (
        "A. Wat er met de gegevens gebeurt",
        (
            ("Voorstel", _proposal),
            ("Persoonsgegevens", _personal_data),
            ("Gegevensverwerkingen", _processing),
            ("Technieken en methoden", _techniques),
            ("Verwerkingsdoeleinden", _purposes),
            ("Betrokken partijen", _parties),
            ("Belangen", _interests),
            ("Verwerkingslocaties", _nothing),
            ("Juridisch en beleidsmatig kader", _law),
            ("Bewaartermijnen", _retention),
        ),
    ),
    (
        "B. Of het mag",
        (
            ("Rechtsgrond", _grounds),
            ("Bijzondere persoonsgegevens", _special),
            ("Doelbinding", _limitation),
            ("Noodzaak en evenredigheid", _necessity),
            ("Rechten van betrokkenen", _rights),
        ),
    ),
    ("C. Wat er mis kan gaan", (("Risico's voor betrokkenen", _nothing),)),
    ("D. Wat ertegen wordt gedaan", (("Maatregelen", _measures),)),
)
