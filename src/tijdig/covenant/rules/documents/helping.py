"""Annexes 8 to 10: which help, who goes first, which tasks (R27, R29, R30, R34, R42)."""

from __future__ import annotations

from tijdig.covenant.rules.document import ContactChoice, ContactStep, Covenant, RankFactor, Route
from tijdig.covenant.rules.documents.wording import annex, named_inside, points
from tijdig.covenant.rules.table import who
from tijdig.covenant.rules.terms import TaskTerms
from tijdig.letters.dutch import enumeration
from tijdig.letters.papers import Clause, Section

_STEPS_STOP = Clause(
    "Een medewerker zoekt contact in deze stappen. Is er contact, dan stopt dat.", (), ("R35",)
)
ADVICE = "Dit is een advies. Een medewerker mag met een reden anders kiezen. Die reden staat in het logboek."
FIXED_RULES = "De regels zijn vast en leren niet. Het systeem voorspelt niets en rekent geen score uit."
UNKNOWN = "Is niet bekend of iets klopt? Dan zoekt een medewerker dat eerst uit. Het systeem gokt niet."
_REQUIRES = {
    "": "Er hoeft vooraf niets vast te liggen.",
    "besluitkenmerk": "Eerst ligt het kenmerk van het besluit vast.",
    "toestemming": "Eerst ligt de toestemming van de inwoner vast.",
    "tweede-persoon": "Eerst gaat een tweede medewerker akkoord.",
}


def routes_annex(covenant: Covenant) -> Section:
    """Annex 8: the routes, in the order in which they are tried."""
    return annex(
        8,
        "Wie helpt wie",
        (
            Clause(
                "Het systeem kijkt de routes na in deze volgorde. De eerste die past, geldt.", (), ("R30",)
            ),
            Clause(UNKNOWN, (), ("R30",)),
            Clause(ADVICE, (), ("R34",)),
            *(_route(covenant, route) for route in covenant.routes),
        ),
    )


def _route(covenant: Covenant, route: Route) -> Clause:
    does = tuple(action_in_words(covenant, action) for action in route.actions)
    goes = f"De zaak gaat naar {named_inside(who(covenant, route.to))}."
    lead = "Deze route past als dit allemaal klopt:" if route.conditions else "Deze route past altijd."
    return Clause(
        f"Route {route.name}. {route.explanation}.",
        (f"route.{route.name}",),
        ("R30",),
        lead,
        points(route.conditions),
        (goes, *does),
        short=f"Route {route.name}: {route.explanation}.",
    )


def action_in_words(covenant: Covenant, action: str) -> str:
    """Return what a route does, as a sentence: an invitation, a task or a referral."""
    kind, _, what = action.partition(":")
    if kind == "uitnodiging":
        disciplines = tuple(what.split("+"))
        verb = "nodigen de inwoner samen uit" if len(disciplines) > 1 else "nodigt de inwoner uit"
        names = enumeration(disciplines)
        return f"{names[:1].upper()}{names[1:]} {verb}."
    if kind == "taak":
        task = covenant.tasks.get(what)
        return f"Er komt een taak: {task.description if task else what} ({what})."
    if kind == "doorgeleiding":
        return "De gemeente verwijst de inwoner door."
    return f"{action}."


def rank_annex(covenant: Covenant) -> Section:
    """Annex 9: who goes first, in the order of weight (R29)."""
    return annex(
        9,
        "Wie gaat voor",
        (
            Clause(
                "Het systeem zet de zaken in deze volgorde. De bovenste reden telt het zwaarst.", (), ("R29",)
            ),
            Clause(ADVICE, (), ("R34",)),
            *(_factor(factor) for factor in covenant.rank_factors),
            *(_contact_choice(choice) for choice in covenant.contact_choices),
        ),
    )


def _contact_choice(choice: ContactChoice) -> Clause:
    return Clause(
        f"Contact na keuze {choice.name}. {choice.explanation}. Er gaat dan niets vanzelf uit. Een medewerker kiest "
        "of en hoe er contact wordt gezocht.",
        (f"contact_na_keuze.{choice.name}",),
        ("R23",),
        "Dit geldt als dit allemaal klopt:" if choice.conditions else "Dit geldt altijd.",
        points(choice.conditions),
        short=f"Contact na keuze {choice.name}: {choice.explanation}.",
    )


def _factor(factor: RankFactor) -> Clause:
    return Clause(
        f"Voorrang {factor.name}. {factor.explanation}.",
        (f"voorrang.{factor.name}",),
        ("R29",),
        "Dit geldt als dit allemaal klopt:" if factor.conditions else "Dit geldt altijd.",
        points(factor.conditions),
        short=f"Voorrang {factor.name}: {factor.explanation}.",
    )


def tasks_annex(covenant: Covenant) -> Section:
    """Annex 10: the tasks, who does them, within what term, and what must be on record first (R30, R42)."""
    tasks = tuple(_task(covenant, code, task) for code, task in covenant.tasks.items())
    none = (Clause("Er zijn geen taken afgesproken.", ("taak",)),)
    steps = tuple(_contact_step(number, step) for number, step in enumerate(covenant.contact_steps, start=1))
    return annex(10, "Taken", (*(tasks or none), *((_STEPS_STOP, *steps) if steps else ())))


def _contact_step(number: int, step: ContactStep) -> Clause:
    part = (
        f"in de {step.part_of_day.lower()}"
        if step.part_of_day
        else "op een dagdeel dat nog niet is geprobeerd"
    )
    return Clause(
        f"Contactstap {number}, {step.name}. {step.kind}, {part}. "
        f"Dat gebeurt binnen {step.after.in_dutch} na het oppakken van de zaak.",
        (f"contactstap.{step.name}",),
        ("R35",),
        short=f"Contactstap {number}: {step.kind}.",
    )


def _task(covenant: Covenant, code: str, task: TaskTerms) -> Clause:
    within = (
        f"Dat gebeurt binnen {task.term.in_dutch}." if task.term else "Daar is geen termijn voor afgesproken."
    )
    return Clause(
        f"Taak {code}. {task.description}.",
        (f"taak.{code}",),
        ("R30",) if task.requires == "besluitkenmerk" else (),
        f"{who(covenant, task.party).name} doet dit. {within} {_REQUIRES[task.requires]}",
        short=f"Taak {code}: {task.description}.",
    )
