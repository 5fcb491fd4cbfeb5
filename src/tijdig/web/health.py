"""Does this node work? For what spreads requests over nodes or starts one anew: no sign-in, no data, any host name."""

from __future__ import annotations

from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from tijdig import keyring
from tijdig.vault.keys import operator_secret

ADDRESS = "/healthz"
WORKS = "ok"


def health(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer at one address before anything else looks at the request: 200, or 503 with what this node lacks.

    First of all, so that neither a session, nor a redirect to HTTPS, nor a name that is not ours comes in between.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path != ADDRESS:
            return get_response(request)
        lacking = what_is_lacking()
        told = ", ".join(lacking) or WORKS
        answer = HttpResponse(f"{told}\n", content_type="text/plain", status=503 if lacking else 200)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return middleware


def what_is_lacking() -> tuple[str, ...]:
    """Return which of ``database`` and ``keys`` this node cannot use now; nothing when it can do its work."""
    lacking: list[str] = []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        lacking.append("database")
    try:
        keyring.secret(operator_secret())
    except keyring.KeyUnusable:
        lacking.append("keys")
    return tuple(lacking)
