"""Rows in which no check finds anything, found check by check over the whole delivery.

A ledger repeats its days, steps and answers thousands of times, and nearly every row is in order. A check says what it
looks at: it is asked once for each value of one field, not once for each row. What is in doubt is left to be checked
row by row, in words; a row is never refused here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.checks import ROW_CHECKS, RowCheck
from tijdig.intake.rules.checks.objection import check_tenant_did_not_object
from tijdig.intake.rules.rows import ReadRow

_CHECKS = {check_tenant_did_not_object: ("objection",), **ROW_CHECKS}


def rows_in_order(rows: Sequence[ReadRow], agreement: Agreement) -> list[bool]:
    """Return of each row whether it meets the covenant's conditions and no check has anything to say of it."""
    met = agreement.met_by(rows)
    left = [row for row, is_met in zip(rows, met, strict=True) if is_met and not row.withdrawal]
    where_met = replace(agreement, settled=True)
    for check, fields in _CHECKS.items():
        if fields:  # else it speaks of the conditions alone
            left = _passing(left, check, fields, where_met)
    in_order = [False] * len(rows)
    for row in left:
        in_order[row.row - 1] = True
    return in_order


def _passing(
    rows: list[ReadRow], check: RowCheck, fields: tuple[str, ...], agreement: Agreement
) -> list[ReadRow]:
    if len(fields) > 1:
        return [row for row in rows if not check(row, agreement)]
    values = list(map(attrgetter(fields[0]), rows))
    refused = {value for value, row in dict(zip(values, rows, strict=True)).items() if check(row, agreement)}
    if not refused:
        return rows
    return [row for row, value in zip(rows, values, strict=True) if value not in refused]
