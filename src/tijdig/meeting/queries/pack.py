"""The meeting pack: each participant sees only its own cases, and of those only what the covenant lets it see (R47)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import LinkedSignal, facts_of_case, news_of_signals, signals_of_cases
from tijdig.casework.models import Case
from tijdig.casework.queries.partner import CASE_FIELDS as HELPER_FIELDS
from tijdig.casework.queries.requests import (
    SIGNAL_FIELDS,
    case_values,
    chosen,
    referral_values,
    signal_values,
)
from tijdig.casework.queries.shown import ShownField, shown_fields, signalled_name
from tijdig.casework.rules.covenant_fields import ROUTE
from tijdig.casework.rules.partner_news import last_stage
from tijdig.covenant.rules.document import HELPING_ROLES, Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.disclosure.services import Disclosed, Request, Value, disclose
from tijdig.intake.models import Signal
from tijdig.meeting.loading import covenant_of_meeting, is_chair, meeting_of_actor, own_cases
from tijdig.meeting.models import AgendaItem, Meeting, MeetingAction
from tijdig.meeting.queries.actions import OwnAction, told_actions
from tijdig.meeting.rules.agenda import takes_part
from tijdig.meeting.rules.papers import mark_of
from tijdig.problems import NotFound

MUNICIPAL_FIELDS = (
    "zaak.status",
    ROUTE,
    "zaak.rang",
    "zaak.termijnen",
    "zaak.taken",
    *HELPER_FIELDS,
)


@dataclass(frozen=True, slots=True)
class PackItem:
    """A case in a participant's pack. The decision's text is for the municipality; an action, for its owner too.

    ``number`` and ``basis`` tell something of the case: they are empty for who may know nothing of the case itself.
    """

    item_id: UUID
    case_id: UUID
    version: int
    number: str
    basis: str
    sentence: str
    fields: tuple[ShownField, ...]
    signals: tuple[tuple[ShownField, ...], ...]
    decision: str
    actions: tuple[OwnAction, ...]
    may_be_withdrawn: bool

    @property
    def name(self) -> str:
        """Who it is about, as the partner who signalled wrote it; empty when withheld."""
        return signalled_name(self.signals)


@dataclass(frozen=True, slots=True)
class Pack:
    """What one participant brings to the meeting: its own cases.

    The municipality's are in order of rank; that order says who has children or a benefit, so the others get theirs in
    the order in which they were tabled (R44). ``mark`` changes when the cases do, ``minutes_mark`` with what came of
    them and who was there as well: by these a paper that was made earlier is out of date.
    """

    meeting: Meeting
    covenant: Covenant
    items: tuple[PackItem, ...]
    mark: str
    minutes_mark: str

    @property
    def meeting_id(self) -> UUID:
        """The id of the meeting."""
        return self.meeting.pk

    @property
    def on(self) -> date:
        """The day of the meeting."""
        return self.meeting.on


def meeting_pack(actor: Actor, meeting_id: UUID) -> Pack:
    """Return the pack of the actor's own organisation for this meeting.

    Every field is decided for the purpose of the meeting and recorded. A meeting in which the organisation does not
    take part does not exist (:class:`NotFound`).
    """
    meeting, covenant = attended(actor, meeting_id)
    ranked = ("case__rank_key",) if is_chair(actor, covenant) else ()
    items = list(meeting.items.select_related("case").order_by(*ranked, "tabled_at", "pk"))
    return _packed(actor, meeting, covenant, items)


def pack_of_item(actor: Actor, meeting_id: UUID, item_id: UUID) -> Pack:
    """Return a pack of one case, for the page on which it is discussed; :class:`NotFound` when it is not one's own."""
    meeting, covenant = attended(actor, meeting_id)
    pack = _packed(
        actor, meeting, covenant, list(meeting.items.filter(pk=item_id).select_related("case").order_by("pk"))
    )
    if not pack.items:
        raise NotFound
    return pack


def attended(actor: Actor, meeting_id: UUID) -> tuple[Meeting, Covenant]:
    """Return a meeting in which the actor's organisation takes part, with its covenant; else :class:`NotFound`."""
    require(actor, Action.ATTEND_MEETING)
    meeting = meeting_of_actor(actor, meeting_id)
    covenant = covenant_of_meeting(meeting)
    if not takes_part(covenant, actor.party):
        raise NotFound
    return meeting, covenant


