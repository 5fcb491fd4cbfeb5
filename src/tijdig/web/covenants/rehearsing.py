"""Rehearse a draft on past deliveries from its page: ask, see how far it is, read what would change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tijdig.actors import Action, permission, require
from tijdig.covenant.drafting import draft_of
from tijdig.covenant.models import CovenantDraft
from tijdig.covenant.queries import covenant_of
from tijdig.problems import Problem, ProblemKind, Refused, problem_kinds
from tijdig.rehearse.models import Rehearsal
from tijdig.rehearse.queries import last_rehearsal
from tijdig.rehearse.services import ask_rehearsal
from tijdig.rehearse.tasks import rehearse_draft
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.posting import status_of

PERIODS = (
    ("31", gettext_lazy("de afgelopen maand")),
    ("92", gettext_lazy("de afgelopen drie maanden")),
    ("183", gettext_lazy("het afgelopen half jaar")),
    ("366", gettext_lazy("het afgelopen jaar")),
)


class RehearsalForm(forms.Form):
    """On which past signals."""

    days = forms.ChoiceField(label=gettext_lazy("Op de signalen van"), choices=PERIODS, initial="92")


@require_http_methods(["GET", "POST"])
@acting
def rehearsal(request: ActingRequest, draft_id: UUID) -> HttpResponse:
    """Show the last rehearsal of a draft; a post asks for a new one."""
    require(request.actor, Action.REHEARSE_COVENANT)
    draft = draft_of(request.actor.controller_id, draft_id)
    if request.method != "POST":
        return _page(request, draft)
    form = RehearsalForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, form=form)
    try:
        asked = ask_rehearsal(actor=request.actor, draft_id=draft_id, days=int(form.cleaned_data["days"]))
    except Refused as refusal:
        return _page(request, draft, form=form, refused=refusal.problems)
    rehearse_draft.enqueue(asked.controller_id, str(asked.pk))
    return redirect("covenants:rehearsal", draft_id)


def _page(
    request: ActingRequest,
    draft: CovenantDraft,
    *,
    form: RehearsalForm | None = None,
    refused: Sequence[Problem] = (),
) -> HttpResponse:
    last = last_rehearsal(request.actor.controller_id, draft.pk)
    outcome = last.outcome if last and last.state == Rehearsal.State.DONE else None
    context = {
        "draft": draft,
        "form": form or RehearsalForm(),
        "refused": refused,
        "last": last,
        "waiting": last is not None and last.state in {Rehearsal.State.WAITING, Rehearsal.State.RUNNING},
        "outcome": outcome,
        "tables": _tables(outcome, _route_names(draft)) if outcome else (),
        "routes": _route_names(draft),
        "may_see_cases": permission(request.actor, Action.READ_CASES).permitted,
    }
    status = status_of(refused, incomplete=form is not None)
    return render(request, "covenants/rehearsal.html", context, status=status)


def _tables(
    outcome: Mapping[str, list[dict[str, object]]], routes: Mapping[str, str]
) -> tuple[tuple[str, list[tuple[str, object, object]]], ...]:
    """Return the counts as tables: heading, and for each row its words, now and with the draft."""

    def rows(name: str, words: Mapping[str, str]) -> list[tuple[str, object, object]]:
        return [
            (words.get(str(one["what"]), str(one["what"])), one["now"], one["then"]) for one in outcome[name]
        ]

    refusals = {code: _reason(kind) for code, kind in problem_kinds().items()}
    return (
        (_("Signalen die geweigerd worden, per reden"), rows("refused", refusals)),
        (_("Signalen per status"), rows("statuses", {})),
        (_("Zaken per route"), rows("routes", {**routes, "": _("eerst uitzoeken of besluiten")})),
    )


def _reason(kind: ProblemKind) -> str:
    """Return what a problem says, without what is filled in per row."""
    sentence = kind.en if get_language() == "en" else kind.nl
    return f"{re.sub(r'{[^}]*}', '…', sentence)} ({kind.rule})"


def _route_names(draft: CovenantDraft) -> Mapping[str, str]:
    """Return the routes of the version that the draft began with, in its words."""
    return {route.name: route.name.replace("-", " ") for route in covenant_of(draft.based_on).routes}
