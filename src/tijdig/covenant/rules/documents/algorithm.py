"""The entry in the national register of algorithms (publication standard 1.0) for the triage rules: as they are.

The rules are data of the covenant: routes tried in order, factors in order of weight. Nothing is predicted or scored
(R34). Field names, choices and greatest lengths are those of the standard; what the file cannot know stays empty and is
asked for.
"""

from __future__ import annotations

from collections.abc import Iterable

from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.asking import (
    Json,
    OpenQuestion,
    clauses_of,
    covenant_json,
    paper_of,
    point,
    questions_json,
)
from tijdig.covenant.rules.documents.helping import ADVICE, FIXED_RULES, UNKNOWN, rank_annex, routes_annex
from tijdig.covenant.rules.documents.wording import category_name, field_in_words
from tijdig.covenant.rules.facts import FACTS, FactSource
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.letters.dutch import enumeration
from tijdig.letters.papers import Clause, Grid, Paper, Part, Question, Row

KIND = "Algoritmeregister: de regels voor route en voorrang"
STANDARD = "1.0"
LONGEST = {
    "name": 100,
    "organization": 100,
    "description_short": 400,
    "goal": 2500,
    "human_intervention": 2500,
    "lawful_basis": 2500,
    "source_data": 2500,
    "methods_and_models": 5000,
}
_STATUS = {
    CovenantState.IN_FORCE: "In gebruik",
    CovenantState.NOT_ACCEPTED: "In ontwikkeling",
    CovenantState.NOT_ACTIVATED: "In ontwikkeling",
    CovenantState.NOT_YET: "In ontwikkeling",
}
_OUT_OF_USE = "Buiten gebruik"
_SHORT = (
    "Vaste regels uit het convenant zeggen welke hulp bij een huishouden past en wie het eerst aan de beurt is. Een "
    "medewerker beslist."
)
_GOAL = (
    "Een inwoner met een achterstand krijgt zo hulp die bij hem past. Wie de meeste haast heeft, gaat voor."
)
_BELOW = "In het register staat hier de tekst van punt 3 en 4."
_ELSEWHERE = "De regels staan in het convenant, bijlage 8 en 9."
_SOURCES = {
    FactSource.DELIVERY: "de melder",
    FactSource.REGISTER: "de BRP",
    FactSource.BENEFITS: "de uitkeringsadministratie",
    FactSource.TENANT: "de inwoner",
    FactSource.CASEWORK: "de behandeling van de zaak",
    FactSource.MATCHING: "het vergelijken van signalen",
}
QUESTIONS = (
    OpenQuestion("publication_category", "Kies de categorie: impactvol algoritme of overig algoritme."),
    OpenQuestion("category", "Kies het thema, bijvoorbeeld Sociale zekerheid of Wonen."),
    OpenQuestion("proportionality", "Welke voordelen en nadelen zijn afgewogen, en welke andere manieren?"),
    OpenQuestion(
        "risks", "Welke risico's zijn er, zoals ongelijke behandeling? En wat doet de gemeente daaraan?"
    ),
    OpenQuestion("impacttoetsen", "Welke toetsen zijn gedaan, zoals een DPIA? Waar staan ze?"),
    OpenQuestion("provider", "Wie levert het systeem?"),
    OpenQuestion("website", "Op welke pagina legt de gemeente dit aan inwoners uit?"),
)
_STATUS_QUESTION = OpenQuestion("status", "Zijn deze regels in ontwikkeling, in gebruik of buiten gebruik?")
_CONTACT_QUESTION = OpenQuestion("contact_email", "Op welk mailadres kunnen inwoners vragen stellen?")


