"""What the processing log is told of people in the register: each of them, under which entry of the register (L2)."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant.queries import covenants_in_force
from tijdig.covenant.rules.activities import activity_uri
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services_many import ActOnMany, act_on_many


def people_on_record(
    actor: Actor, action: str, subject_kind: str, purpose: PurposeCode
) -> AbstractContextManager[ActOnMany]:
    """Put an act on record for each person whom it touches, under the covenant in force for this purpose (L2)."""
    in_force = covenants_in_force(actor.controller_id, timezone.localdate())
    covenant = next((one for one in in_force if purpose in one.purposes), None)
    activity = activity_uri(covenant, purpose) if covenant else ""
    return act_on_many(actor=actor, name=action, kind=subject_kind, activity=activity)
