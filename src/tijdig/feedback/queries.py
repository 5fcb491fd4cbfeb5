"""What a landlord reads back: per signal the projected code, released by ``disclosure`` (R43, C8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils import timezone

from tijdig.actors import Action, Actor, require
from tijdig.casework.loading import CASE_OF_LINK, news_of_signals
from tijdig.casework.rules.partner_news import PartnerNews
from tijdig.casework.rules.pause import Pause, collection_pause, pause_facts
from tijdig.covenant.queries import covenants_in_force, governing
from tijdig.covenant.rules.document import Covenant, FeedbackPolicy, PauseTerms
from tijdig.covenant.rules.feedback_codes import EXTERNAL_NAMES_NL, ExternalCode
from tijdig.ddas import Result, SignalStatus
from tijdig.disclosure.services import Disclosed, Request, disclose
from tijdig.feedback.rules.projection import NOTHING_TOLD_NL, SignalOutcome, feedback_on
from tijdig.feedback.rules.purposes import narrowest_purpose
from tijdig.intake.models import Signal
from tijdig.linkage.models import Link
from tijdig.months import Month
from tijdig.problems import NotFound

FIELDS = ("signaal.kenmerk", "signaal.ontvangen_op", "terugkoppeling.code")
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """One signal as its landlord may know it; everything shown comes from what was ``released``.

    ``pause`` follows from a released acceptance, the covenant's pause and the day from which it could be read; None
    when no acceptance was told, or when the covenant has no pause.
    """

    signal_id: UUID
    received_on: date
    released: Disclosed
    pause: Pause | None = None
    withdrawn_on: date | None = None  # the landlord's own word, whatever became of the signal (C8)

    @property
    def reference(self) -> str:
        """The landlord's own reference; empty when withheld."""
        return str(self.released.values.get("signaal.kenmerk", ""))

    @property
    def code(self) -> str:
        """The code told; empty when there is nothing to tell, or when it is withheld."""
        return str(self.released.values.get("terugkoppeling.code", ""))

    @property
    def sentence_nl(self) -> str:
        """The code in plain Dutch."""
        return EXTERNAL_NAMES_NL[ExternalCode(self.code)] if self.code else NOTHING_TOLD_NL


@dataclass(frozen=True, slots=True)
class CaseEnd:
    """How and on which day the case of a signal ended."""

    result: Result
    on: date


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """One page of lines, and where it stands among the pages."""

    lines: tuple[FeedbackLine, ...]
    page: Page[Signal]


@dataclass(frozen=True, slots=True)
class FeedbackTerms:
    """What the covenants of these signals say about feedback: the pause, and within what time one hears."""

    pause: PauseTerms
    policy: FeedbackPolicy


def feedback_of_landlord(actor: Actor, month: Month, page: int = 1) -> FeedbackPage:
    """Return one page of the landlord's own signals of a month with what it may hear; writes a decision record each.

    Only the lines of this page are asked from ``disclosure``: what is not shown is not released.
    """
    require(actor, Action.READ_FEEDBACK)
    found = Paginator(_signals(actor, month), PAGE_SIZE).get_page(page)
    return FeedbackPage(_lines(actor, list(found.object_list)), found)


def signals_of_delivery(actor: Actor, delivery_id: UUID, page: int = 1) -> FeedbackPage:
    """Return one page of the landlord's own signals that came in with this delivery, for their receipts."""
    require(actor, Action.READ_DELIVERIES)
    own = Signal.objects.filter(
        controller_id=actor.controller_id, party_code=actor.party, delivery_id=delivery_id
    )
    found = Paginator(own.order_by("row", "id"), PAGE_SIZE).get_page(page)
    return FeedbackPage(_lines(actor, list(found.object_list)), found)


def receipts_on_page(actor: Actor, delivery_id: UUID, page: int) -> tuple[UUID, ...]:
    """Return the ids of the own signals on one page of :func:`signals_of_delivery`; :class:`NotFound` for none (A6)."""
    require(actor, Action.READ_DELIVERIES)
    own = Signal.objects.filter(
        controller_id=actor.controller_id, party_code=actor.party, delivery_id=delivery_id
    )
    pages = Paginator(own.order_by("row", "id").values_list("pk", flat=True), PAGE_SIZE)
    if not pages.count or not 1 <= page <= pages.num_pages:
        raise NotFound
    return tuple(pages.page(page).object_list)


def own_signal(actor: Actor, signal_id: UUID) -> FeedbackLine:
    """Return one of the landlord's own signals as it may know it; :class:`NotFound` for any other (A6)."""
    require(actor, Action.READ_FEEDBACK)
    signal = Signal.objects.filter(
        pk=signal_id, controller_id=actor.controller_id, party_code=actor.party
    ).first()
    if signal is None:
        raise NotFound
    (line,) = _lines(actor, [signal])
    return line


