"""A municipality in which one record was released, and what reading its log left on record."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

from tests.built_once import built_once
from tests.disclosure.asking import bring_into_force, known, referral, weert
from tests.parties.town import Town, build_town
from tijdig.actors import Action, Role, system_actor
from tijdig.covenant.services import propose_covenant
from tijdig.disclosure.services import disclose
from tijdig.ledger.models import AuditEvent

COVENANT = weert()
SUBJECT = "7d1c7b36-4f0f-4f5e-9a37-0d2f6f7c1a01"


@built_once
def build_disclosed() -> Town:
    town = build_town()
    text = files("tijdig.covenant.profiles").joinpath("weert.toml").read_text()
    bring_into_force(propose_covenant(actor=system_actor("0988"), text=text))
    facts = known(uitkering_participatiewet=False, huurder_bezwaar=False)
    disclose(
        actor=town.actor(Role.SOCIAL_WORKER),
        requests=[replace(referral(COVENANT, facts, "signaal.naam", "bewoner.bsn"), subject_id=SUBJECT)],
    )
    return town


def read_events() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=Action.READ_LOG).order_by("id"))
