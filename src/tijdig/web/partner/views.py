"""The helper's list of referrals, and one page per referral: what it may know, and its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tijdig.casework.queries import ended_for_partner, listed_for_partner, referrals_at_hand, referred_case
from tijdig.casework.queries.partner_list import Standing
from tijdig.casework.rules.referrals import Answer
from tijdig.casework.services import take_referral, write_entry
from tijdig.meeting.queries import actions_of
from tijdig.paging import page_of
from tijdig.parties.queries import party_names
from tijdig.problems import NotFound, Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import Text
from tijdig.web.partner.answers import ANSWERS, ReferralAnswer, Target
from tijdig.web.partner.forms import EntryForm, ReferralForm
from tijdig.web.partner.listed import listed
from tijdig.web.posting import status_of

# A helper has no more to do with a case that it refused or gave back, so its page is gone too.
ENDS_THE_VIEW = {Answer.REFUSE, Answer.RETURN}


WRITE, TAKE = "werk", "op-naam"
PAGE_SIZE = 50
GROUPS: Mapping[Standing, Text] = {
    Standing.TO_ANSWER: _("Wacht op uw antwoord"),
    Standing.TO_REPORT: _("Meld binnenkort terug"),
    Standing.MINE: _("Van mij"),
    Standing.OTHERS: _("Van collega's, of nog van niemand"),
}


@require_safe
@acting
def referrals(request: ActingRequest) -> HttpResponse:
    """Begin the helper's day: actions of the meeting, then the referrals, those to answer first."""
    page = page_of(referrals_at_hand(request.actor), PAGE_SIZE, request.GET.get("pagina"))
    found = listed_for_partner(request.actor, list(page))
    today = timezone.localdate()
    context = {
        "page": page,
        "actions": actions_of(request.actor),
        "groups": [
            (title, listed(rows, today=today))
            for standing, title in GROUPS.items()
            if (rows := [one for one in found if one.standing is standing])
        ],
        "ended": ended_for_partner(request.actor),
        "names": party_names(request.actor.controller_id),
        "today": today,
    }
    return render(request, "partner/referrals.html", context)


@require_safe
@acting
def referral(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Show one referral."""
    return _page(request, referral_id)


@require_POST
@acting
def answer(request: ActingRequest, referral_id: UUID, slug: str) -> HttpResponse:
    """Carry out an answer; what cannot be done comes back on the page with what was typed."""
    if slug not in ANSWERS:
        raise NotFound
    chosen = ANSWERS[slug]
    form = chosen.form(request.POST, name=slug, version=0)
    if not form.is_valid():
        return _page(request, referral_id, slug)
    target = Target(actor=request.actor, referral_id=referral_id, version=form.cleaned_data["version"])
    try:
        chosen.run(target, form.cleaned_data)
    except Refused as refusal:
        return _page(request, referral_id, slug, refusal.problems)
    messages.success(request, chosen.done)
    if chosen.answer in ENDS_THE_VIEW:
        return redirect("partner:referrals")
    return redirect("partner:referral", referral_id)


@require_POST
@acting
def take(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Take the referral on one's own name."""
    form = ReferralForm(request.POST, name=TAKE, version=0)
    if not form.is_valid():
        return _page(request, referral_id, TAKE)
    try:
        take_referral(actor=request.actor, referral_id=referral_id, version=form.cleaned_data["version"])
    except Refused as refusal:
        return _page(request, referral_id, TAKE, refusal.problems)
    messages.success(request, str(_("De zaak staat nu op uw naam.")))
    return redirect("partner:referral", referral_id)


@require_POST
@acting
def write(request: ActingRequest, referral_id: UUID) -> HttpResponse:
    """Write down an attempt, an appointment or a note of one's own."""
    form = EntryForm(request.POST, auto_id=f"{WRITE}-%s")
    if not form.is_valid():
        return _page(request, referral_id, WRITE)
    try:
        write_entry(actor=request.actor, referral_id=referral_id, entry=form.entry())
    except Refused as refusal:
        return _page(request, referral_id, WRITE, refusal.problems)
    messages.success(request, str(_("Vastgelegd.")))
    return redirect("partner:referral", referral_id)


def _page(
    request: ActingRequest, referral_id: UUID, sent: str = "", problems: Sequence[Problem] = ()
) -> HttpResponse:
    shown = referred_case(request.actor, referral_id)
    possible = [
        (one, _form(one, shown.version, request.POST.dict() if one.slug == sent else None))
        for one in ANSWERS.values()
        if one.answer in shown.answers
    ]
    context = {
        "referral": shown,
        "possible": possible,
        "entry_form": EntryForm(request.POST if sent == WRITE else None, auto_id=f"{WRITE}-%s"),
        "sent": sent,
        "problems": problems,
        "today": timezone.localdate(),
    }
    return render(
        request, "partner/referral.html", context, status=status_of(problems, incomplete=bool(sent))
    )


def _form(one: ReferralAnswer, version: int, sent: Mapping[str, str] | None) -> ReferralForm:
    """Return the form, with what was sent; whoever sends it again has seen the referral as it is now (K6)."""
    data = {**sent, "version": version} if sent is not None else None
    return one.form(data, name=one.slug, version=version)
