"""Who is behind with the rent in the demo, since when: the arrears that three months of deliveries are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TypedDict

from tijdig.demo.deliveries import Arrears, LedgerRow, ledger_row, narrow_export, wide_export, with_mistakes
from tijdig.demo.people import Inhabitant


class _Name(TypedDict):
    surname: str
    prefix: str
    initials: str
    born: date


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the demo: the day of receipt and what each landlord's ledger then holds."""

    received_on: date
    rows: dict[str, list[LedgerRow]]

    def export(self, party: str) -> bytes:
        """Return the landlord's file in its own layout."""
        write = wide_export if party == "wonen-limburg" else narrow_export
        return write(self.rows[party])


@dataclass(frozen=True, slots=True)
class Story:
    """The deliveries in order, today's alarm last; and two files with which a visitor plays the landlord's clerk."""

    months: tuple[Month, ...]
    with_errors: bytes
    corrected: bytes


def _first_of_month(day: date, back: int) -> date:
    index = day.year * 12 + day.month - 1 - back
    return date(index // 12, index % 12 + 1, 1)


def receipt_days(today: date) -> tuple[date, ...]:
    """Return the days of receipt: the fifth of the two months before, and the fifth of this month or today."""
    fifth = _first_of_month(today, 0) + timedelta(days=4)
    earlier = tuple(_first_of_month(today, back) + timedelta(days=4) for back in (2, 1))
    return (*earlier, min(fifth, today))


def tell_story(town: Sequence[Inhabitant], today: date, seed: int = 2017) -> Story:
    """Return three months of ledgers about this town, and an alarm of today: the same town and day, the same story.

    The alarm is a crisis signal, which may come on any day (R8): a family with a benefit and an announced eviction.
    """
    rng = Random(seed)  # noqa: S311 - an invented story, not a secret
    days = receipt_days(today)
    tenants = [person for person in town if "child" not in person.tags]
    family = next(
        person
        for person in tenants
        if person.children and "benefit" in person.tags and "left" not in person.tags
    )
    arrears: dict[str, list[Arrears]] = {"wonen-limburg": [], "st-joseph": []}
    others = [one for one in tenants if one is not family]
    for index, tenant in enumerate(others):
        party = "wonen-limburg" if index % 2 == 0 else "st-joseph"
        if index % 3 == 0 or tenant.tags & {"died", "left"}:
            since = _first_of_month(today, rng.choice((3, 3, 4, 4, 5)))
            arrears[party].append(_arrears(tenant, party, since, rng))
    top = _arrears(family, "wonen-limburg", _first_of_month(today, 4), rng)
    crisis = Arrears(top.tenant, top.reference, top.since, top.monthly_cents, crisis_from=today)
    months = tuple(_month(arrears, day, rng) for day in days)
    alarm = replace(ledger_row(crisis, today, rng), **_as_registered(family))
    months[1].rows["st-joseph"] = with_mistakes(months[1].rows["st-joseph"], days[1])
    visitor_rows = _visitor_rows(others, today, rng)
    return Story(
        (*months, Month(today, {"wonen-limburg": [alarm]})),
        with_errors=wide_export(with_mistakes(visitor_rows, today)),
        corrected=wide_export(visitor_rows),
    )


def _as_registered(tenant: Inhabitant) -> _Name:
    return {
        "surname": tenant.surname,
        "prefix": tenant.prefix,
        "initials": tenant.initials,
        "born": tenant.born,
    }


def _arrears(tenant: Inhabitant, party: str, since: date, rng: Random) -> Arrears:
    letter = "W" if party == "wonen-limburg" else "J"
    return Arrears(tenant, f"{letter}{tenant.bsn[-5:]}", since, rng.randrange(480_00, 820_00))


def _month(arrears: dict[str, list[Arrears]], day: date, rng: Random) -> Month:
    rows = {
        party: [ledger_row(one, day, rng) for one in owing if _is_delivered(one, day)]
        for party, owing in arrears.items()
    }
    return Month(day, rows)


def _is_delivered(one: Arrears, day: date) -> bool:
    """Two months or more behind, and not in every month: some pay in between."""
    months = (day.year - one.since.year) * 12 + day.month - one.since.month
    return months >= 2 and (int(one.tenant.bsn[-3:]) + day.month) % 3 != 0


def _visitor_rows(tenants: Sequence[Inhabitant], today: date, rng: Random) -> list[LedgerRow]:
    fresh = [one for index, one in enumerate(tenants) if index % 3 == 1 and not one.tags & {"died", "left"}]
    since = _first_of_month(today, 2)
    return [ledger_row(_arrears(one, "wonen-limburg", since, rng), today, rng) for one in fresh[:10]]
