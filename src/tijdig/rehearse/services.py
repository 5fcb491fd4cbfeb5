"""Rehearse a draft on past signals: ask for it, carry it out in the background, keep counts and case numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.drafting import draft_of
from tijdig.covenant.queries import covenant_in_force
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.covenant.rules.reading import read_covenant
from tijdig.disclosure.services_processing import Processing, record_change
from tijdig.intake.models import Signal
from tijdig.linkage.on_record import about_signals
from tijdig.problems import ProblemKind, Refused
from tijdig.rehearse.comparing import Comparison, compare
from tijdig.rehearse.models import Rehearsal
from tijdig.rehearse.stored import Past, carry_out, past_of

LONGEST_DAYS = 400

NOTHING_IN_FORCE = ProblemKind(
    code="rehearse.nothing-in-force",
    rule="R4",
    nl="Er is nu geen convenant in werking om dit concept mee te vergelijken.",
    en="No covenant is in force now to compare this draft with.",
    remedy_nl="Vergelijk de teksten met elkaar; proefdraaien kan als er een convenant in werking is.",
    remedy_en="Compare the texts; rehearsing is possible once a covenant is in force.",
)
DRAFT_NOT_READ = ProblemKind(
    code="rehearse.draft-not-read",
    rule="R1",
    nl="Met deze tekst kan het systeem nog niet proefdraaien: er staat iets in dat niet klopt.",
    en="The system cannot rehearse this text yet: something in it is not right.",
    remedy_nl="Verbeter wat de controle vindt, en bewaar het concept.",
    remedy_en="Mend what the check finds, and save the draft.",
)


@transaction.atomic
def ask_rehearsal(*, actor: Actor, draft_id: UUID, days: int) -> Rehearsal:
    """Ask to try the saved draft on the signals of the last ``days`` days; the queue carries it out.

    Raises :class:`Refused` when the draft has problems or no covenant is in force to compare it with.
    """
    require(actor, Action.REHEARSE_COVENANT)
    draft, today = draft_of(actor.controller_id, draft_id), timezone.localdate()
    _sides(actor.controller_id, draft.text)
    asked = Rehearsal.objects.create(
        controller_id=actor.controller_id,
        draft=draft,
        revision=draft.revision,
        since=today - timedelta(days=min(days, LONGEST_DAYS)),
        asked_by=actor.person_id,
        asked_at=timezone.now(),
    )
    _record(actor, asked, "ask", {})
    return asked


def carry_out_rehearsal(*, actor: Actor, rehearsal_id: UUID) -> Rehearsal:
    """Carry out what was asked for, and keep what came out. What goes wrong is kept as failed."""
    require(actor, Action.REHEARSE_COVENANT)
    asked = Rehearsal.objects.select_related("draft").get(controller_id=actor.controller_id, pk=rehearsal_id)
    if asked.state != Rehearsal.State.WAITING:
        return asked
    try:
        sides = _sides(actor.controller_id, asked.draft.text)
        past = past_of(actor.controller_id, asked.since, timezone.localdate())
        _begin(asked, total=2 * past.days)
        outcome = _outcome(asked, past, sides)
    except Exception:
        Rehearsal.objects.filter(pk=asked.pk).update(state=Rehearsal.State.FAILED)
        raise
    return _keep(actor=actor, asked=asked, outcome=outcome, signals=past.signals)


@dataclass(frozen=True, slots=True)
class _Sides:
    now: Covenant
    then: Covenant


def _sides(controller_id: str, text: str) -> _Sides:
    """Return the covenant in force and the draft."""
    then = read_covenant(text).covenant
    if then is None:
        raise Refused(DRAFT_NOT_READ())
    now = covenant_in_force(controller_id, timezone.localdate())
    if now is None:
        raise Refused(NOTHING_IN_FORCE())
    return _Sides(now, then)


def _outcome(asked: Rehearsal, past: Past, sides: _Sides) -> Comparison:
    """Carry out both; after each day how far it is, in a transaction of its own, for whoever waits."""

    def one_day_further() -> None:
        asked.done += 1
        Rehearsal.objects.filter(pk=asked.pk).update(done=asked.done)

    now = carry_out(past, sides.now, one_day_further)
    then = carry_out(past, sides.then, one_day_further)
    return compare(now, then, past.numbers)


def _begin(asked: Rehearsal, *, total: int) -> None:
    asked.total = total
    Rehearsal.objects.filter(pk=asked.pk).update(state=Rehearsal.State.RUNNING, total=total)


@transaction.atomic
def _keep(*, actor: Actor, asked: Rehearsal, outcome: Comparison, signals: Sequence[Signal]) -> Rehearsal:
    """Keep what came out; the processing log tells whose signals it was tried on (L2)."""
    asked.state, asked.outcome = Rehearsal.State.DONE, outcome.as_json()
    asked.done = asked.total
    asked.save(update_fields=["state", "outcome", "done"])
    about = about_signals(actor.controller_id, signals, PurposeCode.ACCOUNT)
    _record(actor, asked, "carry-out", {"signals": outcome.signals}, about)
    return asked


def _record(
    actor: Actor, asked: Rehearsal, step: str, more: dict[str, int], about: Sequence[Processing] = ()
) -> None:
    record_change(
        actor=actor,
        action=Action.REHEARSE_COVENANT,
        object_kind="rehearsal",
        object_id=str(asked.pk),
        processings=about,
        details={"step": step, "revision": asked.revision, **more},
    )
