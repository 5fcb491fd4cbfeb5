"""What a template needs to show a formal document."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

register = template.Library()


@register.filter
def under(cells: Sequence[tuple[str, ...]], headings: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return each cell of a row with the heading of its column."""
    return list(zip(headings, cells, strict=True))
