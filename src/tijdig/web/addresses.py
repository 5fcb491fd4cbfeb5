"""Addresses: of many things of one kind, and of the page that someone is on, also when it answers a form."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tijdig.web.access import SAFE_METHODS

_ANY = UUID(int=0)


def addresses_of(name: str, *others: str) -> Callable[[UUID], str]:
    """Return what gives the address of a thing's page by its id; ``others`` follow the id in the address.

    The address is looked up once: doing it for each row takes a tenth of the time of a long list.
    """
    before, after = reverse(name, args=[_ANY, *others]).split(str(_ANY))
    return lambda of: f"{before}{of}{after}"


def address_of_page(request: HttpRequest) -> str:
    """Return the address of the page that is asked for, or that a sent form stood on: one that can be opened again."""
    if request.method in SAFE_METHODS:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, request.is_secure())
    return urlsplit(came_from).path if is_ours else reverse("start")
