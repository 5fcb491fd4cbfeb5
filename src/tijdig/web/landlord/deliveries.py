"""Deliver the month: hand in a file, read what became of each row, fix and send again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from tijdig.actors import Action, permission, require
from tijdig.feedback.queries import signals_of_delivery
from tijdig.intake.queries import DeliveryResult, deliveries_of, delivery_result
from tijdig.intake.rules.fields import FIELD_BY_NAME
from tijdig.intake.services import ReceivedDelivery, fetch_returned_file, receive_delivery
from tijdig.intake.states import DeliveryState
from tijdig.intake.writing.template import template_csv, template_xlsx
from tijdig.problems import NotFound, Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.landlord.feedback import sent
from tijdig.web.landlord.forms import UploadForm
from tijdig.web.landlord.going_on import go_on
from tijdig.web.landlord.grouping import grouped
from tijdig.web.landlord.window import delivery_moment
from tijdig.web.numbers import whole_number
from tijdig.web.posting import posted, posted_files

ROWS_SHOWN = 100
TEMPLATES = {
    "csv": (template_csv, "text/csv; charset=utf-8"),
    "xlsx": (template_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@acting
@require_http_methods(["GET", "POST"])
def deliveries(request: ActingRequest) -> HttpResponse:
    """Show when one may deliver and what was delivered; take in a file and go on to its columns or result."""
    require(request.actor, Action.DELIVER_SIGNALS)
    today = timezone.localdate()
    moment = delivery_moment(request.actor, today)
    form = UploadForm(posted(request), posted_files(request), principals=moment.principals if moment else ())
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        received, problems = _receive(request, form, today)
        if received:
            return go_on(request, received)
    context = {
        "form": form,
        "problems": problems,
        "moment": moment,
        "may_deliver": permission(request.actor, Action.DELIVER_SIGNALS),
        "deliveries": deliveries_of(request.actor),
        "WAITING": DeliveryState.WAITING,
        "HELD": DeliveryState.HELD,
    }
    return render(
        request, "landlord/deliveries.html", context, status=200 if request.method == "GET" else 422
    )


@acting
@require_GET
def delivery(request: ActingRequest, delivery_id: UUID) -> HttpResponse:
    """Show what became of each row: counts, refused rows by row or by kind of error, and the way to fix them."""
    require(request.actor, Action.DELIVER_SIGNALS)
    result = delivery_result(request.actor, delivery_id, timezone.localdate())
    if result.line.state == DeliveryState.WAITING:
        return redirect("landlord:columns", delivery_id)
    groups = grouped(result.refused)
    context = {
        "result": result,
        "changes": [(FIELD_BY_NAME[name].in_words, count) for name, count in result.changes.items()],
        "is_held": result.line.state == DeliveryState.HELD,
        "view": "rijen" if request.GET.get("toon") == "rijen" else "fouten",
        "tabs": {
            "fouten": (gettext("Per soort fout"), len(groups)),
            "rijen": (gettext("Per rij"), len(result.refused)),
        },
        "groups": groups,
        "rows": Paginator(result.refused, ROWS_SHOWN).get_page(request.GET.get("pagina")),
        "form": UploadForm(principals=_again_for(result)),
        "is_own": result.line.party == request.actor.party,
    }
    return render(request, "landlord/delivery.html", context)


@acting
@require_GET
def signals(request: ActingRequest, delivery_id: UUID) -> HttpResponse:
    """List the signals of one delivery with their receipts (R15)."""
    require(request.actor, Action.DELIVER_SIGNALS)
    result = delivery_result(request.actor, delivery_id, timezone.localdate())
    page = whole_number(request.GET.get("pagina", ""), 1)
    context = {"result": result, "found": signals_of_delivery(request.actor, delivery_id, page)}
    return render(request, "landlord/signals.html", context)


@acting
@require_GET
def returned_file(request: ActingRequest, delivery_id: UUID) -> HttpResponse:
    """Send the landlord's own file back with its errors marked."""
    file = fetch_returned_file(actor=request.actor, delivery_id=delivery_id, on=timezone.localdate())
    return sent(file.content, file.content_type, file.name)


@acting
@require_GET
def template(request: ActingRequest, kind: str) -> HttpResponse:
    """Send Tijdig's own template."""
    require(request.actor, Action.DELIVER_SIGNALS)
    if kind not in TEMPLATES:
        raise NotFound
    make, media_type = TEMPLATES[kind]
    return sent(make(), media_type, f"tijdig-sjabloon.{kind}")


def _receive(
    request: ActingRequest, form: UploadForm, today: date
) -> tuple[ReceivedDelivery | None, tuple[Problem, ...]]:
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        received = receive_delivery(
            actor=request.actor,
            file_name=file.name or "",
            content=file.read(),
            received_on=today,
            on_behalf_of=form.cleaned_data.get("on_behalf_of", ""),
        )
    except Refused as refusal:
        return None, refusal.problems
    return received, ()


def _again_for(result: DeliveryResult) -> tuple[tuple[str, str], ...]:
    """Whom a corrected file is for: the same party as before, where an agent delivered it."""
    return ((result.line.party, result.line.organisation_name),) if result.line.agent else ()