def algorithm_paper(covenant: Covenant, state: CovenantState | None = None) -> Paper:
    """Return the entry as a document: the fields of the standard, then every route and every factor."""
    fields = algorithm_fields(covenant, state) | {"methods_and_models": _BELOW}
    rows = tuple(
        Row(((_NAMES[name], name), tuple(_lines(fields[name]))), _KEYS.get(name, ()))
        for name in fields
        if fields[name]
    )
    asked = tuple(Question(f"{_NAMES[one.part]}: {one.text}") for one in open_questions(covenant, state))
    return paper_of(
        covenant,
        KIND,
        (
            Part(
                "De velden van het register",
                (
                    point(1, "Ingevuld", (Grid("Velden", ("Veld", "Inhoud"), (30, 70), rows),)),
                    point(2, "Nog open", asked),
                ),
            ),
            Part(
                "De regels zelf",
                (
                    point(3, "Routes", clauses_of(routes_annex(covenant))),
                    point(4, "Voorrang", clauses_of(rank_annex(covenant))),
                    point(5, "Feiten", (_facts_grid(covenant),)),
                ),
            ),
        ),
    )


def algorithm_json(covenant: Covenant, state: CovenantState | None = None) -> Json:
    """Return the entry in the fields of the standard, the covenant it is about, and what is still asked."""
    return {
        "algoritme": algorithm_fields(covenant, state),
        "convenant": covenant_json(covenant),
        "vragen": questions_json(open_questions(covenant, state)),
    }


def algorithm_fields(covenant: Covenant, state: CovenantState | None) -> dict[str, Json]:
    """Return the fields of the publication standard; None where the file is silent. Months are ``2026-03``."""
    status = _STATUS.get(state, _OUT_OF_USE) if state else None
    return {
        "name": f"Route en voorrang bij vroegsignalering, {covenant.municipality.name}"[: LONGEST["name"]],
        "description_short": _SHORT,
        "organization": covenant.municipality.name[: LONGEST["organization"]],
        "category": None,
        "status": status,
        "begin_date": f"{covenant.valid_from:%Y-%m}",
        "end_date": f"{covenant.valid_until:%Y-%m}" if status == _OUT_OF_USE else None,
        "contact_email": covenant.contact.email or None,
        "website": None,
        "publication_category": None,
        "goal": _goal(covenant),
        "proportionality": None,
        "human_intervention": f"{ADVICE} {UNKNOWN}",
        "risks": None,
        "lawful_basis": _lawful_basis(covenant),
        "impacttoetsen": None,
        "source_data": _source_data(covenant),
        "methods_and_models": _methods(covenant),
        "provider": None,
        "lang": "nld",
        "standard_version": STANDARD,
        "source_id": f"{covenant.id}#{covenant.version}",
    }


def open_questions(covenant: Covenant, state: CovenantState | None) -> tuple[OpenQuestion, ...]:
    """Return what the municipality must still fill in."""
    return (
        *(() if state else (_STATUS_QUESTION,)),
        *(() if covenant.contact.email else (_CONTACT_QUESTION,)),
        *QUESTIONS,
    )


def _triage_purpose(covenant: Covenant) -> str:
    purpose = covenant.purposes.get(PurposeCode.TRIAGE)
    return f"{purpose.description}." if purpose else ""


def _goal(covenant: Covenant) -> str:
    return " ".join(part for part in (_triage_purpose(covenant), _GOAL) if part)


def _lawful_basis(covenant: Covenant) -> str | None:
    purpose = covenant.purposes.get(PurposeCode.TRIAGE)
    return f"{purpose.ground}." if purpose else None


def _facts(covenant: Covenant) -> tuple[str, ...]:
    conditions = (
        *(condition for route in covenant.routes for condition in route.conditions),
        *(condition for factor in covenant.rank_factors for condition in factor.conditions),
        *(condition for choice in covenant.contact_choices for condition in choice.conditions),
    )
    return tuple(dict.fromkeys(condition.fact for condition in conditions))


def _source_data(covenant: Covenant) -> str:
    told = [f"{_described(name)} (van {_from_whom(name)})" for name in _facts(covenant)]
    full = f"De regels kijken naar deze feiten: {'; '.join(told)}."
    return full if len(full) <= LONGEST["source_data"] else _ELSEWHERE


