"""A rehearsal as one JSON document; its shape is described in ``docs/rehearse.md``."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from tijdig.casework.rules.reasons import Reason
from tijdig.intake.rules.rows import RefusedRow
from tijdig.problems import Problem
from tijdig.rehearse.told import Rehearsed, RehearsedCase, RehearsedDelivery, RehearsedSignal

type Json = str | int | bool | Sequence[Json] | Mapping[str, Json] | None


def report(told: Rehearsed) -> Mapping[str, Json]:
    """Return the report; amounts do not occur in it, people only as citizen service numbers."""
    covenant = told.given.covenant
    return {
        "covenant": {"id": covenant.id, "version": covenant.version, "hash": covenant.hash},
        "controller": told.given.controller,
        "deliveries": [_delivery(one) for one in told.deliveries],
        "signals": [_signal(one) for one in told.signals],
        "cases": [_case(one) for one in told.cases],
    }


def write_report(told: Rehearsed, path: Path) -> None:
    """Write the report to ``path`` with mode 600 from the first byte, replacing what was there as a whole."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(report(told), file, ensure_ascii=False, indent=1)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _delivery(one: RehearsedDelivery) -> Json:
    checked = one.checked
    return {
        "party": one.given.party,
        "file": one.given.file,
        "receivedOn": one.given.received_on.isoformat(),
        "rows": checked.rows,
        "accepted": len(checked.accepted),
        "alreadyKnown": len(one.known),
        "corrected": len(one.corrected),
        "refused": [_refused(refused) for refused in checked.refused],
        "problems": [_told(problem) for problem in checked.problems],
        "remarks": [_told(problem) for problem in checked.remarks],
    }


def _refused(one: RefusedRow) -> Json:
    return {"row": one.row, "reference": one.reference, "column": one.column, **_told(one.problem)}


def _told(problem: Problem) -> Mapping[str, Json]:
    return {
        "code": problem.code,
        "rule": problem.rule,
        "messageNl": problem.nl,
        "messageEn": problem.en,
        "remedyNl": problem.remedy_nl,
    }


def _signal(one: RehearsedSignal) -> Json:
    accepted, link = one.accepted, one.link
    return {
        "id": accepted.id,
        "party": accepted.delivery.party,
        "file": accepted.delivery.file,
        "row": accepted.row.row,
        "reference": accepted.row.reference,
        "resident": link.bsn,
        "outcome": link.outcome.value,
        "rule": link.rule_id,
        "reasons": [reason.said.nl for reason in link.reasons],
        "register": link.register.value,
        "pattern": list(one.patterns),
        "repeat": one.repeat,
        "status": one.status.value,
        "case": one.case or None,
    }


def _case(one: RehearsedCase) -> Json:
    return {
        "id": one.id,
        "address": one.address,
        "signals": list(one.signals),
        "route": one.route,
        "routeReasons": _sentences(one.route_reasons),
        "rank": one.rank,
        "rankReasons": _sentences(one.rank_reasons),
        "firstConversationBy": one.first_conversation_by.isoformat(),
    }


def _sentences(reasons: Sequence[Reason]) -> list[str]:
    return [reason.nl for reason in reasons]
