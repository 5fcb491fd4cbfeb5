"""Sign with one's own certificate: fetch the statement, hand in the signature that was made elsewhere."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tijdig.covenant import services
from tijdig.covenant.prepared import read_signature, statement_to_sign
from tijdig.covenant.queries import version_of
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.rules.statement import ACTIVATE
from tijdig.problems import Refused
from tijdig.web.acting import ActingRequest, acting
from tijdig.web.covenants.choosing import standing_for
from tijdig.web.covenants.views import carry_out, covenant_page
from tijdig.web.standing import begin_anew


@require_safe
@acting
def statement(request: ActingRequest, version_id: UUID, verdict: str) -> HttpResponse:
    """Send the statement to sign as a file; it names the person, the organisation and this moment."""
    standing_for(request.actor, version_id)
    version = version_of(request.actor.controller_id, version_id)
    try:
        content = statement_to_sign(request.actor, version, verdict, request.user.name)
    except Refused as refusal:
        return covenant_page(request, version_id, refusal.problems)
    headers = {"Content-Disposition": f'attachment; filename="verklaring-{verdict}.json"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


@require_POST
@acting
def hand_in(request: ActingRequest, version_id: UUID) -> HttpResponse | HttpResponseRedirect:
    """Record what was signed elsewhere; a refusal comes back on the covenant's page."""
    standing_for(request.actor, version_id)

    def record() -> None:
        handed = request.FILES.get("signature")
        verdict, prepared = read_signature(handed.read() if handed else b"")
        actor, name = request.actor, request.user.name
        if verdict == ACTIVATE:
            services.file_signed_activation(
                actor=actor, version_id=version_id, person_name=name, prepared=prepared
            )
        else:
            services.file_signed_verdict(
                actor=actor,
                version_id=version_id,
                verdict=Verdict(verdict),
                person_name=name,
                prepared=prepared,
            )

    begin_anew(request.session)
    return carry_out(request, version_id, record, _("Uw handtekening is vastgelegd."))
