"""Has the person a second factor, and was it shown in this session (A1)?"""

from __future__ import annotations

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from tijdig.web.acting import SECOND_FACTOR_KEY

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(request: HttpRequest) -> bool:
    """Say whether the person has enrolled an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user_id=request.user.pk, type__in=SECOND_FACTORS).exists())


def proved_second_factor(request: HttpRequest) -> bool:
    """Say whether a second factor was enrolled or shown in this session; one that exists elsewhere is no proof."""
    if request.session.get(SECOND_FACTOR_KEY):
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def showed_it_lately(request: HttpRequest) -> bool:
    """Say whether this session saw the second factor within the minutes that the operator set (A4)."""
    shown = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record["method"] == "mfa"
    ]
    latest = max([float(request.session.get(SECOND_FACTOR_KEY, 0)), *shown])
    return bool(time.time() - latest < settings.STEP_UP_MINUTES * 60)
