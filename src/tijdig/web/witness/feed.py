"""The witness feed in the form of C2SP tlog-tiles (T3): hashes and signatures only, nothing about anyone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tijdig.ledger.keys import key_of
from tijdig.ledger.queries import newest_note, tile_as_shown
from tijdig.ledger.rules.tiles import read_tile_path

PLAIN = "text/plain; charset=utf-8"


@require_safe
def checkpoint(request: HttpRequest, code: str) -> HttpResponse:
    """Send the newest checkpoint of a municipality's log."""
    del request
    return HttpResponse(_note(code), content_type=PLAIN)


@require_safe
def key(request: HttpRequest, code: str) -> HttpResponse:
    """Send the public key of the log; compare it with the one that you got another way."""
    del request
    _note(code)
    return HttpResponse(f"{key_of(code)}\n", content_type=PLAIN)


@require_safe
def tile(request: HttpRequest, code: str, tile_path: str) -> HttpResponse:
    """Send a tile of hashes; what is not exactly one that the log has is not found."""
    del request
    name = read_tile_path(tile_path)
    hashes = tile_as_shown(code, name) if name else None
    if hashes is None:
        raise Http404
    return HttpResponse(hashes, content_type="application/octet-stream")


def _note(code: str) -> str:
    note = newest_note(code)
    if note is None:
        raise Http404
    return note
