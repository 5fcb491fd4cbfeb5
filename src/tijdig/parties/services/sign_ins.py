"""Sign-ins are on record for every controller that the person works under (R58)."""

from __future__ import annotations

from django.db import transaction

from tijdig.ledger.services import record_event
from tijdig.parties.models import Person
from tijdig.parties.queries import actor_in, assignments_of_person, person_with_address


@transaction.atomic
def record_sign_in(*, person: Person) -> int:
    """Record that someone signed in, once per controller; return how many events that were."""
    return _record(person, "done")


@transaction.atomic
def record_failed_sign_in(*, email: str) -> int:
    """Record a failed attempt on an address that has an account; an unknown address leaves nothing, not even itself."""
    person = person_with_address(email)
    return _record(person, "refused") if person is not None else 0


def _record(person: Person, result: str) -> int:
    actors = {one.controller_id: actor_in(one) for one in assignments_of_person(person.pk)}
    for actor in actors.values():
        record_event(
            actor=actor, action="sign-in", object_kind="person", object_id=str(person.pk), result=result
        )
    return len(actors)
