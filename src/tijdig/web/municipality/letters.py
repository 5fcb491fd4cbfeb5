"""Letters to the tenant, made on request: the one that informs (R18), and the joint invitation (R30)."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from tijdig.actors import Action, require
from tijdig.casework.loading import case_of_actor
from tijdig.rights.services import Conversation, write_informing_letter, write_joint_invitation
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.choices import DayField
from tijdig.web.posting import posted


class ConversationForm(forms.Form):
    """When and where the tenant is expected."""

    on = DayField(_("Op welke dag is het gesprek?"))
    at = forms.TimeField(label=_("Hoe laat?"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(label=_("Waar?"), max_length=120)

    def conversation(self) -> Conversation:
        """Return what was filled in; only for a valid form."""
        filled = self.cleaned_data
        return Conversation(filled["on"], f"{filled['at']:%H.%M} uur", filled["place"])


@acting
@require_GET
def informing(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Send the letter that informs the tenant; that it was given stays to be recorded in the case."""
    content = write_informing_letter(actor=request.actor, case_id=case_id, on=timezone.localdate())
    return _pdf(content, f"informatiebrief-{case_id}.pdf")


@acting
@require_http_methods(["GET", "POST"])
def invitation(request: ActingRequest, case_id: UUID) -> HttpResponse:
    """Ask when and where, and send the invitation on behalf of both case directors."""
    require(request.actor, Action.WORK_CASE)
    case_of_actor(request.actor, case_id)
    form = ConversationForm(posted(request))
    if request.method == "POST" and form.is_valid():
        content = write_joint_invitation(
            actor=request.actor,
            case_id=case_id,
            conversation=form.conversation(),
            on=timezone.localdate(),
        )
        return _pdf(content, f"uitnodiging-{case_id}.pdf")
    context = {"form": form, "case_id": case_id}
    return render(request, "municipality/invitation.html", context, status=422 if form.errors else 200)


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
