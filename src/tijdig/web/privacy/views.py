"""The logs, for the privacy officer: who received what, when, why; and who did what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tijdig.actors import Action, require
from tijdig.casework.queries import subjects_of_case, subjects_of_person
from tijdig.ledger.queries import alarms_of, last_check
from tijdig.oversight.queries.named import purpose_names
from tijdig.oversight.queries.searching import LogQuestion
from tijdig.oversight.services.reading import read_decisions, read_events, read_trace
from tijdig.parties.queries import party_names, people_under
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.privacy.forms import DecisionSearch, EventSearch, LogSearch, Searchable
from tijdig.web.privacy.lines import decision_lines, event_lines

SEARCH_KEY = "tijdig_log_search"
DECISIONS, EVENTS = "verstrekkingen", "handelingen"
LARGEST_ID = 2**63


@require_http_methods(["GET", "POST"])
@acting
def log(request: ActingRequest) -> HttpResponseBase:
    """Show what was disclosed (or withheld) to whom, or who did what; a search is posted and kept in the session."""
    require(request.actor, Action.READ_LOG)
    shown = EVENTS if request.GET.get("toon") == EVENTS else DECISIONS
    form = _form(request, EventSearch if shown == EVENTS else DecisionSearch)
    if request.method == "POST" and form.is_valid():
        kept = {name: request.POST.get(name, "") for name in form.fields}
        request.session[SEARCH_KEY] = {**request.session.get(SEARCH_KEY, {}), **kept}
        return redirect(f"{request.path}?toon={shown}")
    context = {
        "alarms": alarms_of(request.actor.controller_id),
        "checked": last_check(request.actor.controller_id),
        "form": form,
        "shown": shown,
        "choices": _choices(),
        # A question that is refused finds nothing: all lines under it would look like its answer.
        **(_rows(request, form, shown) if form.is_valid() or not form.is_bound else {}),
    }
    return render(request, "privacy/log.html", context)


@require_GET
@acting
def trace(request: ActingRequest, trace_id: UUID) -> HttpResponseBase:
    """Show all that one request or run left in the logs, with each decision explained in full."""
    found = read_trace(actor=request.actor, trace_id=trace_id)
    controller_id = request.actor.controller_id
    context = {
        "decisions": decision_lines(controller_id, found.decisions),
        "events": event_lines(controller_id, found.events),
        "is_cut": found.is_cut,
    }
    return render(request, "privacy/trace.html", context)


def search_of(request: ActingRequest) -> LogQuestion:
    """Return what the search for decisions that rests in the session asks."""
    kept = request.session.get(SEARCH_KEY)
    return DecisionSearch(kept, searchable=_searchable(request.actor.controller_id)).wanted()


def _form[Search: LogSearch](request: ActingRequest, kind: type[Search]) -> Search:
    """Return the search that was posted, else the one that rests in the session, else an empty one."""
    kept = request.session.get(SEARCH_KEY)
    return kind(
        request.POST if request.method == "POST" else kept,
        searchable=_searchable(request.actor.controller_id),
    )


def _searchable(controller_id: str) -> Searchable:
    return Searchable(
        people=people_under(controller_id),
        parties=party_names(controller_id),
        purposes=purpose_names(controller_id),
        of_case=partial(subjects_of_case, controller_id),
        of_person=partial(subjects_of_person, controller_id),
    )


def _rows(request: ActingRequest, form: LogSearch, shown: str) -> Mapping[str, object]:
    controller_id, before = request.actor.controller_id, _before(request)
    if shown == EVENTS:
        events = read_events(actor=request.actor, wanted=form.wanted(), before=before)
        return {"page": events, "events": event_lines(controller_id, events.records)}
    page, checked = read_decisions(actor=request.actor, wanted=form.wanted(), before=before)
    return {"page": page, "decisions": decision_lines(controller_id, checked)}


def _before(request: HttpRequest) -> int | None:
    number = request.GET.get("voor", "")
    return int(number) if number.isascii() and number.isdecimal() and int(number) < LARGEST_ID else None


def _choices() -> Mapping[str, tuple[str, None]]:
    return {DECISIONS: (_("Wie kreeg wat"), None), EVENTS: (_("Wie deed wat"), None)}
