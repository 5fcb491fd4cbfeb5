"""The tables of casework: cases and what is done in them."""

from tijdig.casework.models.attempts import ContactAttempt
from tijdig.casework.models.cases import Case, CaseCounter, CaseNotification
from tijdig.casework.models.desk import Desk, District, Leave, SavedFilter
from tijdig.casework.models.finding import CaseKey
from tijdig.casework.models.helping import HelperEntry, OutsideReferral
from tijdig.casework.models.referrals import Referral
from tijdig.casework.models.runs import RunProgress
from tijdig.casework.models.tasks import Task
from tijdig.casework.models.term_pauses import TermPauseRow
from tijdig.casework.models.told import SignalNews
from tijdig.casework.models.withholdings import Withholding
from tijdig.casework.models.written import Note, Override

__all__ = [
    "Case",
    "CaseCounter",
    "CaseKey",
    "CaseNotification",
    "ContactAttempt",
    "Desk",
    "District",
    "HelperEntry",
    "Leave",
    "Note",
    "OutsideReferral",
    "Override",
    "Referral",
    "RunProgress",
    "SavedFilter",
    "SignalNews",
    "Task",
    "TermPauseRow",
    "Withholding",
]
