"""Requests of residents about their own data: what came, by when it is answered, and that it was (R55)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tijdig.actors import Action, require
from tijdig.casework.services import release_contact
from tijdig.problems import NotFound, Problem, Refused
from tijdig.rights.models import RightsRequest
from tijdig.rights.queries_requests import answered_requests, frozen_cases, open_requests, request_of
from tijdig.rights.rules.requests import FREEZING, RequestKind
from tijdig.rights.services.requests import answer_request, extend_request, freeze_for_request, record_request
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import DayField
from tijdig.web.posting import posted, status_of

KINDS: Mapping[RequestKind, Promise] = {
    RequestKind.ACCESS: gettext_lazy("inzage"),
    RequestKind.RECTIFICATION: gettext_lazy("verbetering"),
    RequestKind.ERASURE: gettext_lazy("wissing"),
    RequestKind.RESTRICTION: gettext_lazy("beperking"),
    RequestKind.OBJECTION: gettext_lazy("bezwaar"),
}


class RequestForm(forms.Form):
    """That a request came."""

    kind = forms.ChoiceField(label=gettext_lazy("Wat vraagt de inwoner?"), choices=list(KINDS.items()))
    received_on = DayField(gettext_lazy("Ontvangen op"))
    reference = forms.CharField(
        label=gettext_lazy("Kenmerk"),
        max_length=64,
        help_text=gettext_lazy("Het nummer in uw eigen archief. Schrijf hier geen naam en geen BSN."),
    )


class DayForm(forms.Form):
    """On which day the resident was told or answered."""

    day = DayField(gettext_lazy("Op welke dag?"))


class CaseForm(forms.Form):
    """In which case contact stands still."""

    number = forms.CharField(
        label=gettext_lazy("Nummer van de zaak"),
        max_length=12,
        help_text=gettext_lazy("De regisseur kent het: 2026-0042."),
    )


@require_http_methods(["GET", "POST"])
@acting
def requests(request: ActingRequest) -> HttpResponseBase:
    """Show what is open and what was answered; record one."""
    require(request.actor, Action.ANSWER_RIGHTS)
    form = RequestForm(posted(request))
    problems: tuple[Problem, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        try:
            record_request(
                actor=request.actor,
                kind=RequestKind(given["kind"]),
                reference=given["reference"],
                received_on=given["received_on"],
            )
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("Het verzoek is vastgelegd."))
            return redirect("privacy:requests")
    return _page(request, form, problems)


def _page(
    request: ActingRequest,
    form: RequestForm,
    problems: tuple[Problem, ...],
    tried: tuple[UUID, forms.Form] | None = None,
) -> HttpResponseBase:
    """Show the page; ``tried`` is the request and the form of an act that was refused: what was typed stays."""
    waiting = open_requests(request.actor.controller_id)
    context = {
        "form": form,
        "waiting": [
            (one, _words(one), _form(DayForm, one, tried), _form(CaseForm, one, tried)) for one in waiting
        ],
        "frozen": frozen_cases(request.actor),
        "answered": [(one, _words(one)) for one in answered_requests(request.actor)],
        "problems": problems,
        "refused": next((_named(one) for one in waiting if tried is not None and one.pk == tried[0]), ""),
        "today": timezone.localdate(),
    }
    status = status_of(problems, incomplete=form.is_bound or tried is not None)
    return render(request, "privacy/requests.html", context, status=status)


def _form(
    kind: type[DayForm | CaseForm], one: RightsRequest, tried: tuple[UUID, forms.Form] | None
) -> forms.Form | None:
    if kind is CaseForm and one.kind not in FREEZING:
        return None
    if tried is not None and tried[0] == one.pk and isinstance(tried[1], kind):
        return tried[1]
    return kind(auto_id=_ids_of(one.pk))


def _ids_of(request_id: UUID) -> str:
    return f"id_{request_id}_%s"


def _words(one: RightsRequest) -> str:
    return str(KINDS[RequestKind(one.kind)])


def _named(one: RightsRequest) -> str:
    return f"{_words(one).capitalize()}: {one.reference}"


@require_POST
@acting
def act(request: ActingRequest, request_id: UUID, step: str) -> HttpResponseBase:
    """Record that the resident was told that it takes longer, that it was answered, or let contact stand still."""
    request_of(request.actor, request_id)
    if step not in STEPS:
        raise NotFound
    kind, carry_out, done = STEPS[step]
    form = kind(posted(request), auto_id=_ids_of(request_id))
    if not form.is_valid():
        return _page(request, RequestForm(), (), (request_id, form))
    try:
        carry_out(request, request_id, form)
    except Refused as refused:
        return _page(request, RequestForm(), refused.problems, (request_id, form))
    messages.success(request, str(done))
    return redirect("privacy:requests")


@require_POST
@acting
def release(request: ActingRequest, case_id: UUID) -> HttpResponseBase:
    """Let contact in a case go on."""
    release_contact(actor=request.actor, case_id=case_id)
    messages.success(request, _("Contact kan weer. De regisseur ziet dat bij de zaak."))
    return redirect("privacy:requests")


def _freeze(request: ActingRequest, request_id: UUID, form: forms.Form) -> None:
    freeze_for_request(actor=request.actor, request_id=request_id, number=form.cleaned_data["number"])


def _extend(request: ActingRequest, request_id: UUID, form: forms.Form) -> None:
    extend_request(actor=request.actor, request_id=request_id, told_on=form.cleaned_data["day"])


def _answer(request: ActingRequest, request_id: UUID, form: forms.Form) -> None:
    answer_request(actor=request.actor, request_id=request_id, answered_on=form.cleaned_data["day"])


type Step = tuple[type[DayForm | CaseForm], Callable[[ActingRequest, UUID, forms.Form], None], Promise]

STEPS: Mapping[str, Step] = {
    "stilzetten": (CaseForm, _freeze, gettext_lazy("Het contact in deze zaak staat stil.")),
    "verlengen": (DayForm, _extend, gettext_lazy("De termijn is verlengd.")),
    "beantwoorden": (DayForm, _answer, gettext_lazy("Het verzoek is beantwoord.")),
}
