"""Where the proof of the log stands, and whether a checkpoint that a partner kept fits it (T2, T3, T5)."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from tijdig.oversight.queries.proof import Comparison, compare_kept, proof_of
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import Text
from tijdig.web.posting import posted, status_of

COMPARISONS: Mapping[Comparison, tuple[str, Text]] = {
    Comparison.FITS: ("ok", _("Dit controlepunt past: het logboek begint nog met wat toen is getekend.")),
    Comparison.NOT_OURS: (
        "warning",
        _("Dit is geen controlepunt dat met de sleutel van dit logboek is getekend."),
    ),
    Comparison.ANOTHER_ROOT: (
        "error",
        _("Dit controlepunt past niet: er is een ander logboek getekend dan dit. Waarschuw de beheerder."),
    ),
    Comparison.UNKNOWN_SIZE: (
        "error",
        _(
            "Dit logboek kent dit controlepunt niet meer. Er kan iets zijn weggehaald. Waarschuw de beheerder."
        ),
    ),
}


class KeptForm(forms.Form):
    """A checkpoint as a witness kept it."""

    note = forms.CharField(
        label=_("Bewaard controlepunt"),
        help_text=_("Plak de hele tekst van het bestand, met de handtekening."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )


@require_http_methods(["GET", "POST"])
@acting
def proof(request: ActingRequest) -> HttpResponseBase:
    """Show alarms, the last check, what was signed and what waits; compare a kept checkpoint."""
    form = KeptForm(posted(request))
    compared = (
        COMPARISONS[compare_kept(request.actor, form.cleaned_data["note"])] if form.is_valid() else None
    )
    context = {"proof": proof_of(request.actor), "form": form, "compared": compared}
    status = status_of(incomplete=form.is_bound and compared is None)
    return render(request, "privacy/proof.html", context, status=status)
