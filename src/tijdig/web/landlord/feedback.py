"""What the landlord hears back, as page and file, and its receipts (R15, R43)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from tijdig.feedback.queries import feedback_of_landlord, feedback_terms_of_landlord, months_with_signals
from tijdig.feedback.rules.files import FileKind
from tijdig.feedback.services import (
    export_feedback,
    issue_delivery_proof,
    issue_delivery_receipt,
    issue_receipt,
    issue_receipt_proof,
    issue_receipts,
)
from tijdig.months import Month
from tijdig.problems import NotFound
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.numbers import whole_number


@acting
@require_GET
def feedback(request: ActingRequest) -> HttpResponse:
    """Show one month of own signals with what may be known of each; the newest month unless another is chosen."""
    today = timezone.localdate()
    months = months_with_signals(request.actor) or (Month.of(today),)
    month = _chosen(request.GET.get("maand", ""), months)
    context = {
        "months": months,
        "month": month,
        "found": feedback_of_landlord(request.actor, month, whole_number(request.GET.get("pagina", ""), 1)),
        "terms": feedback_terms_of_landlord(request.actor, today),
    }
    return render(request, "landlord/feedback.html", context)


@acting
@require_GET
def feedback_file(request: ActingRequest, month: Month, kind: str) -> HttpResponse:
    """Send the month's feedback as CSV or XLSX."""
    if kind not in set(FileKind):
        raise NotFound
    made = export_feedback(actor=request.actor, month=month, kind=FileKind(kind))
    return sent(made.content, made.media_type, made.name)


@acting
@require_GET
def signal_receipt(request: ActingRequest, signal_id: UUID) -> HttpResponse:
    """Send the receipt of one own signal."""
    content = issue_receipt(actor=request.actor, signal_id=signal_id)
    return sent(content, "application/pdf", f"ontvangstbewijs-{signal_id}.pdf")


@acting
@require_GET
def receipts(request: ActingRequest, delivery_id: UUID, page: int) -> HttpResponse:
    """Send the receipts of one page of the list of own signals together."""
    content = issue_receipts(actor=request.actor, delivery_id=delivery_id, page=page)
    return sent(content, "application/zip", f"ontvangstbewijzen-{delivery_id}-{page}.zip")


@acting
@require_GET
def delivery_receipt(request: ActingRequest, delivery_id: UUID) -> HttpResponse:
    """Send the receipt of one own delivery."""
    content = issue_delivery_receipt(actor=request.actor, delivery_id=delivery_id)
    return sent(content, "application/pdf", f"ontvangstbewijs-aanlevering-{delivery_id}.pdf")


@acting
@require_GET
def signal_proof(request: ActingRequest, signal_id: UUID) -> HttpResponse:
    """Send the proof of the receipt of one own signal by itself, for a machine to check (T4)."""
    content = issue_receipt_proof(actor=request.actor, signal_id=signal_id)
    return sent(content, "application/json", f"ontvangstbewijs-{signal_id}-bewijs.json")


@acting
@require_GET
def delivery_proof(request: ActingRequest, delivery_id: UUID) -> HttpResponse:
    """Send the proof of the receipt of one own delivery by itself (T4)."""
    content = issue_delivery_proof(actor=request.actor, delivery_id=delivery_id)
    return sent(content, "application/json", f"ontvangstbewijs-aanlevering-{delivery_id}-bewijs.json")


def sent(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return a file to keep, under this name; tabs and the like in it become spaces."""
    filename = " ".join(name.split())
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=filename) or ""}
    return HttpResponse(content, content_type=media_type, headers=headers)


def _chosen(text: str, months: tuple[Month, ...]) -> Month:
    return next((month for month in months if str(month) == text), months[0])
