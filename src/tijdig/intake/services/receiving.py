"""Receive a file, confirm its columns, withdraw it. A bad file leaves nothing but an audit event."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from types import MappingProxyType
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.rules.document import Covenant
from tijdig.intake.mappings import is_own_layout, known_plan, proposed_plan
from tijdig.intake.models import Delivery, DeliveryFile
from tijdig.intake.ownership import made_by, own_organisation
from tijdig.intake.reading.reader import read_table
from tijdig.intake.rules.agreement import agreement_with
from tijdig.intake.rules.blanking import fit_to_wait
from tijdig.intake.rules.checking import problems_with_columns
from tijdig.intake.rules.checks.delivery import check_no_forbidden_columns, check_party_may_deliver
from tijdig.intake.rules.columns import ColumnPlan, planned_columns, problems_in_plan, propose_columns
from tijdig.intake.rules.questions import open_questions, problems_with_answers, questions_of
from tijdig.intake.rules.styles import worth_remembering
from tijdig.intake.rules.table import Table
from tijdig.intake.services.dropping import drop_files
from tijdig.intake.services.keeping import keep_checked_rows
from tijdig.intake.services.remembering import remember_columns
from tijdig.intake.services.results import ReceivedDelivery
from tijdig.intake.services.standing import StandingCovenant, covenant_on
from tijdig.intake.states import DeliveryState
from tijdig.intake.waiting import packed, unpacked
from tijdig.ledger.services import record_event
from tijdig.parties.queries import organisation_of_party
from tijdig.problems import NotFound, Problem, ProblemKind, Refused
from tijdig.vault.fields import values
from tijdig.vault.keys import indexer

FILE = "delivery.file"  # what the blind index of a file is made for (E5)

WAITED_TOO_LONG = ProblemKind(
    code="intake.waited-too-long",
    rule="R15",
    nl="Dit bestand wachtte tot en met {until} op uw bevestiging en wordt niet meer gelezen.",
    en="This file waited for your confirmation until {until} and will not be read any more.",
    remedy_nl="Lever het bestand opnieuw aan: de dag van ontvangst is dan de dag waarop het echt is gelezen.",
    remedy_en="Deliver the file again: the day of receipt is then the day on which it was really read.",
)


def receive_delivery(
    *, actor: Actor, file_name: str, content: bytes, received_on: date, on_behalf_of: str = ""
) -> ReceivedDelivery:
    """Take in one file of the actor's own organisation, or of the party for which it delivers as an agent (R1).

    A layout that was confirmed before, or Tijdig's own, is checked and kept at once; another waits for its columns to
    be confirmed, no longer than the covenant says, and so does a file whose dates or amounts can be read in two ways
    of which nobody said yet which is meant (S3). Raises :class:`Refused` when the file, the party or the columns
    may not be taken: then nothing is stored. Parsing happens before the transaction, in a process of its own (S2).
    """
    require(actor, Action.DELIVER_SIGNALS)
    began_on = timezone.localdate()
    try:
        covenant = _covenant(actor, received_on, on_behalf_of)
        table = read_table(content)
        _refuse(check_no_forbidden_columns(table, propose_columns(table.headings)))
    except Refused as refused:
        _record_refusal(actor=actor, problems=refused.problems)
        raise
    standing = StandingCovenant(actor, covenant, received_on, received_on, began_on)
    with transaction.atomic():
        known = known_plan(actor, table)
        delivery = _opened(
            actor=actor, party=on_behalf_of or actor.party, table=table, received_on=received_on
        )
        delivery.file_name = PurePath(file_name.replace("\\", "/")).name[:200]
        delivery.content_sha256 = fingerprint = hashlib.sha256(content).hexdigest()
        delivery.same_file = indexer(actor.controller_id, FILE)(fingerprint)
        delivery.covenant_hash = covenant.hash
        if known is None or _asks(table, known):
            plan = proposed_plan(actor, table, received_on)
            return _wait(actor=actor, delivery=delivery, table=table, plan=plan, standing=standing)
        try:
            # Undone as a whole when the columns turn out not to be allowed; only the audit event stays.
            with transaction.atomic():
                return keep_checked_rows(
                    actor=actor, delivery=delivery, table=table, plan=known, standing=standing
                )
        except Refused as refused:
            problems = refused.problems
            _record_refusal(actor=actor, problems=problems)
    raise Refused(problems)


def confirm_columns(
    *,
    actor: Actor,
    delivery_id: UUID,
    columns: Mapping[str, str],
    on: date,
    answers: Mapping[str, str] = MappingProxyType({}),
) -> ReceivedDelivery:
    """Confirm on day ``on`` which column holds which field (heading → field name, "" = leave out); keep the rows.

    ``answers`` say per heading how values are written that can be read in two ways (heading → an answer of its
    question). The choice is remembered for this landlord and this layout. Raises :class:`NotFound` for a delivery that
    is not the organisation's own or not waiting, :class:`Refused` when the choice leaves no rows to check or a question
    without an answer, when the file waited longer than the covenant lets it (a receipt must not be dated before its
    rows were read, R15), and when no covenant is in force any more on the day of confirming (R4).
    """
    require(actor, Action.DELIVER_SIGNALS)
    began_on = timezone.localdate()
    with transaction.atomic():
        delivery = _waiting_delivery(actor, delivery_id)
        file = _waiting_file(delivery)
        if on > file.keep_until:
            raise Refused(WAITED_TOO_LONG(until=f"{file.keep_until:%d-%m-%Y}"))
        _covenant(actor, on, delivery.party_code)
        table = unpacked(bytes(file.content))
        plan = planned_columns(table.headings, columns).answered(answers)
        _refuse(problems_in_plan(plan))
        questions = questions_of(table, plan, own_layout=is_own_layout(table))
        _refuse(problems_with_answers(questions, plan.answers))
        covenant = _covenant(actor, delivery.received_on, delivery.party_code)
        standing = StandingCovenant(actor, covenant, delivery.received_on, on, began_on)
        kept = keep_checked_rows(actor=actor, delivery=delivery, table=table, plan=plan, standing=standing)
        remember_columns(actor=actor, table=table, plan=plan, answers=worth_remembering(table, plan))
        record_event(
            actor=actor,
            action="confirm-columns",
            object_kind="delivery",
            object_id=str(delivery.id),
            details={"columns": len(plan.positions), "left_out": len(plan.unread)},
        )
        return kept


@transaction.atomic
def withdraw_delivery(*, actor: Actor, delivery_id: UUID) -> None:
    """Take back a delivery whose columns were not confirmed; its file is dropped at once."""
    require(actor, Action.DELIVER_SIGNALS)
    delivery = _waiting_delivery(actor, delivery_id)
    drop_files(actor=actor, files=delivery.files.all())
    delivery.state = DeliveryState.WITHDRAWN
    delivery.save(update_fields=["state"])
    record_event(actor=actor, action="withdraw-delivery", object_kind="delivery", object_id=str(delivery.id))


def _asks(table: Table, plan: ColumnPlan) -> bool:
    return bool(open_questions(questions_of(table, plan, own_layout=is_own_layout(table)), plan.answers))


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise Refused(problems)


def _covenant(actor: Actor, on: date, on_behalf_of: str) -> Covenant:
    covenant = covenant_on(actor, on)
    _refuse(check_party_may_deliver(covenant, actor.party, on_behalf_of))
    return covenant


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


def _opened(*, actor: Actor, party: str, table: Table, received_on: date) -> Delivery:
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
        encoding=table.encoding,
        separator=table.separator,
        rows=len(table.rows),
    )


def _organisation(actor: Actor, party: str) -> UUID:
    found = organisation_of_party(actor.controller_id, party)
    if found is None:
        raise NotFound
    return found.pk


def _wait(
    *, actor: Actor, delivery: Delivery, table: Table, plan: ColumnPlan, standing: StandingCovenant
) -> ReceivedDelivery:
    covenant = standing.covenant
    delivery.save()
    DeliveryFile.objects.create(
        delivery=delivery,
        controller_id=actor.controller_id,
        kind=DeliveryFile.Kind.WAITING,
        **values(content=packed(fit_to_wait(table, plan))),
        keep_until=covenant.delivery.columns_wait.after(delivery.received_on),
    )
    record_event(
        actor=actor,
        action=Action.DELIVER_SIGNALS,
        object_kind="delivery",
        object_id=str(delivery.id),
        result="waiting",
        details={"rows": len(table.rows), "columns": len(table.headings)},
    )
    agreement = agreement_with(covenant, delivery.party_code, delivery.received_on, plan.headings)
    problems = problems_with_columns(table, plan, agreement)
    standing.check(hold=True)
    return ReceivedDelivery(delivery.id, DeliveryState.WAITING, plan, len(table.rows), problems)


def _waiting_delivery(actor: Actor, delivery_id: UUID) -> Delivery:
    found = (
        Delivery.objects.select_for_update()
        .filter(
            made_by(actor), id=delivery_id, controller_id=actor.controller_id, state=DeliveryState.WAITING
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found


def _waiting_file(delivery: Delivery) -> DeliveryFile:
    file = delivery.files.filter(kind=DeliveryFile.Kind.WAITING).first()
    if file is None:
        raise NotFound
    return file
