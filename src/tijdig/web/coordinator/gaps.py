"""The gap report as page and as CSV: which partner delivered nothing, or fell away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from tijdig.letters.cells import csv_bytes
from tijdig.monitor.queries import PartnerGaps, gaps_until
from tijdig.monitor.rules.gaps import Gap
from tijdig.months import Month
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.templatetags.coordinator import PUNCTUALITY


@acting
@require_GET
def gaps(request: ActingRequest, month: Month) -> HttpResponse:
    """Show per partner what is missing in the twelve months up to ``month``; those with gaps first."""
    lines = gaps_until(request.actor, month, timezone.localdate())
    context = {
        "month": month,
        "with_gaps": [line for line in lines if line.gap is not Gap.NONE],
        "without": [line for line in lines if line.gap is Gap.NONE],
        "Gap": Gap,
    }
    return render(request, "coordinator/gaps.html", context)


@acting
@require_GET
def gaps_file(request: ActingRequest, month: Month) -> HttpResponse:
    """Send the same as CSV: a line per partner and month."""
    lines = gaps_until(request.actor, month, timezone.localdate())
    headings = (
        gettext("convenant"), gettext("partner"), gettext("maand"), gettext("aanlevering"), gettext("nieuwe signalen"),
    )  # fmt: skip
    rows = [headings, *(row for line in lines for row in _rows(line))]
    content = csv_bytes(rows, separator=";", encoding="utf-8-sig")
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="aanleveringen-{month}.csv"'
    return response


def _rows(line: PartnerGaps) -> list[tuple[str, ...]]:
    return [
        (
            line.covenant_title,
            line.name,
            str(one.month),
            str(PUNCTUALITY[one.punctuality][0]),
            str(one.signals),
        )
        for one in line.months
        if one.punctuality is not None
    ]
