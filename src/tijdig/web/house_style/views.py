"""The style sheet and the logo of a municipality; the address changes with the file, so that browsers keep them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from tijdig.house_style.files import Dress, dress_of
from tijdig.problems import NotFound

A_YEAR = "public, max-age=31536000, immutable"
# A logo that is opened by itself: it runs nothing and fetches nothing.
BY_ITSELF = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def sheet(request: HttpRequest, code: str, mark: str) -> HttpResponse:
    """Answer with the style sheet of this version of the house style; any other version is a 404."""
    return _to_keep(_dress(code, mark).sheet, "text/css; charset=utf-8")


def logo(request: HttpRequest, code: str, mark: str, scheme: str) -> HttpResponse:
    """Answer with the logo for light (``licht``) or dark (``donker``) pages."""
    drawing = _dress(code, mark).style.logos.get(scheme)
    if drawing is None:
        raise NotFound
    response = _to_keep(drawing, "image/svg+xml")
    response.headers["Content-Security-Policy"] = BY_ITSELF
    return response


def _dress(code: str, mark: str) -> Dress:
    found = dress_of(code)
    if found is None or found.mark != mark:
        raise NotFound
    return found


def _to_keep(text: str, kind: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response.headers["Cache-Control"] = A_YEAR
    response.may_be_kept = True  # type: ignore[attr-defined]  # read by ``no_store``
    return response
