"""Which evaluations of a covenant were held, and which wait (R4): for privacy officer and coordinator."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tijdig.actors import Action, require
from tijdig.oversight.queries.evaluations import EvaluationToHold, evaluations_of
from tijdig.oversight.services.evaluations import record_evaluation
from tijdig.parties.queries import names_of_people
from tijdig.problems import Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import DayField
from tijdig.web.posting import posted, status_of


class EvaluationForm(forms.Form):
    """That an evaluation was held."""

    which = forms.ChoiceField(label=gettext_lazy("Welke evaluatie?"))
    held_on = DayField(gettext_lazy("Gehouden op"))
    report = forms.CharField(
        label=gettext_lazy("Waar staat het verslag?"),
        max_length=200,
        help_text=gettext_lazy("Bijvoorbeeld een zaaknummer in het archief van de gemeente."),
    )


@require_http_methods(["GET", "POST"])
@acting
def evaluations(request: ActingRequest) -> HttpResponseBase:
    """Show what was held and what waits; record one."""
    require(request.actor, Action.RECORD_EVALUATION)
    found = evaluations_of(request.actor, timezone.localdate())
    form = EvaluationForm(posted(request))
    waiting = {f"{one.covenant_urn} {one.due_on.isoformat()}": one for one in found.to_hold}
    form.fields["which"].choices = [(key, _label(one)) for key, one in waiting.items()]  # type: ignore[attr-defined]
    problems: tuple[Problem, ...] = ()
    if form.is_valid():
        try:
            return _record(request, form, waiting[form.cleaned_data["which"]])
        except Refused as refused:
            problems = refused.problems
    names = names_of_people(
        request.actor.controller_id, {one.recorded_by for one in found.held if one.recorded_by}
    )
    context = {
        "form": form,
        "to_hold": found.to_hold,
        "held": [(one, names.get(one.recorded_by) if one.recorded_by else None) for one in found.held],
        "problems": problems,
        "today": timezone.localdate(),
    }
    return render(
        request, "privacy/evaluations.html", context, status=status_of(problems, incomplete=form.is_bound)
    )


def _record(request: ActingRequest, form: EvaluationForm, chosen: EvaluationToHold) -> HttpResponseBase:
    record_evaluation(
        actor=request.actor,
        covenant_urn=chosen.covenant_urn,
        due_on=chosen.due_on,
        held_on=form.cleaned_data["held_on"],
        report=form.cleaned_data["report"],
    )
    messages.success(request, _("De evaluatie is vastgelegd."))
    return redirect("privacy:evaluations")


def _label(one: EvaluationToHold) -> str:
    return f"{one.title}, {one.due_on:%d-%m-%Y}"
