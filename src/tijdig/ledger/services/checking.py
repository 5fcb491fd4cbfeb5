"""Check the own log as others would, and keep what came of it as the log's alarm (T5)."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.ledger.models import LogState
from tijdig.ledger.rules.verdicts import Report
from tijdig.ledger.services.recording import record_event
from tijdig.ledger.verification import verify_log

log = logging.getLogger(__name__)


def check_log(*, actor: Actor) -> Report:
    """Check the whole log of the actor's controller in the database, record that, and keep the outcome for who asks.

    Done every day. What is found stands in the log lines and on the privacy officer's page until a check finds
    nothing. Nobody waits for it: only its outcome is written. Raises :class:`KeyUnusable`.
    """
    require(actor, Action.CHECK_LOG)
    report = verify_log(actor.controller_id)
    for finding in report.findings:
        log.error("%s controller %s: %s", finding.problem.code, actor.controller_id, finding)
    _keep(actor, report)
    return report


@transaction.atomic
def _keep(actor: Actor, report: Report) -> None:
    code = report.findings[0].problem.code if report.findings else ""
    LogState.objects.update_or_create(
        controller_id=actor.controller_id,
        defaults={"checked_at": timezone.now(), "checked_size": report.size, "found": code},
    )
    record_event(
        actor=actor,
        action=Action.CHECK_LOG,
        object_kind="log",
        object_id=actor.controller_id,
        result="sound" if report.is_sound else "not-sound",
        reasons=sorted({finding.problem.code for finding in report.findings}),
        details={"size": report.size, "findings": len(report.findings)},
    )