def _packed(actor: Actor, meeting: Meeting, covenant: Covenant, items: Sequence[AgendaItem]) -> Pack:
    signals = signals_of_cases([item.case_id for item in items])
    mine = own_cases(covenant, actor.party, [item.case_id for item in items], signals)
    own = [item for item in items if item.case_id in mine]
    news = _news_of([one.signal for item in own for one in mine[item.case_id]], actor.party)
    asked = [_requests(actor, covenant, item.case, mine[item.case_id], news) for item in own]
    flat = [request for requests in asked for request in requests]
    answers = iter(disclose(actor=actor, requests=flat) if flat else ())
    actions = _actions(actor, covenant, own)
    shown = tuple(
        _shown(actor, covenant, item, [next(answers) for _ in requests], actions.get(item.pk, ()))
        for item, requests in zip(own, asked, strict=True)
    )
    outcomes = [
        *(f"{item.pk} {item.version if is_chair(actor, covenant) else 0}" for item in own),
        *(f"{one.action_id} {one.done_on}" for several in actions.values() for one in several),
        *(f"{one.party} {one.present}" for one in meeting.presences.all()),
    ]
    mark = mark_of(sorted(str(item.pk) for item in own))
    return Pack(meeting, covenant, shown, mark, mark_of([mark, *sorted(outcomes)]))


def _actions(
    actor: Actor, covenant: Covenant, items: Sequence[AgendaItem]
) -> Mapping[UUID, tuple[OwnAction, ...]]:
    """The actions that were agreed at these items: all for the municipality, its own for another."""
    agreed = MeetingAction.objects.filter(item__in=[item.pk for item in items])
    if not is_chair(actor, covenant):
        agreed = agreed.filter(party=actor.party)
    rows = agreed.select_related("item__meeting", "case", "task").order_by("due_on", "agreed_at", "pk")
    found: dict[UUID, tuple[OwnAction, ...]] = {}
    for one in told_actions(actor, list(rows)):
        found[one.item_id] = (*found.get(one.item_id, ()), one)
    return found


def _news_of(signals: Sequence[Signal], party: str) -> Mapping[UUID, Mapping[str, Value]]:
    """The stage of the eviction that this creditor itself told last of each of its own signals, and its day."""
    told = news_of_signals([signal.pk for signal in signals if signal.party_code == party])
    stages = ((signal_id, last_stage(news)) for signal_id, news in told.items())
    return {
        signal_id: {"ontruiming.fase": last.stage, "ontruiming.datum": last.eviction_on}
        for signal_id, last in stages
        if last is not None
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
    itself stands with its own signal. A helper reads its own referrals, and not why another has the case too (R47).
    """
    chairs = is_chair(actor, covenant)
    if not chairs and covenant.parties[actor.party].role not in HELPING_ROLES:
        return {}
    names = {code: party.name for code, party in covenant.parties.items()}
    referrals = [one for one in case.referrals.all() if chairs or one.party == actor.party]
    routes = {route.name: route.explanation for route in covenant.routes}
    values = {
        **case_values(case),
        ROUTE: routes.get(case.route, case.route),
        **referral_values(referrals, names),
    }
    if chairs:
        return {**chosen(values, MUNICIPAL_FIELDS), "huishouden.minderjarigen": case.minors}
    return chosen(values, HELPER_FIELDS)


def _shown(
    actor: Actor,
    covenant: Covenant,
    item: AgendaItem,
    answers: Sequence[Disclosed],
    actions: tuple[OwnAction, ...],
) -> PackItem:
    chairs = is_chair(actor, covenant)
    knows_case = any(name.startswith("zaak.") for name in answers[0].granted)
    return PackItem(
        item_id=item.pk,
        case_id=item.case_id,
        version=item.version,
        number=item.case.number if knows_case else "",
        basis=item.basis if knows_case else "",
        sentence=item.sentence if chairs else "",
        fields=shown_fields(answers[0]),
        signals=tuple(shown_fields(answer) for answer in answers[1:]),
        decision=item.decision if chairs else "",
        actions=actions,
        may_be_withdrawn=item.decided_at is None and not actions,
    )
