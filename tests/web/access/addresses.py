"""Every address that Django knows, filled in for tests, and the ways to come at it: reading and sending."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tijdig.months import Month
from tijdig.web.access import DOORS

SAMPLES: dict[str, object] = {
    "filter_number": 1,
    "form": "pdf",
    "kind": "csv",
    "month": Month(2026, 3),
    "name": "bereik",
    "page": 1,
    "party": "amw",
    "paper": "dpia",
    "part": "uitwisselingen",
    "step": "beantwoorden",
    "verdict": "accept",
    "slug": "oppakken",
}


def named_addresses() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Every address of the site: its full name, the names of its parts, how it begins."""

    def walk(resolver: URLResolver, namespace: str, start: str) -> Iterator[tuple[str, tuple[str, ...], str]]:
        for one in resolver.url_patterns:
            route = start + str(one.pattern)
            if isinstance(one, URLPattern):
                yield f"{namespace}{one.name}", tuple(one.pattern.converters), route
            else:
                yield from walk(one, f"{one.namespace}:" if one.namespace else namespace, route)

    yield from walk(get_resolver(), "", "")


ADDRESSES = {
    name: parts
    for name, parts, route in named_addresses()
    if not route.startswith(("account/", "static/", "api/"))
}
# The API's are for systems: held against its schema and its own doors in tests/api (A6).
API_ADDRESSES = {name for name, _, route in named_addresses() if route.startswith("api/")}
type Way = tuple[str, str]  # method, address

WAYS: list[Way] = [
    (way, name) for name, door in DOORS.items() for way in ("GET", "POST") if door.actions(way)
]


def address(name: str, held: UUID) -> str:
    """The address with ``held`` for each id in it, and a sample for what is no id."""
    slugs = {"partner:answer": "aannemen", "landlord:feedback_file": "csv", "municipality:text": "closing"}
    samples = {**SAMPLES, "slug": slugs.get(name, SAMPLES["slug"])}
    filled = {part: held if part.endswith("_id") else samples[part] for part in ADDRESSES[name]}
    return reverse(name, kwargs=filled)
