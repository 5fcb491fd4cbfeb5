"""The addresses of many things of one kind, for a page that links to each of them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse

_ANY = UUID(int=0)


def addresses_of(name: str, *others: str) -> Callable[[UUID], str]:
    """Return what gives the address of a thing's page by its id; ``others`` follow the id in the address.

    The address is looked up once: doing it for each row takes a tenth of the time of a long list.
    """
    before, after = reverse(name, args=[_ANY, *others]).split(str(_ANY))
    return lambda of: f"{before}{of}{after}"
