"""The review of the log (L9): the list, one review with its items, judging, signing, and how it is set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tijdig.actors import Action, require
from tijdig.oversight.models import ReviewPolicy
from tijdig.oversight.queries import reviews as queries
from tijdig.oversight.rules.reviewing import Verdict
from tijdig.oversight.services import policy as policy_services
from tijdig.oversight.services import reviewing
from tijdig.parties.queries import names_of_people
from tijdig.problems import Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.posting import posted, status_of
from tijdig.web.privacy.findings import shown_items
from tijdig.web.privacy.review_forms import JudgeForm, OwnMarksForm, PolicyForm
from tijdig.web.templatetags.wording import remedy, sentence


@require_GET
@acting
def reviews(request: ActingRequest) -> HttpResponseBase:
    """List the reviews, newest first."""
    found = queries.reviews_of(request.actor)
    names = names_of_people(request.actor.controller_id, {one.signed_by for one in found if one.signed_by})
    context = {
        "reviews": [(one, names.get(one.signed_by) if one.signed_by else None) for one in found],
        "policy": ReviewPolicy.objects.filter(controller_id=request.actor.controller_id).first(),
        "every": queries.review_every(request.actor.controller_id, timezone.localdate()),
        "today": timezone.localdate(),
    }
    return render(request, "privacy/reviews.html", context)


@require_GET
@acting
def review(request: ActingRequest, review_id: UUID) -> HttpResponseBase:
    """Show one review: how it was drawn, each item with what may be said of it, and the signature."""
    found, items = queries.review_of_actor(request.actor, review_id)
    context = {
        "review": found,
        "items": shown_items(request.actor, items, signed=found.signed_at is not None),
        "open_count": queries.counts_of(items)[""],
        "signer": names_of_people(request.actor.controller_id, {found.signed_by}).get(found.signed_by)
        if found.signed_by
        else "",
        "today": timezone.localdate(),
    }
    return render(request, "privacy/review.html", context)


@require_POST
@acting
def judge(request: ActingRequest, item_id: UUID) -> HttpResponseBase:
    """Take the verdict on one item, and go on with the next."""
    item = queries.item_of_actor(request.actor, item_id)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Kies een oordeel."))
    else:
        verdict, note = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["note"]
        _carry_out(
            request,
            lambda: reviewing.judge_item(actor=request.actor, item_id=item_id, verdict=verdict, note=note),
            _("Uw oordeel is vastgelegd."),
        )
    response = redirect("privacy:review", review_id=item.review_id)
    response["Location"] += f"#punt-{item_id}"
    return response


@require_POST
@acting
def sign(request: ActingRequest, review_id: UUID) -> HttpResponseBase:
    """Sign a review; where a fresh second factor is asked for, it is asked in front of this view (A4)."""
    _carry_out(
        request,
        lambda: reviewing.sign_review(actor=request.actor, review_id=review_id),
        _("De logcontrole is ondertekend."),
    )
    return redirect("privacy:review", review_id=review_id)


@require_http_methods(["GET", "POST"])
@acting
def policy(request: ActingRequest) -> HttpResponseBase:
    """Show and keep how the log is reviewed."""
    require(request.actor, Action.SET_REVIEW_POLICY)
    kept = ReviewPolicy.objects.filter(controller_id=request.actor.controller_id).first()
    form = PolicyForm(posted(request), initial=PolicyForm.filled_with(kept) if kept else {})
    if form.is_valid():
        policy_services.set_review_policy(actor=request.actor, settings=form.settings())
        messages.success(request, _("De instellingen gelden vanaf nu."))
        return redirect("privacy:reviews")
    status = status_of(incomplete=form.is_bound)
    return render(request, "privacy/policy.html", {"form": form, "policy": kept}, status=status)


@require_http_methods(["GET", "POST"])
@acting
def own_marks(request: ActingRequest) -> HttpResponseBase:
    """Let someone who works here give surnames and address, of which only hashes are kept."""
    require(request.actor, Action.DECLARE_OWN_MARKS)
    form = OwnMarksForm(posted(request))
    if form.is_valid():
        given = form.cleaned_data
        policy_services.declare_own_marks(
            actor=request.actor,
            surnames=[name for name in (given["surname"], given["other_surname"]) if name],
            postcode=given["postcode"],
            house_number=given["house_number"],
            suffix=given["suffix"],
        )
        messages.success(request, _("Vastgelegd. Niemand kan teruglezen wat u hebt ingevuld."))
        return redirect("privacy:own_marks")
    return render(
        request, "privacy/own_marks.html", {"form": form}, status=status_of(incomplete=form.is_bound)
    )


def _carry_out(request: ActingRequest, act: Callable[[], object], done: str) -> None:
    """Do it and say so, or say why not."""
    try:
        act()
    except Refused as refused:
        for text in _told(refused):
            messages.error(request, text)
    else:
        messages.success(request, done)


def _told(refused: Refused) -> Iterator[str]:
    for problem in refused.problems:
        yield f"{sentence(problem)} {remedy(problem)}".strip()
