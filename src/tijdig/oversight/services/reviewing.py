"""Judge the items of a review and sign it (R58, L9)."""

from __future__ import annotations

from hashlib import sha256
from uuid import UUID

import rfc8785
from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.ledger.services import record_event
from tijdig.oversight.models import LogReview, Reminder, ReviewItem
from tijdig.oversight.queries.reviews import counts_of, item_of_actor, review_of_actor
from tijdig.oversight.rules.reviewing import Verdict, check_signing, check_verdict, may_judge
from tijdig.problems import Refused


@transaction.atomic
def judge_item(*, actor: Actor, item_id: UUID, verdict: Verdict, note: str = "") -> ReviewItem:
    """Give a verdict on one item; nobody judges what they looked at themselves (L9)."""
    require(actor, Action.REVIEW_LOG)
    item = item_of_actor(actor, item_id)
    allowed = may_judge(item.person_id, actor.person_id)
    if not allowed.permitted:
        raise Refused(allowed.reasons)
    signed = item.review.signed_at is not None
    if problems := tuple(check_verdict(verdict, note, before=item.verdict, signed=signed)):
        raise Refused(problems)
    before, item.verdict, item.note = item.verdict, verdict, note.strip()[:500]
    item.judged_by, item.judged_at = actor.person_id, timezone.now()
    item.save(update_fields=["verdict", "note", "judged_by", "judged_at"])
    record_event(
        actor=actor,
        action="oversight.judge",
        object_kind="review-item",
        object_id=str(item.pk),
        details={"review_verdict": verdict.value, "before": before, "sign": item.sign},
    )
    return item


@transaction.atomic
def sign_review(*, actor: Actor, review_id: UUID) -> LogReview:
    """Sign a review whose items all have a verdict; its task is done then.

    The event carries the SHA-256 of all items with their verdicts: what was signed stands in the log, and cannot be
    changed there unseen.
    """
    require(actor, Action.REVIEW_LOG)
    review, items = review_of_actor(actor, review_id)
    signed = review.signed_at is not None
    if problems := tuple(check_signing([item.verdict for item in items], signed=signed)):
        raise Refused(problems)
    now = timezone.now()
    review.signed_by, review.signed_at, review.digest = actor.person_id, now, digest_of(review, items)
    review.save(update_fields=["signed_by", "signed_at", "digest"])
    Reminder.objects.filter(review=review, done_at__isnull=True).update(done_at=now)
    counts = counts_of(items)
    record_event(
        actor=actor,
        action="oversight.sign-review",
        object_kind="log-review",
        object_id=str(review.pk),
        details={
            "from_day": review.from_day.isoformat(),
            "to_day": review.to_day.isoformat(),
            "in_order": counts[Verdict.IN_ORDER],
            "questions": counts[Verdict.QUESTION],
            "misuse": counts[Verdict.MISUSE],
            "signature": review.digest,
        },
    )
    return review


def digest_of(review: LogReview, items: tuple[ReviewItem, ...]) -> str:
    """Return the SHA-256 of what is signed: days, seed, and each item with its verdict, who gave it, and the note."""
    told = {
        "from": review.from_day.isoformat(),
        "to": review.to_day.isoformat(),
        "seed": review.seed,
        "items": [
            [
                str(item.pk),
                item.sign,
                str(item.person_id),
                item.traces,
                item.verdict,
                str(item.judged_by),
                item.note,
            ]
            for item in sorted(items, key=lambda one: str(one.pk))
        ],
    }
    return sha256(rfc8785.dumps(told)).hexdigest()
