"""One meeting: what earlier ones left, one's own cases, and for the municipality what can be tabled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tijdig.actors import Action, permission
from tijdig.meeting import queries, services
from tijdig.meeting.queries import MOST_PROPOSED
from tijdig.meeting.queries.holding import held_meeting, own_paper
from tijdig.parties.queries import party_names
from tijdig.problems import Problem
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import Text
from tijdig.web.meeting.forms import NumberForm, TableForm
from tijdig.web.meeting.sending import NOTHING_SENT, Sent, Step, Told, carry_out, told_of_others
from tijdig.web.posting import status_of

ANY_CASE = str(UUID(int=0))  # no case has it
MEETING, NUMBERED = "meeting:meeting", "nummer"
# From where an action can be reported done, and so to where one goes back.
BACK = {"overleggen": "meeting:overview", "verwijzingen": "partner:referrals"}


@require_safe
@acting
def meeting(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Show the pack of the actor's own organisation; for the municipality also what the covenant proposes."""
    return _page(request, meeting_id)


def _page(request: ActingRequest, meeting_id: UUID, sent: Sent = NOTHING_SENT) -> HttpResponse:
    actor = request.actor
    pack = queries.meeting_pack(actor, meeting_id)
    may_table, may_hold = permission(actor, Action.TABLE_CASE), permission(actor, Action.HOLD_MEETING)
    goes_on = pack.meeting.ended_at is None
    proposed = queries.proposed_agenda(actor, meeting_id) if may_table.permitted and goes_on else ()
    placed = {NUMBERED, *(str(one.case_id) for one in proposed)} if goes_on and may_table.permitted else set()
    placed |= {str(item.item_id) for item in pack.items}
    context = {
        "pack": pack,
        "paper": own_paper(actor, pack.meeting, pack.mark),
        "earlier": queries.earlier_actions(actor, meeting_id),
        "items": [(item, sent.problems_for(item.item_id)) for item in pack.items],
        "most": MOST_PROPOSED if len(proposed) == MOST_PROPOSED else None,
        "proposed": _with_forms(proposed, sent),
        "numbered": NumberForm(sent.data_for(NUMBERED), name=NUMBERED),
        "numbered_problems": sent.problems_for(NUMBERED),
        "others": _others(request, meeting_id, sent),
        # Its form is gone, for what a colleague did: what was typed in it stands on the page all the same (K6).
        "gone": NOTHING_SENT if sent.about in placed else sent,
        "seats": held_meeting(actor, meeting_id).seats if may_hold.permitted else (),
        "may_table": may_table.permitted and goes_on,
        "may_hold": may_hold.permitted,
        "goes_on": goes_on,
        "names": party_names(actor.controller_id),
        "today": timezone.localdate(),
    }  # fmt: skip
    return render(
        request, "meeting/meeting.html", context, status=status_of(sent.problems, incomplete=bool(sent.about))
    )


def _with_forms(
    proposed: Sequence[queries.ProposedItem], sent: Sent
) -> list[tuple[queries.ProposedItem, TableForm, SafeString, Sequence[Problem]]]:
    """Return each with its form, the fields of that form as they stand on the page, and what was wrong with it.

    The fields of all that are empty differ in their ids only, and are made once: each time anew is half of this page.
    """
    empty = _fields(TableForm(None, name=ANY_CASE)) if proposed else SafeString("")
    found = []
    for one in proposed:
        form = TableForm(sent.data_for(one.case_id), name=str(one.case_id))
        fields = _fields(form) if form.is_bound else SafeString(empty.replace(ANY_CASE, str(one.case_id)))
        found.append((one, form, fields, sent.problems_for(one.case_id)))
    return found


def _fields(form: TableForm) -> SafeString:
    return render_to_string("meeting/table_fields.html", {"form": form})


def _others(request: ActingRequest, meeting_id: UUID, sent: Sent) -> tuple[Told, ...]:
    if not permission(request.actor, Action.TABLE_CASE).permitted:
        return ()
    filled = TableForm(sent.data, name="")
    case_id = (
        filled.cleaned_data.get("case_id") if filled.is_bound and not filled.errors.get("case_id") else None
    )
    return told_of_others(
        request.actor, meeting_id, sent, case_id=case_id, number=(sent.data or {}).get("number", "")
    )


@require_POST
@acting
def table(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Put a proposed case on the agenda, on a basis (R48)."""
    about = request.POST.get("case_id", "-")
    return _table(request, meeting_id, TableForm(request.POST, name=""), about, services.table_case)


@require_POST
@acting
def table_numbered(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Put a case on the agenda by its number, on a basis (R48)."""
    form = NumberForm(request.POST, name=NUMBERED)
    return _table(request, meeting_id, form, NUMBERED, services.table_numbered)


def _table(
    request: ActingRequest, meeting_id: UUID, form: TableForm, about: str, service: Callable[..., object]
) -> HttpResponse:
    sent = Sent(about, request.POST.dict())
    if not form.is_valid():
        return _page(request, meeting_id, sent)
    return _carry_out(
        request,
        meeting_id,
        sent,
        lambda: service(actor=request.actor, meeting_id=meeting_id, **form.cleaned_data),
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
def complete(request: ActingRequest, meeting_id: UUID, action_id: UUID) -> HttpResponse:
    """Record that an action was done today, and go back to where that was said."""
    back = BACK.get(request.POST.get("terug", ""), "")
    return _carry_out(
        request,
        meeting_id,
        Sent(str(action_id)),
        lambda: services.complete_action(actor=request.actor, action_id=action_id, on=timezone.localdate()),
        _("De actie is klaar."),
        back=back,
    )


def _carry_out(
    request: ActingRequest,
    meeting_id: UUID,
    sent: Sent,
    act: Callable[[], object],
    done: Text,
    *,
    back: str = "",
) -> HttpResponse:
    step = Step(act, done, back or MEETING, () if back else (meeting_id,))
    return carry_out(request, step, sent, lambda refused: _page(request, meeting_id, refused))
