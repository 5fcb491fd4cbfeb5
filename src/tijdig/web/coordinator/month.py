"""The month at a glance, its figures and their plots."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tijdig.actors import Action, permission
from tijdig.casework.queries.glass import broken_glasses
from tijdig.casework.queries.progress import progress_of_run
from tijdig.casework.rules.authority import REASON_NAMES_NL
from tijdig.intake.expectations import deliveries_held
from tijdig.monitor.queries import MonthFigures, eviction_funnels, figures_until, month_at_a_glance
from tijdig.months import Month
from tijdig.oversight.queries.reviews import open_reminders
from tijdig.problems import NotFound
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.coordinator.evictions import PLOT, funnel_plot, funnel_rows
from tijdig.web.coordinator.figures import PLOTS, figure_tables, plot_of


@acting
@require_GET
def month(request: ActingRequest, month: Month | None = None) -> HttpResponse:
    """Show who delivered, what became of it, how the cases stand, and the figures; this month unless one is named."""
    today = timezone.localdate()
    chosen = month or Month.of(today)
    glance = month_at_a_glance(request.actor, chosen, today)
    figures = figures_until(request.actor, chosen, today)
    context = {
        "month": chosen,
        "previous": chosen.plus(-1),
        "next": chosen.plus(1) if chosen < Month.of(today) else None,
        "glance": glance,
        "glasses": [(one, REASON_NAMES_NL[one.reason]) for one in broken_glasses(request.actor, chosen)],
        "held": deliveries_held(request.actor.controller_id),
        "run": progress_of_run(request.actor.controller_id) if month is None else None,
        "may_process": permission(request.actor, Action.LINK_SIGNALS),
        "stages": glance.stock.by_state.items(),
        "overdue_reviews": open_reminders(request.actor.controller_id),
        "figures": figures,
        "tables": figure_tables(figures) if figures else None,
        "evictions": funnel_rows(eviction_funnels(request.actor, chosen, figures)) if figures else [],
    }
    return render(request, "coordinator/month.html", context)


@acting
@require_GET
def plot(request: ActingRequest, month: Month, name: str) -> HttpResponse:
    """Send one plot of the twelve months up to ``month`` as SVG."""
    figures: MonthFigures | None = figures_until(request.actor, month, timezone.localdate())
    if figures is None or name not in {*PLOTS, PLOT}:
        raise NotFound
    if name == PLOT:
        funnels = eviction_funnels(request.actor, month, figures)
        return HttpResponse(funnel_plot(funnels), content_type="image/svg+xml")
    return HttpResponse(plot_of(name, figures), content_type="image/svg+xml")