def all_feedback_of_landlord(actor: Actor, month: Month) -> tuple[FeedbackLine, ...]:
    """Return all of the landlord's own signals of a month with what it may hear, for the file."""
    require(actor, Action.READ_FEEDBACK)
    return _lines(actor, list(_signals(actor, month)))


def months_with_signals(actor: Actor) -> tuple[Month, ...]:
    """Return the months in which the landlord delivered signals, newest first."""
    require(actor, Action.READ_FEEDBACK)
    own = Signal.objects.filter(controller_id=actor.controller_id, party_code=actor.party)
    # A few days of delivery per month: cut to months here, not for each signal in the database.
    days = own.order_by("-received_on").values_list("received_on", flat=True).distinct()
    return tuple(dict.fromkeys(Month.of(day) for day in days))


def feedback_terms_of_landlord(actor: Actor, on: date) -> tuple[FeedbackTerms, ...]:
    """Return what the covenants in force on this day say to this landlord about feedback and pause."""
    require(actor, Action.READ_FEEDBACK)
    return tuple(
        FeedbackTerms(covenant.pause, covenant.feedback_policy)
        for covenant in covenants_in_force(actor.controller_id, on)
        if actor.party in covenant.parties
    )


def ends_of_signals(controller_id: str, signal_ids: Collection[UUID]) -> Mapping[UUID, CaseEnd]:
    """Return how the closed case ended in which each signal was taken up; signals without one are left out.

    A signal that was sorted out has no part in the case of its address (R44), however it is linked.
    """
    found = (
        Link.objects.filter(
            controller_id=controller_id,
            undone_at__isnull=True,
            signal__in=signal_ids,
            signal__status=SignalStatus.TAKEN_UP,
            **{f"{CASE_OF_LINK}__closed_on__isnull": False},
        )
        .exclude(**{f"{CASE_OF_LINK}__result": ""})
        .values_list("signal", f"{CASE_OF_LINK}__result", f"{CASE_OF_LINK}__closed_on")
    )
    return {signal_id: CaseEnd(Result(result), on) for signal_id, result, on in found if on is not None}


def _signals(actor: Actor, month: Month) -> QuerySet[Signal]:
    """The landlord's own signals of the month: its crises first, which may come on any day (R8); then as they came."""
    return Signal.objects.filter(
        controller_id=actor.controller_id,
        party_code=actor.party,
        received_on__range=(month.first, month.last),
    ).order_by("-crisis", "received_on", "row", "id")


def _lines(actor: Actor, signals: Sequence[Signal]) -> tuple[FeedbackLine, ...]:
    today = timezone.localdate()
    standings = {
        one: governing(actor.controller_id, one, today)
        for one in {signal.covenant_hash for signal in signals}
    }
    covenants = {one: standing.covenant if standing else None for one, standing in standings.items()}
    ends = ends_of_signals(actor.controller_id, [signal.pk for signal in signals])
    requests = [
        _request(actor, covenants[signal.covenant_hash], signal, ends.get(signal.pk)) for signal in signals
    ]
    news = news_of_signals([signal.pk for signal in signals])
    return tuple(
        FeedbackLine(
            signal.pk,
            signal.received_on,
            given,
            _pause(
                covenants[signal.covenant_hash], signal, given, ends.get(signal.pk), news.get(signal.pk, ())
            ),
            next((one.on for one in news.get(signal.pk, ()) if one.withdrawn), None),
        )
        for signal, given in zip(signals, disclose(actor=actor, requests=requests), strict=True)
    )


def _pause(
    covenant: Covenant | None,
    signal: Signal,
    given: Disclosed,
    end: CaseEnd | None,
    news: Sequence[PartnerNews],
) -> Pause | None:
    """What is known of the pause (R45): the offer was accepted on the day it was fed back, or before.

    Whether the new instalments are paid is between tenant and landlord: it is known when the landlord told it.
    """
    told = given.values.get("terugkoppeling.code") == ExternalCode.OFFER_ACCEPTED
    if covenant is None or end is None or not told or not covenant.pause.possible:
        return None
    facts = pause_facts(signal.received_on, end.on, news)
    return collection_pause(facts, covenant.pause, timezone.localdate())


def _request(actor: Actor, covenant: Covenant | None, signal: Signal, end: CaseEnd | None) -> Request:
    result = end.result if end else None
    outcome = SignalOutcome(signal.pk, signal.received_on, SignalStatus(signal.status), result)
    code = feedback_on(covenant, outcome).code if covenant else None
    sender = covenant.municipality.code if covenant else ""
    return Request(
        subject_kind="signal",
        subject_id=str(signal.pk),
        sender=sender,
        purpose=narrowest_purpose(covenant, sender, actor.party, FIELDS) if covenant else "",
        covenant_hash=signal.covenant_hash,
        fields={
            "signaal.kenmerk": signal.reference,
            "signaal.ontvangen_op": signal.received_on,
            "terugkoppeling.code": code or "",
        },
        facts={},
    )
