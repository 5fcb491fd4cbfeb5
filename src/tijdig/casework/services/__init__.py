"""The writes of casework. Every one checks role, state and version, and leaves its audit event."""

from tijdig.casework.services.asking import note_asking_again
from tijdig.casework.services.closing import close_case, reopen_case
from tijdig.casework.services.contact import (
    add_note,
    choose_contact,
    invite_jointly,
    log_attempt,
    note_sent,
    record_conversation,
    record_informed,
)
from tijdig.casework.services.desk import begin_day, choose_reminders, end_leave, plan_leave
from tijdig.casework.services.finding import keep_districts, make_findable
from tijdig.casework.services.freezing import freeze_contact, release_contact
from tijdig.casework.services.glass import break_glass
from tijdig.casework.services.helper_work import NewEntry, take_referral, write_entry
from tijdig.casework.services.helping import decide_request, record_answer, record_offer, record_request
from tijdig.casework.services.judging import override_triage, set_fact
from tijdig.casework.services.news import report_eviction, report_news, report_paid, take_in_withdrawals
from tijdig.casework.services.opening import Opened, open_cases
from tijdig.casework.services.outside import (
    record_consent,
    record_outside_referral,
    withdraw_consent,
    write_outside_letter,
)
from tijdig.casework.services.pausing import end_pauses
from tijdig.casework.services.referring import (
    answer_referral,
    refer_case,
    report_back,
    return_case,
    withdraw_referral,
)
from tijdig.casework.services.referring_back import chase_referrals
from tijdig.casework.services.refreshing import refresh_case, refresh_facts
from tijdig.casework.services.saving import forget_filter, save_filter
from tijdig.casework.services.taking import Assigned, assign_case, assign_cases, hand_over, take_up_case
from tijdig.casework.services.tasks import complete_task, plan_covenant_task, plan_task, withhold_rent
from tijdig.casework.services.term_pauses import pause_term, resume_term
from tijdig.casework.services.working_up import WorkedUp, work_up_signals

__all__ = [
    "Assigned",
    "NewEntry",
    "Opened",
    "WorkedUp",
    "add_note",
    "answer_referral",
    "assign_case",
    "assign_cases",
    "begin_day",
    "break_glass",
    "chase_referrals",
    "choose_contact",
    "choose_reminders",
    "close_case",
    "complete_task",
    "decide_request",
    "end_leave",
    "end_pauses",
    "forget_filter",
    "freeze_contact",
    "hand_over",
    "invite_jointly",
    "keep_districts",
    "log_attempt",
    "make_findable",
    "note_asking_again",
    "note_sent",
    "open_cases",
    "override_triage",
    "pause_term",
    "plan_covenant_task",
    "plan_leave",
    "plan_task",
    "record_answer",
    "record_consent",
    "record_conversation",
    "record_informed",
    "record_offer",
    "record_outside_referral",
    "record_request",
    "refer_case",
    "refresh_case",
    "refresh_facts",
    "release_contact",
    "reopen_case",
    "report_back",
    "report_eviction",
    "report_news",
    "report_paid",
    "resume_term",
    "return_case",
    "save_filter",
    "set_fact",
    "take_in_withdrawals",
    "take_referral",
    "take_up_case",
    "withdraw_consent",
    "withdraw_referral",
    "withhold_rent",
    "work_up_signals",
    "write_entry",
    "write_outside_letter",
]
