"""Where a system shows its secret and gets a token for some minutes: OAuth 2.0, client credentials (RFC 6749, 4.4)."""

from __future__ import annotations

import base64
import binascii

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from tijdig.api.v1.access import TooManyRequests, count
from tijdig.api.v1.interface import api
from tijdig.api.v1.schemas import Token
from tijdig.parties.queries_api import claim_of
from tijdig.parties.rules import API_WAIT
from tijdig.parties.services import issue_api_token, record_failed_client
from tijdig.tenancy import under

FROM_ONE_ADDRESS = 30  # tries a minute, right or wrong


@api.post("token", auth=None, response=Token, url_name="token", operation_id="token")
def token(request: HttpRequest) -> HttpResponse:
    """Return an access token for a client id and secret, given as HTTP Basic or as fields of a form.

    After some wrong secrets in a row the system waits, with the right one too; which part was wrong is not told.
    """
    if request.POST.get("grant_type") != "client_credentials":
        return _no("unsupported_grant_type", 400)
    count(f"address {request.META.get('REMOTE_ADDR', '')}", FROM_ONE_ADDRESS)
    client_id, secret = _basic(request) or (
        request.POST.get("client_id", ""),
        request.POST.get("client_secret", ""),
    )
    claim = claim_of(client_id, secret)
    if claim.must_wait:
        raise TooManyRequests(int(API_WAIT.total_seconds()))
    if claim.system is None:
        return _no("invalid_client", 401)
    actor, known = claim.system.actor, claim.system.client_id
    with under(actor.controller_id):
        if not claim.right:
            record_failed_client(actor=actor, client_id=known)
            return _no("invalid_client", 401)
        issued = issue_api_token(actor=actor, client_id=known)
    lasts = int((issued.expires_at - timezone.now()).total_seconds())
    return JsonResponse({"access_token": issued.token, "token_type": "Bearer", "expires_in": lasts})


def _no(code: str, status: int) -> HttpResponse:
    """Answer as OAuth 2.0 has it (RFC 6749, 5.2)."""
    headers = {"WWW-Authenticate": 'Basic realm="tijdig"'} if status == 401 else {}
    return JsonResponse({"error": code}, status=status, headers=headers)


def _basic(request: HttpRequest) -> tuple[str, str] | None:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return client_id, secret
