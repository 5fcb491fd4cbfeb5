"""The meetings of one's organisation, and one page per meeting: its own cases, and for the municipality the agenda."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tijdig.actors import Action, permission
from tijdig.covenant.queries import covenant_for_party
from tijdig.meeting import queries, services
from tijdig.meeting.rules.agenda import Basis
from tijdig.parties.queries import party_names
from tijdig.problems import Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.meeting.forms import DecideForm, Pairs, PlanForm, TableForm


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent about one case or item and could not be carried out."""

    about: str = ""
    data: Mapping[str, str] | None = None
    problems: Sequence[Problem] = ()

    def data_for(self, about: object) -> Mapping[str, str] | None:
        """Return what was sent if it was about this one."""
        return self.data if self.about == str(about) else None

    def problems_for(self, about: object) -> Sequence[Problem]:
        """Return what was wrong with it if it was about this one."""
        return self.problems if self.about == str(about) else ()


NOTHING_SENT = Sent()


@require_safe
@acting
def overview(request: ActingRequest) -> HttpResponse:
    """List the meetings in which the actor's organisation takes part, newest first."""
    return _overview(request, None)


def _overview(
    request: ActingRequest, sent: PlanForm | None, problems: Sequence[Problem] = ()
) -> HttpResponse:
    next_day = queries.next_meeting_day(request.actor)
    context = {
        "meetings": queries.meetings_of(request.actor),
        "form": sent or PlanForm(initial={"on": next_day}),
        "may_plan": permission(request.actor, Action.HOLD_MEETING),
        "problems": problems,
        "next_day": next_day,
    }
    return render(request, "meeting/overview.html", context, status=409 if sent else 200)


@require_POST
@acting
def plan(request: ActingRequest) -> HttpResponse:
    """Plan a meeting."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _overview(request, form)
    try:
        planned = services.plan_meeting(actor=request.actor, on=form.cleaned_data["on"])
    except Refused as refusal:
        return _overview(request, form, refusal.problems)
    messages.success(request, _("Het overleg is gepland. Zet nu de zaken op de agenda."))
    return redirect("meeting:meeting", planned.pk)


@require_safe
@acting
def meeting(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Show the pack of the actor's own organisation; for the municipality also what the covenant proposes."""
    return _page(request, meeting_id)


def _page(request: ActingRequest, meeting_id: UUID, sent: Sent = NOTHING_SENT) -> HttpResponse:
    actor = request.actor
    pack = queries.meeting_pack(actor, meeting_id)
    may_table = permission(actor, Action.TABLE_CASE)
    proposed = queries.proposed_agenda(actor, meeting_id) if may_table.permitted else ()
    parties = _participants(request)
    context = {
        "pack": pack,
        "items": [
            (item, DecideForm(sent.data_for(item.item_id), name=str(item.item_id), parties=parties),
             sent.problems_for(item.item_id))
            for item in pack.items
        ],
        "proposed": [
            (one, TableForm(sent.data_for(one.case_id), name=str(one.case_id)), sent.problems_for(one.case_id))
            for one in proposed
        ],
        "may_table": may_table,
        "may_hold": permission(actor, Action.HOLD_MEETING),
        "own_party": actor.party,
        "names": party_names(actor.controller_id),
        "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "meeting/meeting.html", context, status=409 if sent.about else 200)


def _participants(request: ActingRequest) -> Pairs:
    covenant = covenant_for_party(request.actor.controller_id, request.actor.party, timezone.localdate())
    if covenant is None:
        return ()
    taking_part = {code for one in covenant.meeting.participants for code in covenant.members(one)}
    return tuple((code, party.name) for code, party in covenant.parties.items() if code in taking_part)


@require_POST
@acting
def table(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Put a case on the agenda, on a basis (R48)."""
    form = TableForm(request.POST, name="")
    sent = Sent(request.POST.get("case_id", "-"), request.POST.dict())
    if not form.is_valid():
        return _page(request, meeting_id, sent)
    filled = form.cleaned_data
    return _carry_out(
        request,
        meeting_id,
        sent,
        lambda: services.table_case(
            actor=request.actor,
            meeting_id=meeting_id,
            case_id=filled["case_id"],
            basis=Basis(filled["basis"]),
            sentence=filled["sentence"],
        ),
        _("De zaak staat op de agenda."),
    )


@require_POST
@acting
def withdraw(request: ActingRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Take a case off the agenda."""
    return _carry_out(
        request,
        meeting_id,
        Sent(str(item_id)),
        lambda: services.withdraw_item(actor=request.actor, item_id=item_id),
        _("De zaak staat niet meer op de agenda."),
    )


@require_POST
@acting
def decide(request: ActingRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Record what was decided about a case."""
    form = DecideForm(request.POST, name="", parties=_participants(request))
    sent = Sent(str(item_id), request.POST.dict())
    if not form.is_valid():
        return _page(request, meeting_id, sent)
    return _carry_out(
        request,
        meeting_id,
        sent,
        lambda: services.record_decision(actor=request.actor, item_id=item_id, **form.cleaned_data),
        _("Het besluit is vastgelegd."),
    )


@require_POST
@acting
def complete(request: ActingRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Record that an action was done today."""
    return _carry_out(
        request,
        meeting_id,
        Sent(str(item_id)),
        lambda: services.complete_action(actor=request.actor, item_id=item_id, on=timezone.localdate()),
        _("De actie is klaar."),
    )


def _carry_out(
    request: ActingRequest, meeting_id: UUID, sent: Sent, act: Callable[[], object], done: str
) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _page(request, meeting_id, Sent(sent.about, sent.data, refusal.problems))
    messages.success(request, done)
    return redirect("meeting:meeting", meeting_id)
