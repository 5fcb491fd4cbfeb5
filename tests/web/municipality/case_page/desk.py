"""The desk from which the tests look at the page of a case and act on it, and the mark of those that rules decide."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.web.cases import Cases
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.casework.models import Case

TODAY = "2026-04-07"
# What a page says, and what is refused before anything is stored: the rules decide it. The other tests here read and
# write the same rows in both databases.
decided_by_rules = pytest.mark.any_database


class Desk:
    """A case director at the page of one case."""

    def __init__(self, cases: Cases, bsn: str, role: Role = Role.CASE_DIRECTOR) -> None:
        self.client = cases.browser(role)
        self.case_id = cases.by_person[bsn].pk

    @property
    def case(self) -> Case:
        return Case.objects.get(pk=self.case_id)

    def look(self) -> str:
        response = self.client.get(reverse("municipality:case", args=[self.case_id]))
        assert response.status_code == 200
        html = response.content.decode()
        assert UNKNOWN not in html
        return html

    def do(self, slug: str, version: int | None = None, **filled: object) -> str:
        seen = self.case.version if version is None else version
        address = reverse("municipality:act", args=[self.case_id, slug])
        response = self.client.post(address, {"version": seen, **filled}, follow=True)
        self.status = response.status_code
        html = response.content.decode()
        assert UNKNOWN not in html
        return html
