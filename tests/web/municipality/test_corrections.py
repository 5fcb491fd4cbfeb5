"""What a signal said before its partner corrected it, for who may read the signal (K4, C1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from tests.web.cases import FAMILY, Cases
from tijdig.actors import Actor, Role
from tijdig.casework.loading import covenant_of_case, signals_of_case
from tijdig.casework.rules.covenant_fields import SIGNAL_STATUS
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.services import Disclosed, Request, disclose
from tijdig.intake.models import Signal
from tijdig.intake.rules.corrections import CORRECTED_FIELDS
from tijdig.intake.rules.rows import SignalRow
from tijdig.intake.services.correcting import correct_signals

pytestmark = pytest.mark.django_db


def correct(cases: Cases, at: datetime, **changes: object) -> Signal:
    """Deliver the family's signal again with these changes."""
    case = cases.by_person[FAMILY]
    (linked,) = signals_of_case(case)
    signal = linked.signal
    said = {name: getattr(signal, name) for name in CORRECTED_FIELDS}
    row = SignalRow(**{**said, "row": 1, "reference": signal.reference, "identity": "", **changes})  # type: ignore[arg-type]
    correct_signals(delivery=signal.delivery, covenant=covenant_of_case(case), rows={signal.pk: row}, at=at)
    return signal


def words(page: bytes) -> str:
    return " ".join(strip_tags(page.decode()).split())


def test_k4_each_correction_tells_what_stood_before_and_after(cases: Cases) -> None:
    director = cases.browser(Role.CASE_DIRECTOR)
    case = reverse("municipality:case", args=[cases.by_person[FAMILY].pk])
    address = reverse("municipality:corrections", args=[cases.by_person[FAMILY].pk])
    assert "Geen signaal van deze zaak is verbeterd." in words(director.get(address).content)
    assert address not in director.get(case).content.decode()

    correct(cases, datetime(2026, 4, 8, 9, tzinfo=UTC), amount_cents=212_050)
    correct(cases, datetime(2026, 4, 10, 9, tzinfo=UTC), onset_on=date(2026, 1, 1), phone="")

    assert address in director.get(case).content.decode()
    told = words(director.get(address).content)
    second, first = told.split("Wonen Limburg, verbeterd op 10 april 2026")[1].split(
        "Wonen Limburg, verbeterd op 8 april 2026"
    )
    assert "Bedrag van de achterstand € 3.120,50 € 2.120,50" in first
    assert "1 januari 2026" in second
    assert "+31612345678" in second
    assert "Bedrag" not in second
    assert "Naam" not in told  # what did not change is not asked, so not read


def test_c1_who_may_not_know_what_became_of_a_signal_hears_of_no_correction(
    cases: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct(cases, datetime(2026, 4, 8, 9, tzinfo=UTC), amount_cents=212_050)

    def without_status(*, actor: Actor, requests: Sequence[Request]) -> tuple[Disclosed, ...]:
        return tuple(
            replace(one, granted={name: why for name, why in one.granted.items() if name != SIGNAL_STATUS})
            for one in disclose(actor=actor, requests=requests)
        )

    monkeypatch.setattr("tijdig.casework.queries.corrected.disclose", without_status)
    director = cases.browser(Role.CASE_DIRECTOR)
    page = director.get(reverse("municipality:corrections", args=[cases.by_person[FAMILY].pk]))
    assert "Het convenant laat uw rol niet zien wat er van een signaal werd." in words(page.content)
    assert "verbeterd op" not in words(page.content)


def test_l2_what_stood_before_is_decided_and_recorded_as_what_stands_now(cases: Cases) -> None:
    signal = correct(cases, datetime(2026, 4, 8, 9, tzinfo=UTC), amount_cents=212_050)
    director = cases.browser(Role.CASE_DIRECTOR)
    before = DecisionRecord.objects.filter(subject_kind="signal", subject_id=str(signal.pk)).count()

    director.get(reverse("municipality:corrections", args=[cases.by_person[FAMILY].pk]))

    records = DecisionRecord.objects.filter(subject_kind="signal", subject_id=str(signal.pk))
    assert records.count() - before == 2
    assert all(set(one.permitted_fields) == {"signaal.bedrag"} for one in records.order_by("-pk")[:2])
