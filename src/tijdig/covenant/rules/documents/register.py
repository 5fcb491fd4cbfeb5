"""The entry in the register of processing activities (GDPR art. 30(1), R57): as a document and as JSON.

Letters a to g are those of article 30(1). What the covenant file does not say is a question, never a guess.
"""

from __future__ import annotations

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.about_agreement import accountability_annex, parties_annex
from tijdig.covenant.rules.documents.asking import (
    Json,
    OpenQuestion,
    clauses_of,
    contact_json,
    covenant_json,
    paper_of,
    point,
    questions_json,
)
from tijdig.covenant.rules.documents.processing import Processing, Use, UsedGroup, processings
from tijdig.covenant.rules.documents.wording import category_name, field_in_words
from tijdig.covenant.rules.fields import FIELDS
from tijdig.letters.dutch import enumeration
from tijdig.letters.papers import Block, Clause, Grid, Paper, Part, Question, Row, Section

KIND = "Register van verwerkingen (artikel 30 AVG)"
TRANSFER, SECURITY, JOINT = "e", "g", "a"
QUESTIONS = (
    OpenQuestion(JOINT, "Is er een partij die samen met de gemeente verantwoordelijk is (artikel 26 AVG)?"),
    OpenQuestion(
        TRANSFER, "Gaan er gegevens naar een land buiten de EER? Zo ja: welk land, en met welke waarborg?"
    ),
    OpenQuestion(SECURITY, "Wat doet de gemeente nog meer om de gegevens te beveiligen?"),
    OpenQuestion(
        SECURITY, "Welke verwerker levert en beheert het systeem, en op grond van welke overeenkomst?"
    ),
)


def _asked(part: str) -> tuple[Question, ...]:
    return tuple(Question(one.text) for one in QUESTIONS if one.part == part)


def register_paper(covenant: Covenant) -> Paper:
    """Return the register entry as a document: who answers for it, each processing, transfer, security."""
    who = clauses_of(parties_annex(covenant), "gemeente", "contact")
    officer = clauses_of(accountability_annex(covenant), "verantwoording.fg")
    general = (
        point(1, "Wie verantwoordelijk is (artikel 30 lid 1 onder a)", (*who, *officer, *_asked(JOINT))),
        point(2, "Doorgifte (onder e)", _asked(TRANSFER)),
        point(3, "Beveiliging (onder g)", (*security(covenant), *_asked(SECURITY))),
    )
    each = tuple(_section(one) for one in processings(covenant))
    return paper_of(
        covenant,
        KIND,
        (
            Part("Verantwoordelijkheid en beveiliging", general),
            Part("De verwerkingen (onder b, c, d en f)", each),
        ),
    )


def security(covenant: Covenant) -> tuple[Clause, ...]:
    """Return the measures that the file itself sets: closed permissions, log review, suppressed counts."""
    limited = tuple(use.id for use in covenant.own_uses if use.roles)
    roles = (
        Clause(
            f"Alleen mensen met de juiste rol mogen deze gegevens gebruiken: {enumeration(limited)}.",
            tuple(f"eigen_gebruik.{name}.rollen" for name in limited),
            ("R57",),
        ),
    )
    return (
        Clause("Alleen wat het convenant noemt, gaat van de ene partij naar de andere.", (), ("R44",)),
        *(roles if limited else ()),
        *clauses_of(
            accountability_annex(covenant), "verantwoording.logcontrole", "verantwoording.kleinste_cel"
        ),
    )


def _section(processing: Processing) -> Section:
    purpose = processing.purpose
    key = f"doel.{purpose.code}"
    rows = [
        Row((("Verwijzing in het logboek",), (processing.uri,))),
        Row((("Doel (b)",), (purpose.description,)), (key,)),
        Row((("Grondslag",), (purpose.ground, *processing.special_grounds)), (key,)),
        Row((("Betrokkenen (c)",), processing.subjects)),
        Row((("Waar de gegevens vandaan komen",), processing.sources)),
        *(_group_row(group) for group in processing.groups),
    ]
    about = Grid("De verwerking", ("Onderdeel", "Inhoud"), (30, 70), tuple(rows))
    uses = Grid(
        "Ontvangers (d), gebruik en bewaren (f)",
        ("Nummer", "Wie aan wie", "Gegevens", "Alleen als", "Bewaren"),
        (9, 25, 22, 29, 15),
        tuple(_use_row(use) for use in processing.uses),
    )
    blocks: tuple[Block, ...] = (about, uses)
    return Section(
        "", f"Verwerking: {category_name(purpose.code)}", blocks, anchor=f"verwerking-{purpose.code}"
    )


def _group_row(group: UsedGroup) -> Row:
    fields = "; ".join(field_in_words(field) for field in group.fields)
    return Row(((f"Gegevens (c): {group.name}",), (fields,)), (f"gegeven.{group.code}",))


def _use_row(use: Use) -> Row:
    moves = (use.giver, f"aan {use.receiver}") if use.receiver else (use.giver, "zelf")
    people = (f"alleen: {enumeration(use.people)}",) if use.people else ()
    return Row(
        (
            (use.id, f"artikel {use.article}"),
            (*moves, *people),
            (enumeration(use.groups),),
            use.conditions or ("geen voorwaarde",),
            (use.kept,),
        ),
        (use.key,),
    )


def register_json(covenant: Covenant) -> Json:
    """Return the register entry as JSON. Periods are ISO 8601 (``P6M``); codes are those of the covenant file."""
    account = covenant.accountability
    return {
        "soort": KIND,
        "convenant": covenant_json(covenant),
        "verwerkingsverantwoordelijke": {
            "naam": covenant.municipality.name,
            "cbs_code": covenant.controller_code,
            "contact": contact_json(covenant.contact),
        },
        "functionaris_gegevensbescherming": contact_json(account.privacy_officer),
        "verwerkingen": [_processing_json(one) for one in processings(covenant)],
        "maatregelen": [text for clause in security(covenant) for text in clause.texts],
        "vragen": questions_json(QUESTIONS),
    }


def _processing_json(processing: Processing) -> Json:
    purpose = processing.purpose
    return {
        "id": processing.uri,
        "doel": purpose.code,
        "omschrijving": purpose.description,
        "grondslag": {"avg": purpose.gdpr, "wet": purpose.law},
        "extra_grondslagen": list(processing.special_grounds),
        "betrokkenen": list(processing.subjects),
        "bronnen": list(processing.sources),
        "ontvangers": list(processing.receivers),
        "gegevens": [
            {
                "groep": group.code,
                "velden": [
                    {
                        "code": field,
                        "omschrijving": FIELDS[field].description if field in FIELDS else field,
                        "soort": FIELDS[field].kind.value if field in FIELDS else "onbekend",
                    }
                    for field in group.fields
                ],
            }
            for group in processing.groups
        ],
        "verstrekkingen_en_gebruik": [_use_json(use) for use in processing.uses],
    }


def _use_json(use: Use) -> Json:
    return {
        "nummer": use.id,
        "artikel": use.article,
        "van": use.giver,
        "aan": use.receiver or None,
        "rollen": list(use.people),
        "gegevens": list(use.groups),
        "voorwaarden": list(use.conditions),
        "bewaartermijn": use.term,
        "bewaren": use.kept,
    }
