"""One small file per check. A row runs through them in this order; objection ends it, all others are told together."""

from __future__ import annotations

from collections.abc import Callable

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

ROW_CHECKS: tuple[RowCheck, ...] = (
    check_is_no_example,
    check_no_bsn,
    check_row_can_be_read,
    check_required_values,
    check_amount_is_positive,
    check_onset_is_not_after_receipt,
    check_arrears_reach_covenant_minimum,
    check_personal_contact_was_sought,
    check_tenant_was_pointed_to_help,
    check_reminder_was_sent,
    check_sharing_was_offered,
    check_tenant_was_informed,
    check_steps_are_not_ahead,
    check_objection_is_known,
    check_birth_is_not_ahead,
    check_other_conditions,
)
