"""Before a case is handed over: what a helper gets and what not; and experts outside the covenant, by consent only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tijdig.casework import services
from tijdig.casework.queries.outside import outside_referrals
from tijdig.casework.queries.referral_preview import referral_preview
from tijdig.casework.rules.outside import CONSENT_INCOMPLETE, GIVES
from tijdig.casework.services.outside import Expert
from tijdig.problems import NotFound, Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import DayField, Text
from tijdig.web.municipality.acts import Target
from tijdig.web.municipality.meanwhile import meanwhile_in
from tijdig.web.posting import status_of


@require_safe
@acting
def preview(request: ActingRequest, case_id: UUID, party: str) -> HttpResponse:
    """Show what this helper would get of the case and what not, each with its reason, and the form to offer it."""
    shown = referral_preview(request.actor, case_id, party)
    context = {"preview": shown, "today": timezone.localdate()}
    return render(request, "municipality/referral_preview.html", context)


class VersionForm(forms.Form):
    """The version of the case that was looked at (K6); with nothing else in it, it is a button."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ExpertForm(VersionForm):
    """Who is wanted, why, and what the tenant would be asked to let go."""

    expert = forms.CharField(label=_("Welke deskundige?"), max_length=120)
    address = forms.CharField(
        label=_("Adres"), max_length=200, required=False, help_text=_("Regels met een komma ertussen.")
    )
    reason = forms.CharField(
        label=_("Waarom deze deskundige?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    gives = forms.MultipleChoiceField(
        label=_("Wat zou de deskundige krijgen?"),
        choices=[(code, words[:1].upper() + words[1:]) for code, (words, _fields) in GIVES.items()],
        widget=forms.CheckboxSelectMultiple,
    )


class ConsentForm(VersionForm):
    """When and how the tenant consented."""

    on = DayField(_("Wanneer gaf de inwoner toestemming?"))
    how = forms.CharField(
        label=_("Hoe?"), max_length=200, help_text=_("Bijvoorbeeld: mondeling, tijdens het huisbezoek.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def experts(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Show the experts outside the covenant, and record another."""
    form = ExpertForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return _experts(request, case_id, form)
    filled = form.cleaned_data
    try:
        services.record_outside_referral(
            **Target(actor=request.actor, case_id=case_id, version=filled["version"]),
            expert=Expert(filled["expert"], filled["address"], filled["reason"]),
            gives=filled["gives"],
        )
    except Refused as refusal:
        return _experts(request, case_id, form, refusal.problems)
    messages.success(request, str(_("Vastgelegd. Er gaat niets uit zonder toestemming van de inwoner.")))
    return redirect("municipality:experts", case_id)


def _experts(
    request: ActingRequest,
    case_id: UUID,
    form: forms.Form | None = None,
    problems: Sequence[Problem] = (),
    consent_to: UUID | None = None,
) -> HttpResponse:
    """Show the page; ``consent_to`` is the referral for which consent was sent, so that what was typed stays."""
    page = outside_referrals(request.actor, case_id)
    context = {
        "page": page,
        "form": form or ExpertForm(initial={"version": page.version}),
        "consents": [
            (one, _consent_form(request, page.version, one.referral_id, consent_to)) for one in page.referrals
        ],
        "problems": problems,
        "meanwhile": meanwhile_in(request, case_id, request.POST.get("version", "")) if problems else None,
    }
    return render(
        request, "municipality/experts.html", context, status=status_of(problems, incomplete=form is not None)
    )


def _consent_form(
    request: ActingRequest, version: int, referral_id: UUID, sent_about: UUID | None
) -> ConsentForm:
    """Return the form, with what was sent; whoever sends it again has seen the case as it is now (K6)."""
    sent = {**request.POST.dict(), "version": version} if referral_id == sent_about else None
    return ConsentForm(sent, initial={"version": version}, auto_id=f"{referral_id}-%s")


type StepRun = Callable[[Target, UUID, Mapping[str, str]], object]


def _consent(target: Target, referral_id: UUID, data: Mapping[str, str]) -> object:
    form = ConsentForm(data)
    if not form.is_valid():
        raise Refused(CONSENT_INCOMPLETE())
    filled = form.cleaned_data
    return services.record_consent(**target, referral_id=referral_id, on=filled["on"], how=filled["how"])


def _withdraw(target: Target, referral_id: UUID, _data: Mapping[str, str]) -> object:
    return services.withdraw_consent(**target, referral_id=referral_id, on=timezone.localdate())


def _letter(target: Target, referral_id: UUID, _data: Mapping[str, str]) -> object:
    return services.write_outside_letter(**target, referral_id=referral_id, on=timezone.localdate())


CONSENT = "toestemming"
STEPS: Mapping[str, tuple[StepRun, Text]] = {
    CONSENT: (_consent, _("De toestemming is vastgelegd.")),
    "intrekken": (_withdraw, _("De toestemming is ingetrokken. Er gaat niets meer naar deze deskundige.")),
    "brief": (_letter, ""),
}


@require_POST
@acting
def expert_step(request: ActingRequest, case_id: UUID, referral_id: UUID, step: str) -> HttpResponse:
    """Record consent or its withdrawal, or make the letter that rests on it."""
    if step not in STEPS:
        raise NotFound
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    run, done = STEPS[step]
    target = Target(actor=request.actor, case_id=case_id, version=version)
    try:
        made = run(target, referral_id, request.POST.dict())
    except Refused as refusal:
        about = referral_id if step == CONSENT else None
        return _experts(request, case_id, problems=refusal.problems, consent_to=about)
    if isinstance(made, bytes):
        name = content_disposition_header(as_attachment=True, filename="verwijzing-deskundige.pdf") or ""
        return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": name})
    messages.success(request, str(done))
    return redirect("municipality:experts", case_id)
