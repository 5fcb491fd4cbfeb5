"""Receive a file: keep its rows, or let it wait for what a person must say. A bad file leaves only an audit event."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.intake.mappings import is_own_layout, known_plan, proposed_plan, remembered_sheet
from tijdig.intake.models import Delivery, DeliveryFile
from tijdig.intake.ownership import own_organisation
from tijdig.intake.reading.reader import read_tables
from tijdig.intake.rules.agreement import agreement_with
from tijdig.intake.rules.blanking import fit_to_wait
from tijdig.intake.rules.checking import problems_with_columns
from tijdig.intake.rules.checks.delivery import check_no_forbidden_columns
from tijdig.intake.rules.columns import ColumnPlan, propose_columns
from tijdig.intake.rules.questions import open_questions, questions_of
from tijdig.intake.rules.table import Table
from tijdig.intake.services.keeping import keep_checked_rows
from tijdig.intake.services.results import ReceivedDelivery
from tijdig.intake.services.standing import StandingCovenant, deliverable_covenant
from tijdig.intake.states import DeliveryState
from tijdig.intake.waiting import packed
from tijdig.ledger.services import record_event
from tijdig.parties.queries import organisation_of_party
from tijdig.problems import NotFound, Problem, Refused
from tijdig.vault.fields import values
from tijdig.vault.keys import indexer

FILE = "delivery.file"  # what the blind index of a file is made for (E5)


def receive_delivery(
    *, actor: Actor, file_name: str, content: bytes, received_on: date, on_behalf_of: str = ""
) -> ReceivedDelivery:
    """Take in one file of the actor's own organisation, or of the party for which it delivers as an agent (R1).

    A layout that was confirmed before, or Tijdig's own, is checked and kept at once; another waits for its columns to
    be confirmed, no longer than the covenant says, and so does a file whose dates or amounts can be read in two ways
    of which nobody said yet which is meant (S3), and a workbook with several sheets that look like a delivery. Raises
    :class:`Refused` when the file, the party or the columns may not be taken: then nothing is stored. Parsing happens
    before the transaction, in a process of its own (S2).
    """
    require(actor, Action.DELIVER_SIGNALS)
    began_on = timezone.localdate()
    try:
        covenant = deliverable_covenant(actor, received_on, on_behalf_of)
        tables = read_tables(content)
        meant = tables[0] if len(tables) == 1 else remembered_sheet(actor, tables)
        tables = (meant,) if meant else tables
        _check_columns_may_come(tables)
    except Refused as refused:
        _record_refusal(actor=actor, problems=refused.problems)
        raise
    standing = StandingCovenant(actor, covenant, received_on, received_on, began_on)
    with transaction.atomic():
        delivery = _opened(
            actor=actor, party=on_behalf_of or actor.party, tables=tables, received_on=received_on
        )
        delivery.file_name = PurePath(file_name.replace("\\", "/")).name[:200]
        delivery.content_sha256 = fingerprint = hashlib.sha256(content).hexdigest()
        delivery.same_file = indexer(actor.controller_id, FILE)(fingerprint)
        delivery.covenant_hash = covenant.hash
        known = known_plan(actor, meant) if meant else None
        if meant is None or known is None or _asks(meant, known):
            return _wait(actor=actor, delivery=delivery, tables=tables, standing=standing)
        try:
            # Undone as a whole when the columns turn out not to be allowed; only the audit event stays.
            with transaction.atomic():
                return keep_checked_rows(
                    actor=actor, delivery=delivery, table=meant, plan=known, standing=standing
                )
        except Refused as refused:
            problems = refused.problems
            _record_refusal(actor=actor, problems=problems)
    raise Refused(problems)


def _check_columns_may_come(tables: Sequence[Table]) -> None:
    problems = [
        problem
        for table in tables
        for problem in check_no_forbidden_columns(table, propose_columns(table.headings))
    ]
    if problems:
        raise Refused(problems)


def _asks(table: Table, plan: ColumnPlan) -> bool:
    return bool(open_questions(questions_of(table, plan, own_layout=is_own_layout(table)), plan.answers))


@transaction.atomic
def _record_refusal(*, actor: Actor, problems: tuple[Problem, ...]) -> None:
    record_event(
        actor=actor,
        action=Action.DELIVER_SIGNALS,
        object_kind="delivery",
        object_id="",
        result="refused",
        reasons=[problem.code for problem in problems],
    )


def _opened(*, actor: Actor, party: str, tables: Sequence[Table], received_on: date) -> Delivery:
    by_agent = party != actor.party
    return Delivery(
        controller_id=actor.controller_id,
        organisation_id=_organisation(actor, party) if by_agent else own_organisation(actor),
        party_code=party,
        agent_code=actor.party if by_agent else "",
        state=DeliveryState.WAITING,
        received_on=received_on,
        received_at=timezone.now(),
        delivered_by=actor.person_id,
        encoding=tables[0].encoding,
        separator=tables[0].separator,
        rows=sum(len(table.rows) for table in tables),
    )


def _organisation(actor: Actor, party: str) -> UUID:
    found = organisation_of_party(actor.controller_id, party)
    if found is None:
        raise NotFound
    return found.pk


def _wait(
    *, actor: Actor, delivery: Delivery, tables: Sequence[Table], standing: StandingCovenant
) -> ReceivedDelivery:
    covenant = standing.covenant
    plans = [proposed_plan(actor, table, delivery.received_on) for table in tables]
    waiting = [fit_to_wait(table, plan) for table, plan in zip(tables, plans, strict=True)]
    delivery.save()
    DeliveryFile.objects.create(
        delivery=delivery,
        controller_id=actor.controller_id,
        kind=DeliveryFile.Kind.WAITING,
        **values(content=packed(waiting)),
        keep_until=covenant.delivery.columns_wait.after(delivery.received_on),
    )
    record_event(
        actor=actor,
        action=Action.DELIVER_SIGNALS,
        object_kind="delivery",
        object_id=str(delivery.id),
        result="waiting",
        details={"rows": delivery.rows, "columns": sum(len(table.headings) for table in tables)},
    )
    table, plan = tables[0], plans[0]
    agreement = agreement_with(covenant, delivery.party_code, delivery.received_on, plan.headings)
    problems = problems_with_columns(table, plan, agreement) if len(tables) == 1 else ()
    standing.check(hold=True)
    return ReceivedDelivery(delivery.id, DeliveryState.WAITING, plan, delivery.rows, problems)
