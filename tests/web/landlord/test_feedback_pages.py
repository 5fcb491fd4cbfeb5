"""What the landlord's feedback pages send: files under a safe name, and the days of a pause (R45, S4)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.html import strip_tags
from hypothesis import example, given
from hypothesis import strategies as st

from tests.disclosure.asking import bring_into_force, succeed
from tests.feedback.world import PAUSE, World, cased, signalled
from tijdig.covenant.models import CovenantVersion
from tijdig.ddas import Result
from tijdig.web.landlord.feedback import sent


@pytest.mark.parametrize(
    "name", ['april".csv', 'x"; filename="evil.html', "huur\\der.csv", "achterstand é.csv", "maart 2026.csv"]
)
def test_s4_a_landlords_file_name_stays_one_file_name(name: str) -> None:
    header = sent(b"x", "text/csv", name)["Content-Disposition"]
    quotes = header.replace('\\"', "").count('"')
    assert header.startswith("attachment; filename")
    assert quotes in {0, 2}  # one value, that a quote in the name does not end


@given(st.text())
@example("maart\t2026.csv")
def test_s4_any_name_makes_a_header_of_one_line(name: str) -> None:
    header = sent(b"x", "text/csv", name)["Content-Disposition"]
    assert header.startswith("attachment")
    assert header.isprintable()


def test_r45_the_page_tells_the_days_of_the_pause_and_what_the_municipality_does_not_know(
    world: World, clerk: Client
) -> None:
    cased(signalled(world), result=Result.FOLLOW_UP)
    assert "Incassopauze" not in clerk.get("/terugmeldingen/").content.decode()

    bring_into_force(succeed(CovenantVersion.objects.get(), *PAUSE))
    page = strip_tags(clerk.get("/terugmeldingen/").content.decode())

    assert "Incassopauze: van 7 april 2026 tot en met 7 mei 2026" in page
    assert "Of dat zo is, ziet u zelf." in page
    assert "Uw incasso rust hooguit" in page
