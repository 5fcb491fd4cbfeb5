"""A code of an authenticator app opens a door once (A1; RFC 6238, section 5.2)."""

from __future__ import annotations

from uuid import UUID

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

from tijdig.ledger.services import record_event
from tijdig.parties.models import Person
from tijdig.parties.queries import actor_in, assignments_of_person

LAST_STEP = "last_step"  # in the authenticator's data: the newest half-minute of which a code was taken


@transaction.atomic
def spend_code(*, actor: Person, code: str) -> bool:
    """Take a code that was found right, and every older one with it; False for one that was taken before.

    The library remembers a used code for half a minute and per process; a code is good for longer, and there are more
    processes. A repeated code is put on record.
    """
    app = _app_of(actor.pk)
    step = _step_of(app, code) if app else None
    if app is None or step is None or step <= app.data.get(LAST_STEP, -1):
        record_second_factor(actor=actor, result="refused")
        return False
    _take_until(app, step)
    return True


@transaction.atomic
def record_enrolment(*, actor: Person) -> None:
    """Record that someone made a second factor; the code that an app was set up with opens nothing any more."""
    app = _app_of(actor.pk)
    if app is not None:
        _take_until(app, max(yield_hotp_counters_from_time()))
    _record(actor, "enrol-second-factor", "done")


@transaction.atomic
def record_second_factor(*, actor: Person, result: str) -> None:
    """Record that someone who is signed in showed the second factor again, or that a code was refused (A4)."""
    _record(actor, "second-factor", result)


def _app_of(person_id: UUID) -> Authenticator | None:
    # Held until the end: of two requests with one code, the second finds it taken.
    held = Authenticator.objects.select_for_update().filter(user_id=person_id, type=Authenticator.Type.TOTP)
    found: Authenticator | None = held.first()
    return found


def _step_of(app: Authenticator, code: str) -> int | None:
    secret = decrypt(app.data["secret"])
    for step in yield_hotp_counters_from_time():
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return int(step)
    return None


def _take_until(app: Authenticator, step: int) -> None:
    app.data[LAST_STEP] = step
    app.save(update_fields=["data"])


def _record(person: Person, action: str, result: str) -> None:
    actors = {one.controller_id: actor_in(one) for one in assignments_of_person(person.pk)}
    for actor in actors.values():
        record_event(
            actor=actor, action=action, object_kind="person", object_id=str(person.pk), result=result
        )
