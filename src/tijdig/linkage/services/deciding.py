"""A person decides whom a doubtful signal is about, or takes a link back (R24)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.disclosure.services_processing import record_change
from tijdig.ledger.services import record_event
from tijdig.linkage.models import Candidate, Link, ReviewDesk
from tijdig.linkage.on_record import about_signals
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.linkage.rules.people import Reason, Side
from tijdig.linkage.rules.second_look import needs_second_look
from tijdig.linkage.stored_reasons import stored
from tijdig.problems import NotFound, ProblemKind, Refused
from tijdig.residents.queries import places_of

LONGEST_REASON = 200
_DECIDED = ("person", "register_state", "register_place", "decided_by", "decided_at")

ALREADY_SETTLED = ProblemKind(
    code="linkage.already-settled",
    rule="R24",
    nl="Over dit signaal is al beslist.",
    en="This signal was decided about already.",
    remedy_nl="Wilt u het veranderen? Maak de koppeling dan eerst ongedaan.",
    remedy_en="To change it, undo the link first.",
)
NOT_SETTLED = ProblemKind(
    code="linkage.not-settled",
    rule="R24",
    nl="Over dit signaal is nog niet beslist; er is niets om ongedaan te maken.",
    en="This signal was not decided about yet; there is nothing to undo.",
)
REASON_NEEDED = ProblemKind(
    code="linkage.reason-needed",
    rule="R24",
    nl="Schrijf op waarom u dit beslist, in hooguit {longest} tekens.",
    en="Write down why you decide this, in at most {longest} characters.",
    remedy_nl="Noem geen namen of nummers: de reden blijft bij het signaal staan.",
    remedy_en="Mention no names or numbers: the reason stays with the signal.",
)
SECOND_PERSON = ProblemKind(
    code="linkage.second-person",
    rule="R24",
    nl="U koos hier al. Bij een grote twijfel kijkt een tweede persoon mee.",
    en="You chose here already. With great doubt a second person looks as well.",
    remedy_nl="Vraag een collega om te kijken.",
    remedy_en="Ask a colleague to look.",
)
WAS_UNDONE = ProblemKind(
    code="linkage.was-undone",
    rule="R24",
    nl="Een eerdere koppeling van dit signaal is ongedaan gemaakt.",
    en="An earlier link of this signal was undone.",
)


@transaction.atomic
def decide_link(*, actor: Actor, link_id: UUID, candidate_id: int | None, reason: str) -> Link:
    """Settle a doubtful link: it is about this candidate, or about nobody in the register (``None``).

    Where the municipality wants a second look at the most doubtful ones, the first person's choice is kept and the
    link goes on waiting; a second person then decides. Returns the link. Raises :class:`NotFound` for a link or
    candidate that is not there for this actor, and :class:`Refused` for a role that may not, without a reason, for a
    second look by the first person, or when the link is settled already.
    """
    require(actor, Action.REVIEW_LINKS)
    why = _reason(reason)
    link = _standing(actor, link_id)
    if is_settled(link):
        raise Refused(ALREADY_SETTLED())
    chosen = None if candidate_id is None else _candidate(link, candidate_id)
    if link.first_looked_at is None:
        if _wants_second_look(link, chosen):
            return _keep_first_look(actor, link, chosen, why)
    elif link.first_look_by == actor.person_id:
        raise Refused(SECOND_PERSON())
    link.person = chosen.person if chosen else ""
    link.register_state = chosen.register_state if chosen else RegisterState.UNKNOWN
    link.register_place = places_of(link.controller_id, [link.person]).get(link.person, "")
    link.decided_by = actor.person_id
    link.decided_at = timezone.now()
    link.decision_reason = why
    link.save(update_fields=[*_DECIDED, "sealed"])
    record_change(
        actor=actor,
        action="decide-link",
        object_kind="link",
        object_id=str(link.pk),
        processings=about_signals(actor.controller_id, [link.signal]),
        result="resident" if chosen else "nobody",
        details={
            "candidate": chosen.position if chosen else None,
            "proposed": link.outcome,
            "second_look": _second_look(link),
        },
    )
    return link


@transaction.atomic
def set_review_desk(*, actor: Actor, second_look: bool) -> ReviewDesk:
    """Set whether a second person looks at the most doubtful decisions of a municipality."""
    require(actor, Action.LINK_SIGNALS)
    desk, _ = ReviewDesk.objects.update_or_create(
        controller_id=actor.controller_id, defaults={"second_look": second_look}
    )
    record_event(
        actor=actor,
        action="set-review-desk",
        object_kind="controller",
        object_id=actor.controller_id,
        details={"wants_second_look": second_look},
    )
    return desk


@transaction.atomic
def undo_link(*, actor: Actor, link_id: UUID, reason: str) -> Link:
    """Take back a settled link and put the signal in review again, with the same candidates.

    Returns the new link, which a person must settle; the engine leaves it alone. The signal keeps its place in its
    notification. Raises as :func:`decide_link`.
    """
    require(actor, Action.REVIEW_LINKS)
    why = _reason(reason)
    link = _standing(actor, link_id)
    if not is_settled(link):
        raise Refused(NOT_SETTLED())
    now = timezone.now()
    link.undone_at = now
    link.undone_for, link.undone_reason = Link.UndoneFor.PERSON, why
    link.save(update_fields=["undone_at", "undone_for", "sealed"])
    candidates = list(link.candidates.all())
    first = candidates[0] if candidates else None
    again = Link.objects.create(
        controller_id=link.controller_id,
        signal_id=link.signal_id,
        notification_id=link.notification_id,
        person=first.person if first else "",
        outcome=Outcome.REVIEW,
        register_state=first.register_state if first else RegisterState.UNKNOWN,
        written=link.written,
        rule_id=link.rule_id,
        rule_version=link.rule_version,
        reasons=[*link.reasons, *stored([Reason(WAS_UNDONE(), Side.AGAINST)])],
        runner_up=link.runner_up,
        margin=link.margin,
        made_at=now,
    )
    for candidate in candidates:
        candidate.pk = None
        candidate.link = again
    Candidate.objects.bulk_create(candidates)
    record_change(
        actor=actor,
        action="undo-link",
        object_kind="link",
        object_id=str(link.pk),
        processings=about_signals(actor.controller_id, [link.signal]),
        details={"new_link": str(again.pk)},
    )
    return again


def _wants_second_look(link: Link, chosen: Candidate | None) -> bool:
    wanted = ReviewDesk.objects.filter(controller_id=link.controller_id, second_look=True).exists()
    if not wanted or chosen is None:
        return False
    return needs_second_look(chosen.position, chosen.rule_id, link.margin)


def _keep_first_look(actor: Actor, link: Link, chosen: Candidate | None, why: str) -> Link:
    link.first_look_by, link.first_looked_at = actor.person_id, timezone.now()
    link.first_look_person, link.first_look_reason = chosen.person if chosen else "", why
    link.save(update_fields=["first_look_by", "first_looked_at", "first_look_person", "sealed"])
    record_change(
        actor=actor,
        action="look-at-link",
        object_kind="link",
        object_id=str(link.pk),
        processings=about_signals(actor.controller_id, [link.signal]),
        result="resident" if chosen else "nobody",
        details={"candidate": chosen.position if chosen else None, "proposed": link.outcome},
    )
    return link


def _second_look(link: Link) -> str:
    """Say for the log whether a second person decided the same as the first; empty when there was no first look."""
    if link.first_looked_at is None:
        return ""
    return "same" if link.person == link.first_look_person else "other"


def is_settled(link: Link) -> bool:
    """Say whether it is known whom a standing link is about, or that it is about nobody in the register."""
    return link.outcome == Outcome.CERTAIN or link.decided_at is not None


def _standing(actor: Actor, link_id: UUID) -> Link:
    link = (
        Link.objects.select_for_update()
        .filter(pk=link_id, controller_id=actor.controller_id, undone_at__isnull=True)
        .first()
    )
    if link is None:
        raise NotFound
    return link


def _candidate(link: Link, candidate_id: int) -> Candidate:
    candidate = link.candidates.filter(pk=candidate_id).first()
    if candidate is None:
        raise NotFound
    return candidate


def _reason(text: str) -> str:
    why = " ".join(text.split())
    if not 0 < len(why) <= LONGEST_REASON:
        raise Refused(REASON_NEEDED(longest=LONGEST_REASON))
    return why
