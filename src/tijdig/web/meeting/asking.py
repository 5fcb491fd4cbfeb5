"""Ask to discuss a case of one's own at the next meeting (R47)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from tijdig.meeting.services import ask_to_discuss, ask_to_discuss_signal
from tijdig.web.acting import ActingRequest, acting

PASSED_ON = _("Uw vraag is doorgegeven. De gemeente beslist of de zaak op de agenda komt.")


@require_POST
@acting
def about_referral(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """A helper asks about a case that it has."""
    ask_to_discuss(actor=request.actor, referral_id=referral_id, reason=request.POST.get("reason", ""))
    messages.success(request, str(PASSED_ON))
    return redirect("partner:referral", referral_id)


@require_POST
@acting
def about_signal(request: ActingRequest, signal_id: UUID) -> HttpResponse:
    """A landlord asks about its own signal; the answer is the same whatever became of it (R44)."""
    ask_to_discuss_signal(actor=request.actor, signal_id=signal_id)
    messages.success(request, str(PASSED_ON))
    return redirect("landlord:news", signal_id)
