"""Show lines about cases: who it is about, and the line itself, each as far as the covenant lets this viewer see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from tijdig.actors import Actor, Role
from tijdig.casework.loading import facts_of_case
from tijdig.casework.models import Case
from tijdig.casework.queries.people import ShownPeople, shown_people
from tijdig.casework.rules.covenant_fields import RANK, STATUS, TERMS, status_of
from tijdig.casework.rules.lines import Line, Part, fields_of_line
from tijdig.casework.rules.reasons import Reason, retold
from tijdig.casework.rules.states import STATE_NAMES_NL, CaseState
from tijdig.casework.rules.terms import TermKind, article_of
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Disclosed, Request, Value, disclose
from tijdig.parties.queries import names_of_people

# Whom to help first is told with its reasons and the day of the first conversation.
WITH_REASONS = frozenset({Part.THREAT, Part.WAITING})


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line as the page shows it; name and address are empty where the covenant withholds them.

    ``owner_name`` is empty for one's own case; ``party_name`` is that of the helper of a referral. ``is_free``: nobody
    has the case.
    """

    case_id: UUID
    number: str
    version: int
    name: str
    address: str
    owner_name: str
    is_free: bool
    line: Line
    party_name: str
    rank_reasons: tuple[Reason, ...]


def shown_lines(actor: Actor, found: Sequence[tuple[Case, Line]]) -> tuple[ShownLine | None, ...]:
    """Return each line in the same order; None for one that is withheld.

    One request per case and purpose: a case director helps in cases that someone has (``hulpverlening``); what waits
    for someone, and all that a coordinator looks at, is triage. Each is decided, and recorded as a read (L1).
    """
    cases = {case.pk: case for case, _line in found}
    people = shown_people(actor.controller_id, list(cases))
    asked: dict[tuple[UUID, PurposeCode], set[str]] = {}
    for case, line in found:
        fields = asked.setdefault((case.pk, _purpose(actor, case)), set())
        fields |= fields_of_line(line) | _told_beside(line)
    requests = [
        _request(actor, cases[pk], purpose, fields, people[pk]) for (pk, purpose), fields in asked.items()
    ]
    answers = dict(zip(asked, disclose(actor=actor, requests=requests), strict=True)) if requests else {}
    owners = {case.owner for case in cases.values() if case.owner is not None}
    names = names_of_people(actor.controller_id, owners)
    return tuple(
        _shown(actor, case, line, answers[case.pk, _purpose(actor, case)], names) for case, line in found
    )


def _told_beside(line: Line) -> frozenset[str]:
    """What a line tells besides, where granted: the reasons of the rank, or the article of the first conversation."""
    if line.part in WITH_REASONS:
        return frozenset({RANK, TERMS})
    is_first = line.term is not None and line.term.kind is TermKind.FIRST_CONVERSATION
    return frozenset({RANK}) if is_first else frozenset()


def _purpose(actor: Actor, case: Case) -> PurposeCode:
    helps = actor.role is Role.CASE_DIRECTOR and case.owner is not None
    return PurposeCode.HELP if helps else PurposeCode.TRIAGE


def _request(
    actor: Actor, case: Case, purpose: PurposeCode, fields: set[str], people: ShownPeople
) -> Request:
    values: dict[str, Value] = dict.fromkeys(sorted(fields))
    values |= {
        "bewoner.naam": people.names,
        "bewoner.adres": people.addresses,
        STATUS: STATE_NAMES_NL[status_of(CaseState(case.state))],
    }
    # The door looks up what governs today.
    return Request(
        "case", str(case.pk), actor.party, purpose, case.covenant_hash, values, facts_of_case(case)
    )


def _whose(actor: Actor, case: Case, names: Mapping[UUID, str]) -> str:
    if case.owner is None or actor.person_id in {case.owner, case.second_owner}:
        return ""
    return names.get(case.owner, "")


def _shown(
    actor: Actor, case: Case, line: Line, answer: Disclosed, names: Mapping[UUID, str]
) -> ShownLine | None:
    covenant = answer.covenant
    if covenant is None or not fields_of_line(line) <= answer.granted.keys():
        return None
    if line.part in WITH_REASONS and TERMS not in answer.granted:
        line = replace(line, due_on=None)
    # Of the first conversation the article says whether something threatens, so it goes with the rank (C1).
    if line.term is not None and _told_beside(line) <= answer.granted.keys():
        article = article_of(line.term.kind, covenant, threatened=case.threatened)
        line = replace(line, term=replace(line.term, article=article))
    return ShownLine(
        case_id=case.pk,
        number=case.number,
        version=case.version,
        name=str(answer.values.get("bewoner.naam") or ""),
        address=str(answer.values.get("bewoner.adres") or ""),
        owner_name=_whose(actor, case, names),
        is_free=case.owner is None,
        line=line,
        party_name=covenant.name_of(line.party),
        rank_reasons=retold(case.rank_reasons) if RANK in answer.granted else (),
    )
