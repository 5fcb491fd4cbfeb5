"""Lint: routes, rank and tasks: what is asked of a party, it can do; what is looked at, may be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tijdig.covenant.rules.deciding import exchanges_between
from tijdig.covenant.rules.document import HELPING_ROLES, Condition, Covenant, PartyRole, Period, Route
from tijdig.covenant.rules.lint.subject import LintRule, Subject, municipalities
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.problems import Problem, ProblemKind

NO_ROUTE = ProblemKind(
    code="covenant.no-route",
    rule="R30",
    nl="Het convenant heeft geen route: geen zaak zou ergens heen gaan.",
    en="The covenant has no route: no case would go anywhere.",
    remedy_nl="Voeg een [[route]] toe.",
    remedy_en="Add a [[route]].",
)
ROUTE_UNREACHABLE = ProblemKind(
    code="covenant.route-unreachable",
    rule="R30",
    nl="De route {name} wordt nooit bereikt: {earlier} ervoor geldt altijd.",
    en="The route {name} is never reached: {earlier} before it always holds.",
    remedy_nl="Zet de route zonder voorwaarden als laatste.",
    remedy_en="Put the route without conditions last.",
)
UNKNOWN_ACTION = ProblemKind(
    code="covenant.unknown-action",
    rule="R30",
    nl="De route {name} vraagt iets dat niet bestaat.",
    en="The route {name} asks for something that does not exist.",
    remedy_nl="Kies uit: uitnodiging:<discipline>+<discipline>, taak:<{tasks}>, doorgeleiding.",
    remedy_en="Choose from: uitnodiging:<discipline>+<discipline>, taak:<{tasks}>, doorgeleiding.",
)
ROLE_CANNOT = ProblemKind(
    code="covenant.role-cannot",
    rule="R30",
    nl="De route {name} vraagt {action}, maar {party} ({role}) kan dat niet.",
    en="The route {name} asks for {action}, which {party} ({role}) cannot do.",
    remedy_nl="{remedy}",
    remedy_en="Let the route go to a party that can, or give this party what it lacks.",
)
UNKNOWN_RANK_FACTOR = ProblemKind(
    code="covenant.unknown-rank-factor",
    rule="R47",
    nl="De voorrangsregel {name} bestaat niet.",
    en="The rank factor {name} does not exist.",
    remedy_nl="Kies uit: {choices}.",
    remedy_en="Choose from: {choices}.",
)
FACT_WITHOUT_PERMISSION = ProblemKind(
    code="covenant.fact-without-permission",
    rule="R29",
    nl="De triage kijkt naar {fact}, maar de gemeente mag {field} daarvoor niet gebruiken.",
    en="Triage looks at {fact}, but the municipality may not use {field} for it.",
    remedy_nl="Voeg een [[eigen_gebruik]] toe: door de gemeente, doel triage, met {field}.",
    remedy_en="Add an [[eigen_gebruik]]: by the municipality, purpose triage, with {field}.",
)

STEPS_OUT_OF_ORDER = ProblemKind(
    code="covenant.contact-steps-out-of-order",
    rule="R35",
    nl="Contactstap {number} ({kind}) komt eerder dan de stap ervoor.",
    en="Contact step {number} ({kind}) comes earlier than the step before it.",
    remedy_nl="Zet de stappen op volgorde van tijd, of maak na langer.",
    remedy_en="Put the steps in order of time, or make na longer.",
)

INVITATION, TASK, REFERRAL = "uitnodiging:", "taak:", "doorgeleiding"

# A fact about the household or benefit is looked at through this field, so this field must be permitted.
_FIELD_OF_FACT = {
    "huishouden.minderjarigen": "huishouden.minderjarigen",
    "uitkering.participatiewet": "uitkering.participatiewet",
    "bewoner.ingezetene": "bewoner.status",
    "bewoner.overleden": "bewoner.status",
    "bewoner.geheimhouding": "bewoner.status",
    "bewoner.in_onderzoek": "bewoner.status",
}


def check_there_is_a_route(subject: Subject) -> Iterator[Problem]:
    """A covenant without routes leaves every case lying (R30)."""
    if not subject.covenant.routes:
        yield NO_ROUTE().at(key="route")


def check_every_route_can_be_reached(subject: Subject) -> Iterator[Problem]:
    """First match wins, so a route without conditions is the last (R30)."""
    always = ""
    for number, route in enumerate(subject.covenant.routes):
        if always:
            yield ROUTE_UNREACHABLE(name=route.name, earlier=always).at(key=f"route[{number}]")
        elif not route.conditions:
            always = route.name


def check_actions_exist(subject: Subject) -> Iterator[Problem]:
    """A route's actions are invitations, agreed tasks or a referral (R30)."""
    for number, route in enumerate(subject.covenant.routes):
        for action in route.actions:
            if not _exists(action, subject.covenant):
                yield UNKNOWN_ACTION(name=route.name, tasks="|".join(subject.covenant.tasks) or "–").at(
                    key=f"route[{number}].doe"
                )


