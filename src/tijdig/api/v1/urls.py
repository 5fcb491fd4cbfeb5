"""Addresses under ``/api/v1/``: made from the operations, without a session and without a form's token (I1)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern

from tijdig.api.v1 import tokens
from tijdig.api.v1.interface import api

__all__ = ["app_name", "tokens", "urlpatterns"]

urlpatterns, _, app_name = api.urls
for pattern in urlpatterns:
    if isinstance(pattern, URLPattern):
        # The session of a browser opens nothing here: each operation asks for a token.
        pattern.callback = login_not_required(pattern.callback)
