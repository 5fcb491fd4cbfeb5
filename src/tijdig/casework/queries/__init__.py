"""The reads of casework: work list, case page, and what a helping partner sees."""

from tijdig.casework.queries.case_page import case_page
from tijdig.casework.queries.partner import ReferredCase, referred_case
from tijdig.casework.queries.partner_list import (
    ReferralInList,
    cases_for_partner,
    ended_for_partner,
    listed_for_partner,
    referrals_at_hand,
)
from tijdig.casework.queries.shown import (
    CaseHead,
    CasePage,
    EarlierCase,
    Possibilities,
    PossibleReferral,
    ShownContact,
    ShownEvent,
    ShownFact,
    ShownField,
    ShownReferral,
    ShownSignal,
)
from tijdig.casework.queries.subjects import (
    InTheLogs,
    Subject,
    named_subjects,
    subjects_of_case,
    subjects_of_person,
)
from tijdig.casework.queries.worklist import FILTER_NAMES_NL, WorkFilter, WorkList, WorkListRow, work_list

__all__ = [
    "FILTER_NAMES_NL",
    "CaseHead",
    "CasePage",
    "EarlierCase",
    "InTheLogs",
    "Possibilities",
    "PossibleReferral",
    "ReferralInList",
    "ReferredCase",
    "ShownContact",
    "ShownEvent",
    "ShownFact",
    "ShownField",
    "ShownReferral",
    "ShownSignal",
    "Subject",
    "WorkFilter",
    "WorkList",
    "WorkListRow",
    "case_page",
    "cases_for_partner",
    "ended_for_partner",
    "listed_for_partner",
    "named_subjects",
    "referrals_at_hand",
    "referred_case",
    "subjects_of_case",
    "subjects_of_person",
    "work_list",
]
