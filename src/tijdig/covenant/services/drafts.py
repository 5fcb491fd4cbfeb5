"""Write a next version: begin a draft, save it, throw it away, send it out for signature."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.covenant.drafting import draft_of
from tijdig.covenant.models import CovenantDraft, CovenantVersion
from tijdig.covenant.queries import covenant_of, version_of
from tijdig.covenant.rules.reading import LARGEST_FILE_BYTES, TOO_LARGE
from tijdig.covenant.rules.succession import next_text
from tijdig.covenant.services.proposing import propose_covenant
from tijdig.ledger.services import record_event
from tijdig.problems import ProblemKind, Refused

SAVED_MEANWHILE = ProblemKind(
    code="covenant.draft-saved-meanwhile",
    rule="K6",
    nl="Een collega heeft dit concept intussen bewaard.",
    en="A colleague saved this draft in the meantime.",
    remedy_nl="Open het concept opnieuw en neem uw wijziging over.",
    remedy_en="Open the draft again and take your change over.",
)


@transaction.atomic
def start_draft(*, actor: Actor, based_on: UUID) -> CovenantDraft:
    """Begin a draft with the text of a version, under the next number and naming its predecessor (C4).

    :class:`NotFound` for a version of another controller.
    """
    require(actor, Action.DRAFT_COVENANT)
    version = version_of(actor.controller_id, based_on)
    now = timezone.now()
    draft = CovenantDraft.objects.create(
        controller_id=actor.controller_id,
        text=next_text(version.text, covenant_of(version), was_in_force=version.activated_at is not None),
        based_on=version,
        started_at=now,
        started_by=actor.person_id,
        saved_at=now,
        saved_by=actor.person_id,
    )
    _record(actor, draft, "start")
    return draft


@transaction.atomic
def save_draft(*, actor: Actor, draft_id: UUID, text: str, revision: int) -> CovenantDraft:
    """Keep this text, also with mistakes in it. ``revision`` is the one that the text was written on top of.

    Raises :class:`Refused` when someone saved in between (K6), or when the text is too large for a covenant (S2).
    """
    require(actor, Action.DRAFT_COVENANT)
    draft = _locked(actor, draft_id, revision)
    if len(text.encode()) > LARGEST_FILE_BYTES:
        raise Refused(TOO_LARGE())
    draft.text = text.replace("\r\n", "\n")  # as a form sends it
    draft.revision += 1
    draft.saved_at = timezone.now()
    draft.saved_by = actor.person_id
    draft.save(update_fields=["text", "revision", "saved_at", "saved_by"])
    _record(actor, draft, "save")
    return draft


@transaction.atomic
def discard_draft(*, actor: Actor, draft_id: UUID, revision: int) -> None:
    """Throw a draft away; raises :class:`Refused` when someone saved in between (K6)."""
    require(actor, Action.DRAFT_COVENANT)
    draft = _locked(actor, draft_id, revision)
    _record(actor, draft, "discard")
    draft.delete()


@transaction.atomic
def send_draft(*, actor: Actor, draft_id: UUID, revision: int) -> CovenantVersion:
    """Send the saved text out for signature: from then on it is a version, and never changes (C4).

    Raises :class:`Refused` as :func:`propose_covenant` does, and when someone saved in between (K6).
    """
    require(actor, Action.PROPOSE_COVENANT)
    draft = _locked(actor, draft_id, revision)
    version = propose_covenant(actor=actor, text=draft.text)
    _record(actor, draft, "send")
    draft.delete()
    return version


def _locked(actor: Actor, draft_id: UUID, revision: int) -> CovenantDraft:
    draft_of(actor.controller_id, draft_id)
    draft = CovenantDraft.objects.select_for_update().get(controller_id=actor.controller_id, id=draft_id)
    if draft.revision != revision:
        raise Refused(SAVED_MEANWHILE())
    return draft


def _record(actor: Actor, draft: CovenantDraft, step: str) -> None:
    record_event(
        actor=actor,
        action=Action.DRAFT_COVENANT,
        object_kind="covenant-draft",
        object_id=str(draft.id),
        details={"step": step, "revision": draft.revision},
    )
