"""Run the meeting live: who is there, then item after item what is decided and who does what, then the end (R47)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tijdig.meeting import queries, services
from tijdig.meeting.queries.holding import Held, held_meeting, next_day_after, who_can_act
from tijdig.meeting.queries.pack import PackItem, pack_of_item
from tijdig.parties.queries import party_names
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.meeting.forms import OF_PERSON, OutcomeForm, Pairs, PresenceForm
from tijdig.web.meeting.sending import NOTHING_SENT, Sent, Step, carry_out, told_of_others
from tijdig.web.posting import status_of

HOLD, ITEM = "meeting:hold", "meeting:item"
GO_ON = "verder"


@require_safe
@acting
def hold(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Show how the meeting goes: who is there, what earlier meetings left, the order, and the end."""
    return _hold(request, meeting_id)


def _hold(request: ActingRequest, meeting_id: UUID, sent: Sent = NOTHING_SENT) -> HttpResponse:
    held = held_meeting(request.actor, meeting_id)
    context = {
        "held": held,
        "presence": _presence_form(held),
        "earlier": queries.earlier_actions(request.actor, meeting_id),
        "names": party_names(request.actor.controller_id),
        "problems": sent.problems,
        "others": told_of_others(request.actor, meeting_id, sent),
        "today": timezone.localdate(),
    }
    return render(
        request, "meeting/hold.html", context, status=status_of(sent.problems, incomplete=bool(sent.about))
    )


def _presence_form(held: Held, data: dict[str, object] | None = None) -> PresenceForm:
    parties = tuple((seat.party, seat.name) for seat in held.seats)
    return PresenceForm(data, parties=parties, present=[one.party for one in held.seats if one.present])


@require_POST
@acting
def presence(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Record who is there."""
    step = Step(
        lambda: services.note_presence(
            actor=request.actor,
            meeting_id=meeting_id,
            present=frozenset(request.POST.getlist("present")),
            seen=frozenset(request.POST.getlist("seen")),
        ),
        _("Vastgelegd wie erbij is."),
        HOLD,
        (meeting_id,),
    )
    return carry_out(request, step, Sent("-"), lambda refused: _hold(request, meeting_id, refused))


@require_POST
@acting
def end(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """End the meeting; then the minutes are there."""
    step = Step(
        lambda: services.end_meeting(actor=request.actor, meeting_id=meeting_id),
        _("Het overleg is afgerond. Elke deelnemer vindt nu het eigen verslag."),
        "meeting:minutes",
        (meeting_id,),
    )
    return carry_out(request, step, Sent("-"), lambda refused: _hold(request, meeting_id, refused))


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def item(request: ActingRequest, meeting_id: UUID, item_id: UUID) -> HttpResponse:
    """Show one item with what is typed about it; sent, record that, and stay or go on to the next."""
    if request.method != "POST":
        return _item(request, meeting_id, item_id)
    sent = Sent(str(item_id), request.POST.dict())
    form = OutcomeForm(request.POST, who=_who(request, item_id))
    if not form.is_valid():
        return _item(request, meeting_id, item_id, sent)
    after = held_meeting(request.actor, meeting_id).beside(item_id)[1]
    goes_on = GO_ON in request.POST
    args = (meeting_id, after if goes_on and after else item_id)
    step = Step(
        lambda: services.record_outcome(
            actor=request.actor,
            item_id=item_id,
            version=form.cleaned_data["version"],
            decision=form.cleaned_data["decision"],
            action=form.action(),
        ),
        _("Vastgelegd."),
        HOLD if goes_on and after is None else ITEM,
        args[:1] if goes_on and after is None else args,
    )
    return carry_out(request, step, sent, lambda refused: _item(request, meeting_id, item_id, refused))


def _item(request: ActingRequest, meeting_id: UUID, item_id: UUID, sent: Sent = NOTHING_SENT) -> HttpResponse:
    held = held_meeting(request.actor, meeting_id)
    (shown,) = pack_of_item(request.actor, meeting_id, item_id).items
    before, after = held.beside(item_id)
    context = {
        "held": held,
        "item": shown,
        "place": held.place_of(item_id),
        "before": before,
        "after": after,
        "form": _outcome_form(request, held, shown, sent),
        "problems": sent.problems,
        "others": told_of_others(request.actor, meeting_id, sent, case_id=shown.case_id),
        "names": party_names(request.actor.controller_id),
        "today": timezone.localdate(),
    }
    return render(
        request,
        "meeting/live_item.html",
        context,
        status=status_of(sent.problems, incomplete=bool(sent.about)),
    )


def _outcome_form(request: ActingRequest, held: Held, shown: PackItem, sent: Sent) -> OutcomeForm:
    """Return the form, with what was sent; who sends it again has seen what a colleague wrote (K6)."""
    data = {**sent.data, "version": shown.version} if sent.data is not None else None
    return OutcomeForm(
        data,
        version=shown.version,
        decision=shown.decision,
        who=_who(request, shown.item_id),
        due_on=next_day_after(held.meeting),
    )


def _who(request: ActingRequest, item_id: UUID) -> Pairs:
    pairs: list[tuple[str, str]] = []
    for party, name, people in who_can_act(request.actor, item_id):
        pairs.append((party, name))
        pairs += [(f"{party}{OF_PERSON}{pk}", f"{name}: {person}") for pk, person in people.items()]
    return tuple(pairs)


@require_POST
@acting
def drop(request: ActingRequest, meeting_id: UUID, action_id: UUID) -> HttpResponse:
    """Take back an action that was written down by mistake."""
    step = Step(
        lambda: services.drop_action(actor=request.actor, action_id=action_id),
        _("De actie is weggehaald."),
        HOLD,
        (meeting_id,),
    )
    return carry_out(request, step, Sent("-"), lambda refused: _hold(request, meeting_id, refused))
