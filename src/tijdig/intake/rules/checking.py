"""Check a whole delivery: a table and a plan of its columns in, accepted and refused rows out (R1–R12, K4).

All or nothing per row, and per delivery where the delivery itself may not be taken. Pure: the day comes in.
"""

from __future__ import annotations

from datetime import date

from tijdig.covenant.rules.document import Covenant
from tijdig.intake.rules.agreement import Agreement, agreement_with
from tijdig.intake.rules.checks import ROW_CHECKS
from tijdig.intake.rules.checks.bsn import check_no_bsn
from tijdig.intake.rules.checks.conditions import problem_of_condition
from tijdig.intake.rules.checks.delivery import (
    check_columns_are_agreed,
    check_columns_are_there,
    check_covenant_is_in_force,
    check_no_forbidden_columns,
    check_party_has_an_exchange,
    check_party_may_deliver,
    remarks_on_delivery,
)
from tijdig.intake.rules.checks.objection import check_tenant_did_not_object
from tijdig.intake.rules.checks.readable import check_row_can_be_read
from tijdig.intake.rules.checks.repeated_rows import check_rows_stand_once
from tijdig.intake.rules.checks.withdrawal import (
    check_news_stands_once,
    check_not_reported_as_well,
    check_something_happened,
    check_withdrawal,
    tells_news_only,
)
from tijdig.intake.rules.columns import ColumnPlan, problems_in_plan
from tijdig.intake.rules.identity import fingerprints_of, identities_of
from tijdig.intake.rules.in_order import rows_in_order
from tijdig.intake.rules.many_rows import made_of, making_many_rows
from tijdig.intake.rules.reading_rows import read_rows
from tijdig.intake.rules.rows import CheckedDelivery, ReadRow, RefusedRow, SignalRow, WithdrawnRow
from tijdig.intake.rules.table import Table
from tijdig.problems import Problem


def check_delivery(
    table: Table, plan: ColumnPlan, *, covenant: Covenant, party: str, received_on: date
) -> CheckedDelivery:
    """Check every row against the covenant as it stands for this party on the day of receipt.

    Raises nothing: what is wrong with the delivery is in ``problems``, with a row in ``refused``.
    """
    problems = check_party_may_deliver(covenant, party) + check_covenant_is_in_force(covenant, received_on)
    if problems:
        return CheckedDelivery(rows=len(table.rows), problems=problems)
    agreement = agreement_with(covenant, party, received_on, plan.headings)
    problems = problems_with_columns(table, plan, agreement)
    if problems:
        return CheckedDelivery(rows=len(table.rows), problems=problems)
    with making_many_rows():
        return _checked(read_rows(table, plan, received_on), plan, agreement, table.hidden_sheets)


def problems_with_columns(table: Table, plan: ColumnPlan, agreement: Agreement) -> tuple[Problem, ...]:
    """Return what is wrong with the file's columns under this agreement; empty when its rows can be checked."""
    return (
        check_party_has_an_exchange(agreement)
        or problems_in_plan(plan)
        or (
            check_columns_are_there(table, plan, agreement)
            + check_no_forbidden_columns(table, plan)
            + check_columns_are_agreed(table, plan, agreement)
        )
    )


