"""Read a covenant, sign it for one's own party, put it into force, compare two versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tijdig.actors import Action, permission
from tijdig.covenant import queries, services
from tijdig.covenant.rules import showing, table
from tijdig.covenant.rules.comparing import compare_covenants
from tijdig.covenant.rules.documents.side_by_side import side_by_side
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.verifying import trust_anchors
from tijdig.problems import NotFound, Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.covenants.choosing import standing_for, standings_of
from tijdig.web.covenants.documents import document_links
from tijdig.web.covenants.signing import answers, buttons
from tijdig.web.standing import begin_anew


@require_safe
@acting
def overview(request: ActingRequest) -> HttpResponse:
    """List the covenants of the actor's organisation under this controller, newest first."""
    context = {
        "standings": standings_of(request.actor),
        "may_draft": permission(request.actor, Action.DRAFT_COVENANT).permitted,
    }
    return render(request, "covenants/overview.html", context)


@require_safe
@acting
def covenant(request: ActingRequest, version_id: UUID) -> HttpResponse:
    """Show one version, all of it, as people read it."""
    return covenant_page(request, version_id)


def covenant_page(request: ActingRequest, version_id: UUID, refused: Sequence[Problem] = ()) -> HttpResponse:
    """Show one version with, after a refusal, what was refused above its buttons."""
    standing = standing_for(request.actor, version_id)
    shown = standing.covenant
    context = {
        "standing": standing,
        "covenant": shown,
        "versions": [one for one in standings_of(request.actor) if one.covenant.id == shown.id],
        "signatures": answers(standing),
        "buttons": buttons(request.actor, standing),
        "refused": refused,
        "certificates": bool(trust_anchors()),
        "exchanges": table.exchanges(shown),
        "own_uses": table.own_uses(shown),
        "routes": showing.routes(shown),
        "rank_factors": showing.rank_factors(shown),
        "agreements": showing.agreements(shown),
        "feedback": showing.feedback(shown),
        "documents": document_links(),
    }
    return render(request, "covenants/covenant.html", context, status=409 if refused else 200)


@require_POST
@acting
def sign(request: ActingRequest, version_id: UUID) -> HttpResponse:
    """Record the party's verdict; a refusal comes back on the page itself."""
    standing_for(request.actor, version_id)
    try:
        verdict = Verdict(request.POST.get("verdict", ""))
    except ValueError:
        raise NotFound from None
    begin_anew(request.session)
    return carry_out(
        request,
        version_id,
        lambda: services.sign_covenant(
            actor=request.actor, version_id=version_id, verdict=verdict, person_name=request.user.name
        ),
        _("Uw antwoord is vastgelegd, met uw naam en de tijd."),
    )


@require_POST
@acting
def activate(request: ActingRequest, version_id: UUID) -> HttpResponse:
    """Put the version into force, as the municipality's second person (C14)."""
    standing_for(request.actor, version_id)
    return carry_out(
        request,
        version_id,
        lambda: services.activate_covenant(
            actor=request.actor, version_id=version_id, person_name=request.user.name
        ),
        _("Het convenant is in werking gezet."),
    )


def carry_out(
    request: ActingRequest, version_id: UUID, act: Callable[[], object], done: str
) -> HttpResponse | HttpResponseRedirect:
    """Do it and go back to the covenant with a word of thanks; a refusal comes back on the page itself."""
    try:
        act()
    except Refused as refusal:
        return covenant_page(request, version_id, refusal.problems)
    messages.success(request, done)
    return redirect("covenants:covenant", version_id)


@require_safe
@acting
def comparison(request: ActingRequest, old_id: UUID, new_id: UUID) -> HttpResponse:
    """Show two versions beside each other in the sentences that the parties sign, and each key that changes."""
    old, new = standing_for(request.actor, old_id), standing_for(request.actor, new_id)
    controller = request.actor.controller_id
    readings = [queries.reading_of(queries.version_of(controller, one)) for one in (old_id, new_id)]
    found = sorted(compare_covenants(*readings), key=lambda change: change.section)
    changes = [
        (section, list(listed)) for section, listed in groupby(found, key=lambda change: change.section)
    ]
    differences = side_by_side(old.covenant, new.covenant)
    context = {"old": old, "new": new, "changes": changes, "differences": differences}
    return render(request, "covenants/comparison.html", context)
