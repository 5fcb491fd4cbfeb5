"""The meeting pack: each participant sees only its own cases, and of those only what the covenant lets it see (R47)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import LinkedSignal, facts_of_case, governing, signals_of_cases
from tijdig.casework.models import Case, Referral, SignalNews
from tijdig.casework.queries.requests import SIGNAL_FIELDS, case_values, chosen, signal_values
from tijdig.casework.queries.shown import ShownField, shown_fields
from tijdig.casework.rules.states import OPEN_REFERRALS, ReferralState
from tijdig.covenant.queries import covenant_for_party
from tijdig.covenant.rules.document import HELPING_ROLES, Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import SignalStatus
from tijdig.disclosure.services import Disclosed, Request, Value, disclose
from tijdig.intake.models import Signal
from tijdig.meeting.models import AgendaItem, Meeting
from tijdig.meeting.rules.agenda import next_meeting, propose, takes_part
from tijdig.meeting.services import meeting_of_actor
from tijdig.problems import NotFound, Problem

HELPER_FIELDS = (
    "zaak.contactpogingen",
    "zaak.aanbod",
    "zaak.resultaat",
    "doorgeleiding.status",
    "doorgeleiding.reden",
)
THREAT_FIELDS = ("ontruiming.fase", "ontruiming.datum")
MUNICIPAL_FIELDS = (
    "zaak.status",
    "zaak.route",
    "zaak.rang",
    "zaak.termijnen",
    "zaak.taken",
    *HELPER_FIELDS,
    *THREAT_FIELDS,
)
SEEN_REFERRALS = frozenset({*OPEN_REFERRALS, ReferralState.REPORTED})


MOST_PROPOSED = 100  # an agenda, not a list of everyone


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """An open case that the covenant's criteria propose, with the criteria that hold."""

    case_id: UUID
    number: str
    reasons: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PackItem:
    """A case in a participant's pack. The decision's text is for the municipality; an action, for its owner too.

    ``number`` and ``basis`` tell something of the case: they are empty for who may know nothing of the case itself.
    """

    item_id: UUID
    case_id: UUID
    number: str
    basis: str
    sentence: str
    fields: tuple[ShownField, ...]
    signals: tuple[tuple[ShownField, ...], ...]
    decision: str
    action: str
    action_party: str
    action_due_on: date | None
    action_done_on: date | None


@dataclass(frozen=True, slots=True)
class Pack:
    """What one participant brings to the meeting: its own cases.

    The municipality's are in order of rank; that order says who has children or a benefit, so the others get theirs in
    the order in which they were tabled (R44).
    """

    meeting_id: UUID
    on: date
    items: tuple[PackItem, ...]


def meetings_of(actor: Actor) -> tuple[Meeting, ...]:
    """Return the meetings under the actor's controller in which its organisation takes part, newest first."""
    require(actor, Action.ATTEND_MEETING)
    today = timezone.localdate()
    found = Meeting.objects.filter(controller_id=actor.controller_id).order_by("-on", "pk")
    covenants = {one.covenant_hash: governing(actor.controller_id, one.covenant_hash, today) for one in found}
    return tuple(one for one in found if takes_part(covenants[one.covenant_hash], actor.party))


def next_meeting_day(actor: Actor) -> date | None:
    """Return the day that the covenant's rhythm gives for the next meeting; None without a covenant in force."""
    today = timezone.localdate()
    covenant = covenant_for_party(actor.controller_id, actor.party, today)
    if covenant is None:
        return None
    last = Meeting.objects.filter(controller_id=actor.controller_id).order_by("-on").first()
    return next_meeting(covenant.meeting, last.on if last else None, today)


def proposed_agenda(actor: Actor, meeting_id: UUID) -> tuple[ProposedItem, ...]:
    """Return the open cases that the covenant's criteria propose and that are not tabled yet, in order of rank.

    Ids, numbers and reasons only: who they are about is for the pack, once they are tabled on a basis.
    """
    require(actor, Action.TABLE_CASE)
    meeting = meeting_of_actor(actor, meeting_id)
    today = timezone.localdate()
    covenant = governing(actor.controller_id, meeting.covenant_hash, today)
    waiting = (
        Case.objects.filter(controller_id=actor.controller_id, closed_on__isnull=True, proposed_result="")
        .exclude(agenda_items__meeting=meeting)
        .order_by("rank_key", "number")
    )
    proposed = (
        ProposedItem(case.pk, case.number, proposal.reasons)
        for case in waiting.iterator(chunk_size=500)
        if (proposal := propose(str(case.pk), covenant, facts_of_case(case), today)) is not None
    )
    return tuple(islice(proposed, MOST_PROPOSED))


