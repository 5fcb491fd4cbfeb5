"""What pages and other rooms ask of linkage: the review queue, the people behind it, and what stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.covenant.queries import governing
from tijdig.disclosure.services import Request, Value
from tijdig.intake.models import Signal
from tijdig.linkage.models import Candidate, Link, Notification
from tijdig.linkage.rules.outcomes import Outcome, RegisterState
from tijdig.linkage.rules.people import Reason
from tijdig.linkage.rules.purpose import purpose_of_matching
from tijdig.linkage.stored_reasons import told
from tijdig.paging import part_of
from tijdig.problems import NotFound
from tijdig.residents.queries import records_of
from tijdig.residents.rules.record import RegisteredAddress, ResidentRecord

SETTLED = Q(outcome=Outcome.CERTAIN) | Q(decided_at__isnull=False)
# As the index ``link_in_doubt`` says it: databases recognise no other way of saying the same.
UNDECIDED = ~Q(outcome=Outcome.CERTAIN) & Q(decided_at__isnull=True)

# Part of ``bewoner.status``: the register may not pass this person's data on, so contact is a person's own decision.
SECRECY = "geheimhouding"

COMPARED_FIELDS = frozenset(
    {
        "signaal.kenmerk", "signaal.naam", "signaal.geboortedatum", "signaal.adres",
        "bewoner.naam", "bewoner.geboortedatum", "bewoner.adres", "bewoner.status",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CandidateInReview:
    """Someone a signal may be about, without any personal data: ``id`` is what ``decide_link`` takes."""

    id: int
    position: int
    rule_id: str
    register_state: RegisterState
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What a first person chose where a second one decides: which candidate by position, by whom, when and why."""

    by: UUID | None
    on: date
    candidate: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class LinkInReview:
    """A doubtful link with its candidates, best first; without any personal data."""

    id: UUID
    signal_id: UUID
    party_code: str
    received_on: date
    outcome: Outcome
    rule_id: str
    rule_version: str
    crisis: bool
    reasons: tuple[Reason, ...]
    candidates: tuple[CandidateInReview, ...]
    first_look: FirstLook | None = None


@dataclass(frozen=True, slots=True)
class DecidedLink:
    """What a person decided: which candidate by position, or nobody (None), when and why; no personal data.

    ``taken_over``: a person decided so about the same pair before.
    """

    id: UUID
    party_code: str
    received_on: date
    decided_on: date
    candidate: int | None
    reason: str
    taken_over: bool


def review_queue(controller_id: str) -> QuerySet[Link]:
    """Return the links that wait for a person, crisis first, then the longest waiting: to be cut into pages."""
    return (
        Link.objects.filter(UNDECIDED, controller_id=controller_id, undone_at__isnull=True)
        .select_related("signal")
        .prefetch_related(Prefetch("candidates", Candidate.objects.order_by("position")))
        .order_by("-signal__crisis", "signal__received_on", "signal__row", "pk")
    )


def next_in_review(actor: Actor) -> Link | None:
    """Return the next link for this person to decide: not one that waits for somebody else to look as well."""
    waiting = review_queue(actor.controller_id).exclude(first_look_by=actor.person_id)
    return part_of(waiting, slice(0, 1)).first()


def recently_decided(controller_id: str, most: int = 10) -> tuple[DecidedLink, ...]:
    """Return the links that a person decided last, newest first; those that were undone are not among them."""
    found = (
        Link.objects.filter(controller_id=controller_id, undone_at__isnull=True, decided_at__isnull=False)
        .select_related("signal")
        .prefetch_related("candidates")
        .order_by("-decided_at", "pk")[:most]
    )
    return tuple(one for link in found if (one := decided_link(link)) is not None)


def decided_link(link: Link) -> DecidedLink | None:
    """Return what a person decided about a link; None when nobody did."""
    if link.decided_at is None:
        return None
    return DecidedLink(
        id=link.pk,
        party_code=link.signal.party_code,
        received_on=link.signal.received_on,
        decided_on=timezone.localdate(link.decided_at),
        candidate=_position_of(link, link.person),
        reason=link.decision_reason,
        taken_over=link.decided_before_id is not None,
    )


def link_in_review(link: Link) -> LinkInReview:
    """Return what a page shows of a link without asking disclosure."""
    return LinkInReview(
        id=link.pk,
        signal_id=link.signal_id,
        party_code=link.signal.party_code,
        received_on=link.signal.received_on,
        outcome=Outcome(link.outcome),
        rule_id=link.rule_id,
        rule_version=link.rule_version,
        crisis=link.signal.crisis,
        reasons=told(link.reasons),
        candidates=tuple(
            CandidateInReview(
                candidate.pk,
                candidate.position,
                candidate.rule_id,
                RegisterState(candidate.register_state),
                told(candidate.reasons),
            )
            for candidate in link.candidates.all()
        ),
        first_look=_first_look(link),
    )


def _first_look(link: Link) -> FirstLook | None:
    if link.first_looked_at is None:
        return None
    return FirstLook(
        by=link.first_look_by,
        on=timezone.localdate(link.first_looked_at),
        candidate=_position_of(link, link.first_look_person),
        reason=link.first_look_reason,
    )