def _checked(
    rows: list[ReadRow], plan: ColumnPlan, agreement: Agreement, hidden_sheets: int
) -> CheckedDelivery:
    to_keep: list[ReadRow] = []
    refused: list[RefusedRow] = []
    only_crises = bool(rows) and all(row.crisis for row in rows)
    remarks = list(remarks_on_delivery(plan, agreement, only_crises=only_crises, hidden_sheets=hidden_sheets))
    objected: set[int] = set()
    withdrawn: list[WithdrawnRow] = []
    nothing_wrong = rows_in_order(rows, agreement)
    for row, in_order in zip(rows, nothing_wrong, strict=True):
        if in_order:
            to_keep.append(row)
            remarks.extend(row.left_out)
            continue
        objection = check_tenant_did_not_object(row, agreement)
        if objection:
            objected.add(row.row)
            refused.extend(_refused(row, "", objection))
            continue
        taken_back = bool(row.withdrawal)
        problems = (check_withdrawal if taken_back else problems_with_row)(row, agreement)
        if problems:
            # A BSN in the reference's own cell must not travel on as a reference (R11).
            withheld = agreement.heading("reference") in row.bsn_columns
            refused.extend(_refused(row, "" if withheld else row.reference, problems))
            continue
        if taken_back:
            kind, _, day = row.withdrawal.partition(" ")
            eviction_on = date.fromisoformat(day) if day else None
            withdrawn.append(WithdrawnRow(row.row, row.reference, kind, eviction_on))
            continue
        to_keep.append(row)
        remarks.extend(row.left_out)
    passed = _signals(to_keep, agreement.received_on)
    repeated = check_rows_stand_once(passed, agreement.heading("reference"))
    refused.extend(
        RefusedRow(row.row, row.reference, repeated[row.row].place.column, repeated[row.row])
        for row in passed
        if row.row in repeated
    )
    kept, double = _told_once(withdrawn, passed, agreement)
    refused.extend(double)
    refused.sort(key=lambda item: item.row)
    return CheckedDelivery(
        rows=len(rows),
        accepted=tuple(row for row in passed if row.row not in repeated) if repeated else tuple(passed),
        withdrawn=kept,
        refused=tuple(refused),
        remarks=tuple(remarks),
        objected_rows=frozenset(objected),
        bsn_cells={row.row: row.bsn_columns for row in rows if row.bsn_columns},
    )


def _told_once(
    withdrawn: list[WithdrawnRow], passed: list[SignalRow], agreement: Agreement
) -> tuple[tuple[WithdrawnRow, ...], list[RefusedRow]]:
    column = agreement.heading("reference")
    reported = {row.reference.casefold() for row in passed}
    kept, refused = [], []
    for row in withdrawn:
        problems = check_not_reported_as_well(row, reported, column)
        refused += [RefusedRow(row.row, row.reference, column, problem) for problem in problems]
        if not problems:
            kept.append(row)
    repeated = check_news_stands_once(kept, column)
    refused += [
        RefusedRow(row.row, row.reference, column, repeated[row.row]) for row in kept if row.row in repeated
    ]
    return tuple(row for row in kept if row.row not in repeated), refused


def problems_with_row(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Return everything that is wrong with a row; empty only when each condition of the covenant holds as well.

    Of a row that was not read nothing else is said: that its values are missing would not be true.
    """
    if row.not_read is not None:
        return (*check_no_bsn(row, agreement), *check_row_can_be_read(row, agreement))
    if tells_news_only(agreement.headings):
        return check_something_happened(row, agreement)
    problems = tuple(problem for check in ROW_CHECKS for problem in check(row, agreement))
    if problems:
        return problems
    # No check had words for it, yet the covenant says no: the covenant decides (C1).
    return tuple(problem_of_condition(condition) for condition in agreement.unmet(row).values())


def _refused(row: ReadRow, reference: str, problems: tuple[Problem, ...]) -> list[RefusedRow]:
    return [
        RefusedRow(row.row, reference, problem.place.column, problem.at(row=row.row)) for problem in problems
    ]


def _signals(rows: list[ReadRow], received_on: date) -> list[SignalRow]:
    if not rows:
        return []
    columns = dict(zip(ReadRow._fields, zip(*rows, strict=True), strict=True))
    if None in columns["house_number"] or None in columns["amount_cents"]:  # what required_values refuses
        raise AssertionError("a row without house number or amount passed the checks")
    row, *contents = (columns[name] for name in SignalRow._fields if name in columns)
    identities = identities_of(columns["reference"], received_on)
    made = zip(row, *contents, identities, fingerprints_of(contents), strict=True)
    return made_of(SignalRow, made)
