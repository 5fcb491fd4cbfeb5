"""A page of a long list: what stands on it is found from indexes, and only those rows are read."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet


def page_of[Row: Model](rows: QuerySet[Row], size: int, asked: str | None) -> Page[Row]:
    """Return the page that was asked for, of ``size`` rows; the first or the last where there is none such."""
    page = Paginator(rows, size).get_page(asked or 1)
    begin = (page.number - 1) * size
    page.object_list = part_of(rows, slice(begin, begin + size))
    return page


def part_of[Row: Model](rows: QuerySet[Row], part: slice) -> QuerySet[Row]:
    """Return this part of the rows, in their order.

    A database that is asked for the part itself reads, joins and sorts every row up to it, with all its columns.
    """
    return rows.filter(pk__in=rows.values("pk")[part])