def _position_of(link: Link, person: str) -> int | None:
    return min((one.position for one in link.candidates.all() if one.person == person), default=None)


def link_of_actor(actor: Actor, link_id: UUID) -> Link:
    """Return a link that stands, with signal and candidates; :class:`NotFound` when there is none for this actor."""
    link = (
        Link.objects.filter(pk=link_id, controller_id=actor.controller_id, undone_at__isnull=True)
        .select_related("signal")
        .prefetch_related(Prefetch("candidates", Candidate.objects.order_by("position")))
        .first()
    )
    if link is None:
        raise NotFound
    return link


def requests_for_review(actor: Actor, links: Sequence[Link]) -> tuple[Request, ...]:
    """Return what to ask disclosure for, to show these links: per link the signal, then each candidate.

    Pass them to :func:`tijdig.disclosure.services.disclose`; the answers come in the same order, with
    ``subject_kind`` ``signal`` or ``candidate`` and the id of :class:`CandidateInReview`. A page reads its values
    from those answers only. The comparison is the municipality's own use of what it holds, under the purpose that
    the covenant names for it.
    """
    numbers = {candidate.person for link in links for candidate in link.candidates.all()}
    records = records_of(actor.controller_id, numbers)
    hashes = {link.signal.covenant_hash for link in links}
    purposes = {covenant_hash: _purpose(actor, covenant_hash) for covenant_hash in hashes}
    requests: list[Request] = []
    for link in links:
        purpose = purposes[link.signal.covenant_hash]
        requests.append(_signal_request(actor, link, purpose))
        for candidate in link.candidates.all():
            record = records.get(candidate.person)
            if record is not None:
                requests.append(_candidate_request(actor, link, candidate, record, purpose))
    return tuple(requests)


def notifications_with_different_people(controller_id: str) -> QuerySet[Notification]:
    """Return the notifications in which people with different names were proposed together, undecided (R22)."""
    return Notification.objects.filter(
        controller_id=controller_id, different_people=True, different_people_settled_at__isnull=True
    ).order_by("period_from", "matched_at", "pk")


def links_of_notification(actor: Actor, notification_id: UUID) -> tuple[Link, ...]:
    """Return the standing links of a notification, with signal and candidates; :class:`NotFound` for none (A6)."""
    links = (
        Link.objects.filter(
            notification_id=notification_id, controller_id=actor.controller_id, undone_at__isnull=True
        )
        .select_related("signal", "notification")
        .prefetch_related(Prefetch("candidates", Candidate.objects.order_by("position")))
        .order_by("signal__received_on", "signal__row", "pk")
    )
    if not links:
        raise NotFound
    return tuple(links)


def standing_links_of(controller_id: str, signal_ids: Sequence[UUID]) -> Mapping[UUID, Link]:
    """Return the standing link of each of these signals, by signal id."""
    links = Link.objects.filter(
        controller_id=controller_id, signal_id__in=list(signal_ids), undone_at__isnull=True
    )
    return {link.signal_id: link for link in links}


def _purpose(actor: Actor, covenant_hash: str) -> str:
    standing = governing(actor.controller_id, covenant_hash, timezone.localdate())
    if standing is None:
        return ""
    return purpose_of_matching(standing.covenant, actor.party, actor.role, COMPARED_FIELDS)


def _signal_request(actor: Actor, link: Link, purpose: str) -> Request:
    signal: Signal = link.signal
    fields: dict[str, Value] = {
        "signaal.kenmerk": signal.reference,
        "signaal.naam": _written(signal.initials, signal.prefix, signal.surname),
        "signaal.geboortedatum": signal.birth_date,
        "signaal.adres": _signal_address(signal),
    }
    return Request("signal", str(signal.pk), actor.party, purpose, signal.covenant_hash, fields, {})


def _candidate_request(
    actor: Actor, link: Link, candidate: Candidate, record: ResidentRecord, purpose: str
) -> Request:
    fields: dict[str, Value] = {
        "bewoner.naam": _registered_name(record),
        "bewoner.geboortedatum": record.birth_date,
        "bewoner.adres": _registered_address(record.address),
        "bewoner.status": _status(candidate, record),
    }
    return Request(
        "candidate", str(candidate.pk), actor.party, purpose, link.signal.covenant_hash, fields, {}
    )


def _status(candidate: Candidate, record: ResidentRecord) -> tuple[str, ...]:
    return (candidate.register_state, SECRECY) if record.secrecy else (candidate.register_state,)


def _written(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _registered_name(record: ResidentRecord) -> str:
    own = _written(record.given_names, record.prefix, record.surname)
    partner = _written(record.partner_prefix, record.partner_surname)
    return f"{own} (partner: {partner})" if partner else own


def _signal_address(signal: Signal) -> str:
    house = _written(signal.street, str(signal.house_number), signal.house_letter, signal.addition)
    return f"{house}, {_written(signal.postcode, signal.town)}"


def _registered_address(home: RegisteredAddress) -> str:
    number = "" if home.house_number is None else str(home.house_number)
    house = _written(home.street, home.designation, number, home.house_letter, home.addition)
    return f"{house}, {_written(home.postcode, home.town)}"
