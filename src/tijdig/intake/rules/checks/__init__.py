"""One small file per check. A row runs through them in this order; objection ends it, all others are told together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tijdig.intake.rules.agreement import Agreement
from tijdig.intake.rules.checks.birth_date import check_birth_is_not_ahead
from tijdig.intake.rules.checks.bsn import check_no_bsn
from tijdig.intake.rules.checks.conditions import check_objection_is_known, check_other_conditions
from tijdig.intake.rules.checks.covenant_minimum import check_arrears_reach_covenant_minimum
from tijdig.intake.rules.checks.example_row import check_is_no_example
from tijdig.intake.rules.checks.informed import check_tenant_was_informed
from tijdig.intake.rules.checks.offer_to_share import check_sharing_was_offered
from tijdig.intake.rules.checks.onset import check_onset_is_not_after_receipt
from tijdig.intake.rules.checks.personal_contact import check_personal_contact_was_sought
from tijdig.intake.rules.checks.pointed_to_help import check_tenant_was_pointed_to_help
from tijdig.intake.rules.checks.positive_amount import check_amount_is_positive
from tijdig.intake.rules.checks.readable import check_row_can_be_read
from tijdig.intake.rules.checks.reminder import check_reminder_was_sent
from tijdig.intake.rules.checks.required_values import check_required_values
from tijdig.intake.rules.checks.steps_not_ahead import check_steps_are_not_ahead
from tijdig.intake.rules.rows import ReadRow
from tijdig.problems import Problem

type RowCheck = Callable[[ReadRow, Agreement], tuple[Problem, ...]]

# Each with the fields that it looks at in a row that meets the covenant's conditions: what they say decides its answer.
ROW_CHECKS: Mapping[RowCheck, tuple[str, ...]] = MappingProxyType(
    {
        check_is_no_example: ("reference",),
        check_no_bsn: ("bsn_columns",),
        check_row_can_be_read: ("not_read", "unreadable"),
        check_required_values: (
            "reference", "surname", "postcode", "street", "town", "house_number", "amount_cents", "unreadable",
            "bsn_columns",
        ),
        check_amount_is_positive: ("amount_cents",),
        check_onset_is_not_after_receipt: ("onset_on",),
        check_arrears_reach_covenant_minimum: ("onset_on", "months", "age_days", "amount_cents", "unreadable"),
        check_personal_contact_was_sought: (),
        check_tenant_was_pointed_to_help: (),
        check_reminder_was_sent: (),
        check_sharing_was_offered: (),
        check_tenant_was_informed: (),
        check_steps_are_not_ahead: (
            "contact_sought_on", "pointed_to_help_on", "reminder_on", "offer_to_share_on", "informed_on",
        ),
        check_objection_is_known: ("objection",),
        check_birth_is_not_ahead: ("birth_date",),
        check_other_conditions: (),
    }
)  # fmt: skip
