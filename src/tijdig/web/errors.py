"""Pages for what went wrong outside a form: each says what happened and what to do now."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from tijdig.web.access import SAFE_METHODS


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the browser sent something that is no request; 413 when it sent more than is taken in."""
    if isinstance(exception, RequestDataTooBig):
        most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
        return render(request, "errors/too_large.html", {"most": most}, status=413)
    return render(request, "errors/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 for what Django itself refuses; refusals of services carry their own reasons."""
    return render(request, "errors/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, the same for what does not exist and for what belongs to another (A6)."""
    return render(request, "errors/not_found.html", status=404)


def form_only(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Answer 405 in words to who opens the address that a form was sent to, for instance to read a refusal again."""
    if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method not in SAFE_METHODS:
        return answer
    if getattr(answer, "content", b""):
        return answer  # whoever answered said it already, as the API does
    page = render(request, "errors/form_only.html", status=answer.status_code)
    page.headers["Allow"] = answer.headers["Allow"]
    return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form that was open too long or came from elsewhere."""
    return render(request, "errors/form_expired.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without the database, the session or a translation: any of them may be what broke."""
    return HttpResponse(render_to_string("errors/server_error.html"), status=500)
