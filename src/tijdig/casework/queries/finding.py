"""Find cases by a name or an address: through the blind index, decided and recorded like any other look (E5, L1)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import cases_to_see
from tijdig.casework.models import Case, CaseKey
from tijdig.casework.models.finding import ADDRESS, NAME
from tijdig.casework.queries.worklist import WorkListRow, rows_of_cases, with_choices
from tijdig.casework.rules.finding import Key, Sought, read_search
from tijdig.ledger.services import record_event
from tijdig.problems import Problem, Refused
from tijdig.vault.keys import indexer

MOST = 50


@dataclass(frozen=True, slots=True)
class Found:
    """The cases that were found, open ones first; ``more``: there are others, type more of the name or address."""

    rows: tuple[WorkListRow, ...]
    more: bool
    by_address: bool


@transaction.atomic
def find_cases(actor: Actor, text: str) -> Found:
    """Return the cases, open or closed, about someone with this name or at this address, as rows of the work list.

    Each is asked of ``disclosure``. One of which the covenant withholds what was looked for is left out: that it was
    found would tell it. The search is recorded with the number found, never with what was typed (L6). Raises
    :class:`Refused` for a role that reads no cases, and for a text that is neither name nor address.
    """
    require(actor, Action.READ_CASES)
    sought = read_search(text)
    if isinstance(sought, Problem):
        raise Refused(sought)
    cases = list(_cases(actor, sought)[: MOST + 1])
    field = "bewoner.adres" if sought.addresses else "bewoner.naam"
    rows = tuple(row for row in rows_of_cases(actor, cases[:MOST]) if row.disclosed.values.get(field))
    record_event(
        actor=actor,
        action="search-cases",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"subject": "address" if sought.addresses else "name", "cases": len(rows)},
    )
    return Found(rows, len(cases) > MOST, bool(sought.addresses))


def _cases(actor: Actor, sought: Sought) -> QuerySet[Case]:
    keys = CaseKey.objects.filter(controller_id=actor.controller_id)
    if sought.addresses:
        keys = keys.filter(address__in=_indexes(actor, ADDRESS, sought.addresses))
    else:
        keys = keys.filter(name__in=_indexes(actor, NAME, sought.names))
    seen = Case.objects.filter(cases_to_see(actor), controller_id=actor.controller_id)
    return (
        with_choices(seen)
        .filter(pk__in=keys.order_by().values("case"))
        .order_by(F("closed_on").desc(nulls_first=True), "rank_key", "number")
    )


def _indexes(actor: Actor, purpose: str, keys: frozenset[Key]) -> list[str]:
    index = indexer(actor.controller_id, purpose)
    return [index(*key) for key in sorted(keys)]
