"""What the logs are about, by the number of a case: for who answers for the logs. No name, no address."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tijdig.casework.loading import CASE_OF_LINK
from tijdig.casework.models import Case
from tijdig.intake.models import Signal
from tijdig.linkage.models import Candidate, Link
from tijdig.residents.queries import people_with


@dataclass(frozen=True, slots=True)
class Subject:
    """A case or a signal as one may call it in a log: the case's number, who signalled (code) and on which day."""

    number: str = ""
    party: str = ""
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class InTheLogs:
    """Under which ids the logs know what was asked for, and the numbers of the cases among it; empty when nothing."""

    ids: frozenset[str] = frozenset()
    case_numbers: tuple[str, ...] = ()


def subjects_of_case(controller_id: str, number: str) -> InTheLogs:
    """Return the ids under which the logs know this case: its own, its signals' and their links'."""
    case_id = (
        Case.objects.filter(controller_id=controller_id, number=number).values_list("pk", flat=True).first()
    )
    if case_id is None:
        return InTheLogs()
    links = Link.objects.filter(**{CASE_OF_LINK: case_id}).order_by("pk").values_list("pk", "signal_id")
    return InTheLogs(frozenset({str(case_id), *(str(one) for pair in links for one in pair)}), (number,))


def subjects_of_person(controller_id: str, bsn: str) -> InTheLogs:
    """Return what the logs know of the person with this BSN: signals, links, cases, and doubts that were looked at.

    Links that no longer stand count as well: under them the person's data were shown. Found by blind index; nothing for
    a person of whom nothing is kept. Three queries.
    """
    person = people_with(controller_id, [bsn])[bsn]
    links = Link.objects.filter(controller_id=controller_id, person=person).order_by("pk")
    rows = list(links.values_list("pk", "signal_id", CASE_OF_LINK))
    doubts = Candidate.objects.filter(controller_id=controller_id, person=person).order_by("pk")
    candidates = doubts.values_list("pk", flat=True)
    ids = {str(one) for row in rows for one in row if one is not None} | {str(one) for one in candidates}
    cases = Case.objects.filter(pk__in={case for _link, _signal, case in rows if case}).order_by("number")
    return InTheLogs(frozenset(ids), tuple(cases.values_list("number", flat=True)))


def named_subjects(controller_id: str, ids: Collection[str]) -> Mapping[str, Subject]:
    """Return which of these ids are cases or signals of this controller, and how to call them; two queries."""
    wanted = {found for one in ids if (found := _uuid(one)) is not None}
    cases = Case.objects.filter(controller_id=controller_id, pk__in=wanted).order_by("pk")
    named = {str(pk): Subject(number=number) for pk, number in cases.values_list("pk", "number")}
    signals = Signal.objects.filter(controller_id=controller_id, pk__in=wanted).order_by("pk")
    for pk, party, received_on in signals.values_list("pk", "party_code", "received_on"):
        named[str(pk)] = Subject(party=party, received_on=received_on)
    return named


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
