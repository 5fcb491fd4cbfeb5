"""Triage: which route, in what order, by when, each with its reasons. It advises; a person decides (R34).

Three-valued. Routes are tried in the order of the covenant: the first whose conditions all hold wins, and a route that
may hold but for an unknown fact stops the search: that fact is found out first, not guessed (R30). The rank puts the
covenant's factors in their order (R29) and then the term (R27, R28); unknown stands between yes and no.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tijdig.casework.rules.atw import term_end
from tijdig.casework.rules.case_facts import threatened_since
from tijdig.casework.rules.reasons import Reason, fact_description, reason, source_name
from tijdig.casework.rules.route_actions import invited_disciplines
from tijdig.covenant.rules.conditions import evaluate_all, in_english, in_words, unknown_facts
from tijdig.covenant.rules.document import Condition, Covenant, RankFactor, Route
from tijdig.covenant.rules.facts import Facts
from tijdig.problems import ProblemKind

ROUTE_FITS = ProblemKind(
    code="casework.route-fits",
    rule="R30",
    nl="Route {route}: {explanation}",
    en="Route {route}, in the covenant's own words: {explanation}",
)
CONDITION_HOLDS = ProblemKind(
    code="casework.condition-holds",
    rule="R34",
    nl="{condition}, volgens {from_whom}.",
    en="{condition_en} (source: {from_whom}).",
)
FIND_OUT_FIRST = ProblemKind(
    code="casework.find-out-first",
    rule="R30",
    nl="Nog niet bekend of te oud: {description}. Zoek dit eerst uit; daarna volgt de route {route}.",
    en="Not known or too old: {description}. Find this out first; the route {route} depends on it.",
)
NO_ROUTE_FITS = ProblemKind(
    code="casework.no-route-fits",
    rule="R34",
    nl="Geen route van het convenant past bij deze zaak. Kies zelf een route en leg vast waarom.",
    en="No route of the covenant fits this case. Choose a route yourself and record why.",
)
RANKED_FIRST = ProblemKind(
    code="casework.ranked-first",
    rule="R29",
    nl="Voorrang {position}: {explanation}",
    en="Priority {position}, in the covenant's own words: {explanation}",
)
RANK_UNKNOWN = ProblemKind(
    code="casework.rank-unknown",
    rule="R29",
    nl="Voorrang {position} ({explanation}) is nog niet te bepalen: niet bekend is {description}.",
    en="Priority {position} cannot be determined yet: {description} is not known.",
)
TERM_THREATENED = ProblemKind(
    code="casework.term-threatened",
    rule="R27",
    nl="De situatie is bedreigend: eerste gesprek uiterlijk {by} (binnen {term} na het bericht).",
    en="The situation is threatening: first conversation by {by} ({term_en} from the message).",
)
TERM_ORDINARY = ProblemKind(
    code="casework.term-ordinary",
    rule="R28",
    nl="Eerste gesprek uiterlijk {by} (binnen {term} na ontvangst).",
    en="First conversation by {by} ({term_en} from receipt).",
)

# The first character of the sort key: a person can put a case before or behind what the covenant says (R34).
PUT_FIRST, BY_COVENANT, PUT_LAST = "0", "1", "2"


@dataclass(frozen=True, slots=True)
class Triage:
    """The advice. ``route`` is None when a fact must be found out first or no route fits; the reasons tell which.

    ``rank_key`` sorts as text: smaller comes first. ``to_find_out`` names the facts that route or rank waits for.
    ``threatened_since`` is the first day of the threat that stands.
    ``joint_invitation_by`` is set when the route asks two disciplines to invite together (R30).
    """

    route: str | None
    actions: tuple[str, ...]
    to: str
    route_reasons: tuple[Reason, ...]
    rank_key: str
    rank_reasons: tuple[Reason, ...]
    threatened_since: date | None
    first_conversation_by: date
    inform_by: date
    joint_invitation_by: date | None
    to_find_out: tuple[str, ...]

    @property
    def threatened(self) -> bool:
        """Whether eviction or a cut-off threatens."""
        return self.threatened_since is not None


@dataclass(frozen=True, slots=True)
class _Choice:
    route: Route | None
    reasons: tuple[Reason, ...]
    to_find_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rank:
    digits: str
    reasons: tuple[Reason, ...]
    to_find_out: tuple[str, ...]


def triage(
    covenant: Covenant, facts: Facts, *, received_on: date, on: date, stood_since: date | None = None
) -> Triage:
    """Advise on a case received on ``received_on``, as things are known on day ``on``.

    ``stood_since`` is the first day of a threat that was known before: its short term does not start anew (R27).
    """
    choice = _choose_route(covenant, facts, on)
    rank = _rank(covenant, facts, on)
    since = threatened_since(facts, stood_since)
    by, term_reason = _first_conversation(covenant, received_on, since)
    route = choice.route
    joint = route is not None and len(invited_disciplines(route.actions)) > 0
    return Triage(
        route=route.name if route else None,
        actions=route.actions if route else (),
        to=route.to if route else "",
        route_reasons=choice.reasons,
        rank_key=f"{BY_COVENANT}{rank.digits}-{by.isoformat()}",
        rank_reasons=(*rank.reasons, term_reason),
        threatened_since=since,
        first_conversation_by=by,
        inform_by=term_end(received_on, covenant.terms.inform),
        joint_invitation_by=term_end(on, covenant.terms.joint_invitation) if joint else None,
        to_find_out=tuple(dict.fromkeys((*choice.to_find_out, *rank.to_find_out))),
    )


def _choose_route(covenant: Covenant, facts: Facts, on: date) -> _Choice:
    for route in covenant.routes:
        fits = evaluate_all(route.conditions, facts, on, covenant.freshness)
        if fits:
            told = reason(ROUTE_FITS, route=route.name, explanation=route.explanation)
            return _Choice(route, (told, *_why(route.conditions, facts)))
        if fits is None:
            missing = unknown_facts(route.conditions, facts, on, covenant.freshness)
            asked = tuple(
                reason(FIND_OUT_FIRST, fact=name, description=fact_description(name), route=route.name)
                for name in missing
            )
            return _Choice(None, asked, missing)
    return _Choice(None, (reason(NO_ROUTE_FITS),))


def _why(conditions: tuple[Condition, ...], facts: Facts) -> tuple[Reason, ...]:
    """Tell for each condition that it holds, and who said so."""
    told = []
    for condition in conditions:
        known = facts.get(condition.fact)
        source = known.source.value if known else ""
        words = reason(
            CONDITION_HOLDS,
            fact=condition.fact,
            source=source,
            condition=in_words(condition),
            condition_en=in_english(condition),
            from_whom=source_name(source),
        )
        told.append(words)
    return tuple(told)


def _rank(covenant: Covenant, facts: Facts, on: date) -> _Rank:
    digits = ""
    reasons: list[Reason] = []
    missing: list[str] = []
    for position, factor in enumerate(covenant.rank_factors, start=1):
        holds = evaluate_all(factor.conditions, facts, on, covenant.freshness)
        digits += "0" if holds else "1" if holds is None else "2"
        if holds:
            reasons.append(_ranked(factor, position, facts))
        elif holds is None:
            unknown = unknown_facts(factor.conditions, facts, on, covenant.freshness)
            missing.extend(unknown)
            reasons.append(_not_ranked(factor, position, unknown))
    return _Rank(digits, tuple(reasons), tuple(missing))


def _ranked(factor: RankFactor, position: int, facts: Facts) -> Reason:
    fact = factor.conditions[0].fact if factor.conditions else ""
    known = facts.get(fact)
    return reason(
        RANKED_FIRST,
        fact=fact,
        source=known.source.value if known else "",
        position=position,
        explanation=factor.explanation,
    )


def _not_ranked(factor: RankFactor, position: int, unknown: tuple[str, ...]) -> Reason:
    return reason(
        RANK_UNKNOWN,
        fact=unknown[0],
        position=position,
        explanation=factor.explanation,
        description=", ".join(fact_description(name) for name in unknown),
    )


def _first_conversation(covenant: Covenant, received_on: date, since: date | None) -> tuple[date, Reason]:
    """Return the last day for the first conversation. A threat that is heard of later starts its own short term."""
    terms = covenant.terms
    by, kind, term = term_end(received_on, terms.first_conversation), TERM_ORDINARY, terms.first_conversation
    if since is not None:
        kind, term = TERM_THREATENED, terms.first_conversation_threatened
        by = min(by, term_end(max(received_on, since), term))
    told = reason(kind, by=by.strftime("%d-%m-%Y"), term=term.in_dutch, term_en=term.in_english)
    return by, told


def put_first(rank_key: str) -> str:
    """Return the key that a person's choice puts before all others (R34)."""
    return PUT_FIRST + rank_key[1:]


def put_last(rank_key: str) -> str:
    """Return the key that a person's choice, or the lack of anyone to help, puts behind all others."""
    return PUT_LAST + rank_key[1:]


def without_work(advice: Triage, why: Reason) -> Triage:
    """Return the advice for a case in which nobody is left to help: no route, last in line, for that one reason."""
    return replace(
        advice,
        route=None,
        actions=(),
        to="",
        route_reasons=(why,),
        rank_key=put_last(advice.rank_key),
        rank_reasons=(why,),
        threatened_since=None,
        joint_invitation_by=None,
        to_find_out=(),
    )
