"""What a landlord's system tells of its own signal: paid, arranged, or a step towards eviction (R27, R41, R45)."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from tijdig.api.v1.schemas import SignalNewsTold, ToldNews
from tijdig.casework.rules.partner_news import PartnerNews, PaymentNews
from tijdig.casework.services import report_news
from tijdig.casework.tasks import work_up_controller
from tijdig.covenant.rules.facts import EvictionStage
from tijdig.intake.references import own_signal_with_reference
from tijdig.parties.queries_api import ApiSystem
from tijdig.tenancy import under

router = Router()


@router.post(
    "signal-news", response=SignalNewsTold, by_alias=True, url_name="signal-news", operation_id="signal-news"
)
def signal_news(request: HttpRequest, told: ToldNews) -> dict[str, date]:
    """Tell what happened with one's own signal, by one's own reference.

    The answer is the same whatever became of the signal (C8); told again on the same day, it is taken in once.
    """
    actor = cast("ApiSystem", request.auth).actor  # type: ignore[attr-defined] # what authenticate returned
    today = timezone.localdate()
    is_payment = told.what in set(PaymentNews)
    news = PartnerNews(
        today,
        stage=None if is_payment else EvictionStage(told.what),
        eviction_on=told.eviction_on,
        payment=PaymentNews(told.what) if is_payment else None,
    )
    with under(actor.controller_id):
        signal_id = own_signal_with_reference(actor, told.reference, today)
        report_news(actor=actor, signal_id=signal_id, news=news)
        # Asked each time, so that neither the answer nor the queue tells whether there was anything to do.
        work_up_controller.enqueue(actor.controller_id)
    return {"received_on": today}
