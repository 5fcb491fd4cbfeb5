"""The logs, for the privacy officer: who received what, when, why; and who did what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tijdig.actors import Action, require
from tijdig.casework.queries import subjects_of_case
from tijdig.disclosure.queries import recipients
from tijdig.disclosure.services_log import read_decisions, read_events
from tijdig.ledger.queries import alarm_of
from tijdig.parties.queries import party_names, people_under
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.privacy.forms import LogSearch
from tijdig.web.privacy.lines import decision_lines, event_lines

SEARCH_KEY = "tijdig_log_search"
DECISIONS, EVENTS = "verstrekkingen", "handelingen"


@require_http_methods(["GET", "POST"])
@acting
def log(request: ActingRequest) -> HttpResponseBase:
    """Show what was disclosed (or withheld) to whom, or who did what; a search is posted and kept in the session."""
    require(request.actor, Action.READ_LOG)
    shown = EVENTS if request.GET.get("toon") == EVENTS else DECISIONS
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        request.session[SEARCH_KEY] = {name: request.POST.get(name, "") for name in form.fields}
        return redirect(request.get_full_path())
    alarm = alarm_of(request.actor.controller_id)
    context = {
        "alarms": (alarm,) if alarm else (),
        "form": form,
        "shown": shown,
        "choices": _choices(),
        **_rows(request, form, shown),
    }
    return render(request, "privacy/log.html", context)


def _form(request: ActingRequest) -> LogSearch:
    kept = request.session.get(SEARCH_KEY)
    controller_id = request.actor.controller_id
    names = party_names(controller_id)
    parties = {**names, **{code: names.get(code, code) for code in recipients(controller_id)}}
    return LogSearch(
        request.POST if request.method == "POST" else kept,
        people=people_under(controller_id),
        parties=sorted(parties.items(), key=lambda one: one[1]),
        ids_of_case=partial(subjects_of_case, controller_id),
    )


def _rows(request: ActingRequest, form: LogSearch, shown: str) -> Mapping[str, object]:
    number, controller_id = request.GET.get("pagina", "1"), request.actor.controller_id
    page_number = int(number) if number.isdecimal() else 1
    if shown == EVENTS:
        events = read_events(actor=request.actor, wanted=form.wanted(), page=page_number)
        return {"page": events, "events": event_lines(controller_id, events.object_list)}
    page, checked = read_decisions(actor=request.actor, wanted=form.wanted(), page=page_number)
    return {"page": page, "decisions": decision_lines(controller_id, checked)}


def _choices() -> Mapping[str, tuple[str, None]]:
    return {DECISIONS: (_("Wie kreeg wat"), None), EVENTS: (_("Wie deed wat"), None)}