def meeting_pack(actor: Actor, meeting_id: UUID) -> Pack:
    """Return the pack of the actor's own organisation for this meeting.

    A landlord gets the cases in which own signals were taken up, and of those these signals only; a helper the cases
    referred to it; the municipality all. Every field is decided for the purpose of the meeting and recorded. A
    meeting in which the organisation does not take part does not exist (:class:`NotFound`).
    """
    require(actor, Action.ATTEND_MEETING)
    meeting = meeting_of_actor(actor, meeting_id)
    covenant = governing(actor.controller_id, meeting.covenant_hash, timezone.localdate())
    if not takes_part(covenant, actor.party):
        raise NotFound
    ranked = ("case__rank_key",) if actor.party == covenant.municipality.code else ()
    items = list(meeting.items.select_related("case").order_by(*ranked, "tabled_at", "pk"))
    signals = signals_of_cases([item.case_id for item in items])
    own = [
        (item, mine)
        for item in items
        if (mine := _of_participant(actor, covenant, item, signals.get(item.case_id, ()))) is not None
    ]
    news = _news_of([one.signal for _, mine in own for one in mine], actor.party)
    asked = [_requests(actor, covenant, item.case, mine, news) for item, mine in own]
    flat = [request for requests in asked for request in requests]
    answers = iter(disclose(actor=actor, requests=flat) if flat else ())
    return Pack(
        meeting.pk,
        meeting.on,
        tuple(
            _shown(actor, covenant, item, [next(answers) for _ in requests])
            for (item, _), requests in zip(own, asked, strict=True)
        ),
    )


def _of_participant(
    actor: Actor, covenant: Covenant, item: AgendaItem, signals: Sequence[LinkedSignal]
) -> Sequence[LinkedSignal] | None:
    """The signals of the case that this participant discusses; None when the case is not its own."""
    if actor.party == covenant.municipality.code:
        return signals
    if covenant.parties[actor.party].role in HELPING_ROLES:
        referred = Referral.objects.filter(case=item.case_id, party=actor.party, state__in=SEEN_REFERRALS)
        return signals if referred.exists() else None
    mine = [one for one in signals if one.signal.party_code == actor.party and _was_taken_up(one)]
    return mine or None


def _was_taken_up(one: LinkedSignal) -> bool:
    """A signal that was sorted out may share the case with a housemate: that case is not its creditor's (R44)."""
    return one.signal.status == SignalStatus.TAKEN_UP


def _news_of(signals: Sequence[Signal], party: str) -> Mapping[UUID, Mapping[str, Value]]:
    """The stage of the eviction that this creditor itself told last of each of its own signals, and its day."""
    own = [signal.pk for signal in signals if signal.party_code == party]
    told = SignalNews.objects.filter(signal__in=own).exclude(stage="").order_by("on", "told_at")
    return {
        one.signal_id: {"ontruiming.fase": one.stage, "ontruiming.datum": one.eviction_on} for one in told
    }


def _requests(
    actor: Actor,
    covenant: Covenant,
    case: Case,
    signals: Sequence[LinkedSignal],
    news: Mapping[UUID, Mapping[str, Value]],
) -> list[Request]:
    """Ask for what this participant brings: first of the case, then of its signals."""
    facts = facts_of_case(case)

    def ask(kind: str, subject: UUID, fields: Mapping[str, Value]) -> Request:
        sender = covenant.municipality.code
        return Request(kind, str(subject), sender, PurposeCode.MEETING, covenant.hash, fields, facts)

    about_signals = [
        ask(
            "signal",
            one.signal.pk,
            {**chosen(signal_values(one.signal), SIGNAL_FIELDS), **news.get(one.signal.pk, {})},
        )
        for one in signals
    ]
    return [ask("case", case.pk, _case_fields(actor, covenant, case)), *about_signals]


def _case_fields(actor: Actor, covenant: Covenant, case: Case) -> Mapping[str, Value]:
    """What is asked of the case itself.

    Nothing for a creditor: the stage and day of eviction of the case may be another creditor's news (R44); what it told
    itself stands with its own signal.
    """
    if actor.party == covenant.municipality.code:
        return {**chosen(case_values(case), MUNICIPAL_FIELDS), "huishouden.minderjarigen": case.minors}
    if covenant.parties[actor.party].role in HELPING_ROLES:
        return chosen(case_values(case), (*HELPER_FIELDS, *THREAT_FIELDS))
    return {}


def _shown(actor: Actor, covenant: Covenant, item: AgendaItem, answers: Sequence[Disclosed]) -> PackItem:
    chairs = actor.party == covenant.municipality.code
    owns_action = chairs or actor.party == item.action_party
    knows_case = any(name.startswith("zaak.") for name in answers[0].granted)
    return PackItem(
        item_id=item.pk,
        case_id=item.case_id,
        number=item.case.number if knows_case else "",
        basis=item.basis if knows_case else "",
        sentence=item.sentence if chairs else "",
        fields=shown_fields(answers[0]),
        signals=tuple(shown_fields(answer) for answer in answers[1:]),
        decision=item.decision if chairs else "",
        action=item.action if owns_action else "",
        action_party=item.action_party if owns_action else "",
        action_due_on=item.action_due_on if owns_action else None,
        action_done_on=item.action_done_on if owns_action else None,
    )
