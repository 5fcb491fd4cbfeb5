"""WHAT: a row whose tenant objected is refused; nothing of it is kept but that there was one.

WHY: a tenant who objected may not be reported (R6). This check comes before all others, so that no other problem can
carry anything of the row along.
"""

from __future__ import annotations

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem, ProblemKind

OBJECTION = ProblemKind(
    code="intake.objection",
    rule="R6",
    nl="De huurder heeft bezwaar gemaakt. Deze rij mag niet worden gemeld en is niet bewaard.",
    en="The tenant objected. This row may not be reported and was not kept.",
    remedy_nl="Lever deze huurder niet aan.",
    remedy_en="Do not deliver this tenant.",
)

OBJECTED_ROWS = ProblemKind(
    code="intake.objected-rows",
    rule="R6",
    nl="Aantal rijen dat niet is bewaard omdat de huurder bezwaar maakte: {count}.",
    en="Number of rows that were not kept because the tenant objected: {count}.",
    remedy_nl="Lever deze huurders niet aan.",
    remedy_en="Do not deliver these tenants.",
)


def check_tenant_did_not_object(row: ReadRow, agreement: Agreement) -> tuple[Problem, ...]:
    """Refuse a row with "yes" under objection."""
    return (OBJECTION().at(column=agreement.heading("objection")),) if row.objection else ()
