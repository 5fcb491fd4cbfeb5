"""The papers of a meeting for one's own organisation: the pack as PDF, the minutes as page and PDF (R47)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from tijdig.meeting import queries
from tijdig.meeting.rules.papers import PaperKind
from tijdig.meeting.services import make_paper
from tijdig.parties.queries import party_names
from tijdig.web.acting import ActingRequest, acting


@require_safe
@acting
def pack_paper(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Send the pack of one's own organisation."""
    return _paper(request, meeting_id, PaperKind.PACK, "stukken")


@require_safe
@acting
def minutes_paper(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Send the minutes of one's own organisation."""
    return _paper(request, meeting_id, PaperKind.MINUTES, "verslag")


def _paper(request: ActingRequest, meeting_id: UUID, kind: PaperKind, word: str) -> HttpResponse:
    paper = make_paper(actor=request.actor, meeting_id=meeting_id, kind=kind)
    name = f"{word}-overleg-versie-{paper.version}.pdf"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
    return HttpResponse(paper.content, content_type="application/pdf", headers=headers)


@require_safe
@acting
def minutes(request: ActingRequest, meeting_id: UUID) -> HttpResponse:
    """Show what came of the meeting for one's own organisation."""
    pack = queries.meeting_pack(request.actor, meeting_id)
    seats = list(pack.meeting.presences.all())
    context = {
        "pack": pack,
        "present": [one.party for one in seats if one.present],
        "absent": [one.party for one in seats if not one.present],
        "earlier": queries.earlier_actions(request.actor, meeting_id),
        "names": party_names(request.actor.controller_id),
        "today": timezone.localdate(),
    }
    return render(request, "meeting/minutes.html", context)
