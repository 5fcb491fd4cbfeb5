"""Ask what the covenant would decide, about nobody in particular: nothing is released, the question is on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.queries import covenant_for_party
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import Facts
from tijdig.disclosure.rules import Question, answer
from tijdig.disclosure.versions import NO_VERSION, Version, version_on
from tijdig.ledger.services import record_event
from tijdig.problems import Decision, NotFound


@dataclass(frozen=True, slots=True)
class Told:
    """What was decided on a day on each field, under which covenant; None when there is none that it could rest on."""

    covenant: Covenant | None
    on: date
    decisions: Mapping[str, Decision]


@transaction.atomic
def ask_decision(
    *, actor: Actor, client_id: UUID, question: Question, facts: Facts, covenant_hash: str = ""
) -> Told:
    """Return what the covenant decides today on each field asked for, with these facts given (C1, C2).

    In the words of pages, command line and log. ``covenant_hash`` names a version of which the actor's organisation is
    a party, and :class:`NotFound` is any other; without one it is that in force for the organisation. No data of
    people is looked at: the facts are the caller's own.
    """
    require(actor, Action.ASK_DECISION)
    today = timezone.localdate()
    version = _version(actor, covenant_hash, today)
    decisions = answer(version.covenant, version.state, question, facts, today).decisions
    permitted = [name for name, decision in decisions.items() if decision.permitted]
    record_event(
        actor=actor,
        action=Action.ASK_DECISION,
        object_kind="api-client",
        object_id=str(client_id),
        reasons=sorted({reason.code for one in decisions.values() for reason in one.reasons}),
        details={
            "covenant": version.covenant.hash if version.covenant else "",
            "purpose": question.purpose,
            "sender": question.sender,
            "recipient": question.recipient,
            "fields": len(decisions),
            "permitted": len(permitted),
        },
    )
    return Told(version.covenant, today, decisions)


def _version(actor: Actor, covenant_hash: str, today: date) -> Version:
    if covenant_hash:
        named = version_on(actor.controller_id, covenant_hash, today)
        if named.covenant is None or actor.party not in named.covenant.parties:
            raise NotFound
        return named
    in_force = covenant_for_party(actor.controller_id, actor.party, today)
    return version_on(actor.controller_id, in_force.hash, today) if in_force else NO_VERSION