def _facts_grid(covenant: Covenant) -> Grid:
    triage = [use for use in covenant.own_uses if use.purpose == PurposeCode.TRIAGE]
    facts = tuple(
        Row(
            (
                (_described(name), name),
                (_from_whom(name),),
                (f"hooguit {_freshest(covenant, name)} oud",),
            ),
            (f"versheid.{name}",) if name in covenant.freshness else (),
        )
        for name in _facts(covenant)
    )
    groups = tuple(
        Row(
            (
                (f"Groep {category_name(code)}",),
                ("; ".join(field_in_words(field) for field in covenant.categories.get(code, ())),),
                (f"eigen gebruik {use.id}",),
            ),
            (f"gegeven.{code}", f"eigen_gebruik.{use.id}.gegevens"),
        )
        for use in triage
        for code in use.categories
    )
    return Grid(
        "Waar de regels naar kijken",
        ("Feit of groep", "Van wie, of wat erin zit", "Tot wanneer of volgens"),
        (34, 40, 26),
        (*facts, *groups),
    )


def _described(fact: str) -> str:
    return FACTS[fact].description if fact in FACTS else fact


def _from_whom(fact: str) -> str:
    sources = FACTS[fact].sources if fact in FACTS else frozenset()
    return enumeration(tuple(_SOURCES[source] for source in FactSource if source in sources)).replace(
        " en ", " of "
    )


def _freshest(covenant: Covenant, fact: str) -> str:
    period = covenant.freshness.get(fact) or (FACTS[fact].freshest if fact in FACTS else None)
    return period.in_dutch if period else "onbekend"


def _methods(covenant: Covenant) -> str:
    routes = (_in_one_line(clause) for clause in clauses_of(routes_annex(covenant)))
    factors = (_in_one_line(clause) for clause in clauses_of(rank_annex(covenant)) if clause.keys)
    full = " ".join((FIXED_RULES, *routes, *factors))
    # The register takes no longer text; half a rule would be no rule, so a longer one is pointed at.
    return full if len(full) <= LONGEST["methods_and_models"] else f"{FIXED_RULES} {_ELSEWHERE}"


def _in_one_line(clause: Clause) -> str:
    return " ".join(clause.texts)


def _lines(value: Json) -> Iterable[str]:
    return (str(one) for one in value) if isinstance(value, list) else (str(value),)


_NAMES = {
    "name": "Naam",
    "description_short": "Korte omschrijving",
    "organization": "Organisatie",
    "category": "Thema",
    "status": "Status",
    "begin_date": "Begindatum",
    "end_date": "Einddatum",
    "contact_email": "Contactgegevens",
    "website": "Link naar publiekspagina",
    "publication_category": "Publicatiecategorie",
    "goal": "Doel en impact",
    "proportionality": "Afwegingen",
    "human_intervention": "Menselijke tussenkomst",
    "risks": "Risicobeheer",
    "lawful_basis": "Wettelijke basis",
    "impacttoetsen": "Toelichting op impacttoetsen",
    "source_data": "Gegevens",
    "methods_and_models": "Technische werking",
    "provider": "Leverancier",
    "lang": "Taal",
    "standard_version": "Versie publicatiestandaard",
    "source_id": "Nummer in het eigen register",
}
_KEYS = {
    "name": ("gemeente",),
    "organization": ("gemeente",),
    "begin_date": ("geldig.van",),
    "end_date": ("geldig.tot",),
    "contact_email": ("contact.email",),
    "goal": (f"doel.{PurposeCode.TRIAGE}",),
    "lawful_basis": (f"doel.{PurposeCode.TRIAGE}",),
    "source_data": ("route", "voorrang"),
    "methods_and_models": ("route", "voorrang"),
    "source_id": ("id", "versie"),
}