def _exists(action: str, covenant: Covenant) -> bool:
    if action.startswith(TASK):
        return action.removeprefix(TASK) in covenant.tasks
    return action == REFERRAL or (action.startswith(INVITATION) and action != INVITATION)


def check_parties_can_do_what_routes_ask(subject: Subject) -> Iterator[Problem]:
    """Nobody is asked what its role cannot do: a landlord gets no referral, nobody invites without the discipline."""
    for number, route in enumerate(subject.covenant.routes):
        party = subject.covenant.parties.get(route.to)
        if party is None:
            continue
        for action in route.actions:
            remedy = _why_not(action, route, subject.covenant)
            if remedy:
                yield ROLE_CANNOT(
                    name=route.name, action=action, party=party.code, role=party.role, remedy=remedy
                ).at(key=f"route[{number}].doe")


def _why_not(action: str, route: Route, covenant: Covenant) -> str:
    if action.startswith(INVITATION):
        return _why_no_invitation(action, route, covenant)
    return _why_no_referral(route, covenant) if action == REFERRAL else ""


def _why_no_invitation(action: str, route: Route, covenant: Covenant) -> str:
    if covenant.parties[route.to].role is not PartyRole.MUNICIPALITY:
        return "Laat de gemeente uitnodigen: zet bij naar de gemeente."
    offered = {discipline for party in covenant.parties.values() for discipline in party.disciplines}
    lacking = set(action.removeprefix(INVITATION).split("+")) - offered
    return f"Noem bij een partij disciplines = {sorted(lacking)}." if lacking else ""


def _why_no_referral(route: Route, covenant: Covenant) -> str:
    if covenant.parties[route.to].role not in HELPING_ROLES:
        return "Verwijs naar een hulpverlener of kredietbank."
    for municipality in municipalities(covenant):
        if exchanges_between(covenant, municipality.code, route.to, PurposeCode.HELP):
            return ""
    return f"Voeg een [[uitwisseling]] toe van de gemeente naar {route.to}, doel hulpverlening."


def check_triage_may_use_its_facts(subject: Subject) -> Iterator[Problem]:
    """Facts from the register and the benefit office are used for triage only where that is agreed (R29, R30)."""
    covenant = subject.covenant
    allowed = {
        name
        for municipality in municipalities(covenant)
        for use in covenant.own_uses
        if use.purpose == PurposeCode.TRIAGE and municipality.code in covenant.members(use.by)
        for name in covenant.fields_of(use.categories)
    }
    for key, condition in _triage_conditions(covenant):
        field = _FIELD_OF_FACT.get(condition.fact)
        if field and field not in allowed:
            yield FACT_WITHOUT_PERMISSION(fact=condition.fact, field=field).at(key=key)


def _triage_conditions(covenant: Covenant) -> Iterator[tuple[str, Condition]]:
    for number, route in enumerate(covenant.routes):
        for condition in route.conditions:
            yield f"route[{number}].als", condition
    for number, factor in enumerate(covenant.rank_factors):
        for condition in factor.conditions:
            yield f"voorrang[{number}].als", condition
    for number, choice in enumerate(covenant.contact_choices):
        for condition in choice.conditions:
            yield f"contact_na_keuze[{number}].als", condition


def check_contact_steps_are_in_order(subject: Subject) -> Iterator[Problem]:
    """Contact is sought in the order of the file, so no step comes earlier than the one before it (R35)."""
    steps = subject.covenant.contact_steps
    for number, (before, step) in enumerate(pairwise(steps), start=1):
        if _rough_days(step.after) < _rough_days(before.after):
            key = f"contactstap[{number}].na"
            yield STEPS_OUT_OF_ORDER(number=number + 1, kind=step.kind).at(key=key)


def _rough_days(period: Period) -> int:
    """Five working days are a week; enough to compare with, and never what a term is counted by."""
    return (
        period.years * 365
        + period.months * 30
        + period.weeks * 7
        + period.days
        + period.working_days * 7 // 5
    )


def check_the_meeting_names_rank_factors_that_exist(subject: Subject) -> Iterator[Problem]:
    """What the meeting looks at by the rank is a factor of the rank (R47)."""
    known = [factor.name for factor in subject.covenant.rank_factors]
    for name in subject.covenant.meeting.proposals.rank_factors:
        if name not in known:
            choices = ", ".join(known) or "–"
            yield UNKNOWN_RANK_FACTOR(name=name, choices=choices).at(key="overleg.voorstel.voorrang")


RULES: tuple[LintRule, ...] = (
    check_the_meeting_names_rank_factors_that_exist,
    check_there_is_a_route,
    check_every_route_can_be_reached,
    check_actions_exist,
    check_parties_can_do_what_routes_ask,
    check_triage_may_use_its_facts,
    check_contact_steps_are_in_order,
)
