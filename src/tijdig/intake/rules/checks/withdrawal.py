"""WHAT: a row with news of an earlier message has its reference, once, and stands in no file that reports it as well.

WHY: what no longer holds must not go on as work (paid since, or reported by mistake). It is known by the landlord's
own reference and nothing else is read of such a row: the steps of R5 and the arrears are those of the message itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.checks.bsn import check_no_bsn
from tijdig.intake.rules.checks.required_values import MISSING_VALUE
from tijdig.intake.rules.headings import NEWS
from tijdig.intake.rules.rows import ReadRow, WithdrawnRow
from tijdig.intake.rules.values.withdrawals import NOT_A_WITHDRAWAL
from tijdig.problems import Problem, ProblemKind

NOTHING_TO_WITHDRAW = ProblemKind(
    code="intake.nothing-to-withdraw",
    rule="K4",
    nl="Er is geen eerdere melding van u met dit kenmerk.",
    en="There is no earlier message of yours with this reference.",
    remedy_nl="Kijk het kenmerk na: het moet hetzelfde zijn als toen u de huurder meldde.",
    remedy_en="Check the reference: it must be the same as when you reported the tenant.",
)
WITHDRAWN_AND_REPORTED = ProblemKind(
    code="intake.withdrawn-and-reported",
    rule="K4",
    nl="Dit kenmerk staat ook op een rij zonder afmelding. Die rij is aangenomen, deze niet.",
    en="This reference is also on a row without a withdrawal. That row was accepted, this one was not.",
    remedy_nl="Laat voor elke huurder één rij staan: melden of afmelden.",
    remedy_en="Leave one row for each tenant: report or withdraw.",
)
TOLD_TWICE = ProblemKind(
    code="intake.told-twice",
    rule="K4",
    nl="Over dit kenmerk staat ook nieuws op rij {first}. Wij lezen alleen rij {first}, deze niet.",
    en="There is news of this reference on row {first} as well. We read row {first} only, not this one.",
    remedy_nl="Laat voor elke huurder één rij staan. Is dit het laatste nieuws? Lever deze rij dan nog eens aan.",
    remedy_en="Leave one row for each tenant. Is this the latest news? Then deliver this row once more.",
)


def tells_news_only(fields: Collection[str]) -> bool:
    """Whether a file with these fields reports nobody: it has news of earlier messages, and no names or amounts."""
    return set(fields) >= NEWS and not {"surname", "amount"} & set(fields)


def check_something_happened(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a row without news in a file that holds nothing else."""
    if row.misread(agreement.heading("withdrawal")):
        return (*check_no_bsn(row, agreement), *row.unreadable)
    return (*check_no_bsn(row, agreement), NOT_A_WITHDRAWAL().at(column=agreement.heading("withdrawal")))


def check_withdrawal(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a row that takes back a message without its reference, or with a BSN anywhere (R11)."""
    heading = agreement.heading("reference")
    problems = [*check_no_bsn(row, agreement)]
    problems += [problem for problem in row.unreadable if problem.place.column == heading]
    if not row.reference and not problems:
        problems.append(MISSING_VALUE(field=heading).at(column=heading))
    return tuple(problems)


def check_not_reported_as_well(
    row: WithdrawnRow, reported: Collection[str], column: str
) -> tuple[Problem, ...]:
    """Refuse to take back what the same file reports (references in small letters)."""
    if row.reference.casefold() not in reported:
        return ()
    return (WITHDRAWN_AND_REPORTED().at(row=row.row, column=column),)


def check_news_stands_once(rows: Sequence[WithdrawnRow], column: str) -> dict[int, Problem]:
    """Return a problem for each row (by number) whose reference stood in an earlier one."""
    first: dict[str, WithdrawnRow] = {}
    problems = {}
    for row in rows:
        earlier = first.setdefault(row.reference.casefold(), row)
        if earlier is not row:
            problems[row.row] = TOLD_TWICE(first=earlier.row).at(row=row.row, column=column)
    return problems
