"""Check a receipt by its code, or by the file itself: for the partner that got it and for the municipality (T4)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from tijdig.actors import Action, require
from tijdig.covenant.queries import covenant_of_hash
from tijdig.ledger.exports import verifier
from tijdig.ledger.keys import key_of
from tijdig.ledger.receipt_checking import MOST_BYTES
from tijdig.ledger.services import ReceiptCheck, look_up_receipt
from tijdig.problems import Problem, Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.posting import posted, posted_files


class ReceiptForm(forms.Form):
    """The code that stands on a receipt, the file, or both."""

    code = forms.CharField(
        label=_("Controlecode"),
        help_text=_("Zestien letters en cijfers, zoals ze op het bewijs staan."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    file = forms.FileField(
        label=_("Bestand van het bewijs"),
        help_text=_("De PDF of het JSON-bestand. Dan ziet u ook of er iets aan is veranderd."),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.json"}),
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        """Refuse a file that is larger than any receipt."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MOST_BYTES:
            raise ValidationError(_("Dit bestand is te groot voor een bewijs."))
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for at least one of the two."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not (self.errors or data.get("code") or data.get("file")):
            raise ValidationError(_("Typ de controlecode over, of kies het bestand."))
        return data


@acting
@require_http_methods(["GET", "POST"])
def receipt(request: ActingRequest) -> HttpResponse:
    """Say of a receipt whether the log knows it, since when, by which covenant, and whether it is unchanged."""
    require(request.actor, Action.CHECK_RECEIPT)
    form = ReceiptForm(posted(request), posted_files(request))
    checked, problems = (
        _checked(request, form) if request.method == "POST" and form.is_valid() else (None, ())
    )
    context = {
        "form": form,
        "problems": problems,
        "checked": checked,
        "covenant": covenant_of_hash(checked.covenant_hash) if checked and checked.is_known else None,
        "key": key_of(request.actor.controller_id),
    }
    is_answered = request.method == "GET" or checked is not None
    return render(request, "witness/receipt.html", context, status=200 if is_answered else 422)


def _checked(request: ActingRequest, form: ReceiptForm) -> tuple[ReceiptCheck | None, tuple[Problem, ...]]:
    file: UploadedFile[bytes] | None = form.cleaned_data["file"]
    try:
        return look_up_receipt(
            actor=request.actor, code=form.cleaned_data["code"], file=file.read() if file else None
        ), ()
    except Refused as refusal:
        return None, refusal.problems


@require_safe
def verifier_file(request: HttpRequest) -> HttpResponseBase:
    """Send the check itself: one file that Python runs, for exports and receipts (T4, T5)."""
    del request
    headers = {"Content-Disposition": 'attachment; filename="verify.pyz"'}
    return HttpResponse(verifier(), content_type="application/octet-stream", headers=headers)
