"""Which actions open each page: the first of two doors, and the access matrix that follows from it (A6).

Every address behind sign-in is named here with the actions that read it and those that write through it; a role that
may none of them is refused before any view runs, and an address that is not named here opens for nobody. The second
door is the service or query behind the view, which checks the action itself, and whose object it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tijdig.actors import PERMITTED, Action, Actor, Role, permission_for_any
from tijdig.problems import Decision

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Held(StrEnum):
    """What the id in an address stands for; the matrix asks for one's own, another's and one that does not exist."""

    NOTHING = "–"
    DELIVERY = "delivery"
    LAYOUT = "remembered columns"
    SIGNAL = "signal"
    CASE = "case"
    APPOINTMENT = "appointment"
    MESSAGE = "letter or message"
    ROUND = "round of visits"
    REFERRAL = "referral"
    LEAVE = "leave of a colleague"
    LINK = "link"
    NOTIFICATION = "notification"
    COVENANT = "covenant version"
    DRAFT = "covenant draft"
    ASSIGNMENT = "role"
    PERSON = "person"
    INVITATION = "invitation"
    SYSTEM = "system of an organisation"
    MEETING = "meeting"
    TRACE = "trace of the log"
    REVIEW = "log review"
    REVIEW_ITEM = "item of a log review"
    BREACH = "data breach"
    REQUEST = "request of a resident"


# What cannot be taken back, or gives much at once: whoever does it shows the second factor again (A4). Reading the page
# from which one does it is not doing it, except where the page is what gives so much.
STEP_UP = frozenset({Action.ACTIVATE_COVENANT, Action.EXPORT_LOG, Action.ERASE_DATA})
STEP_UP_TO_READ = frozenset({Action.EXPORT_LOG})


@dataclass(frozen=True, slots=True)
class Door:
    """The actions of which one is enough to read the page, those of which one is enough to send it something.

    ``again``: the methods for which the second factor is asked again when it was shown more than a few minutes ago
    (A4). What does one of the actions in ``STEP_UP`` asks it whether or not that stands here.
    """

    reads: tuple[Action, ...] = ()
    writes: tuple[Action, ...] = ()
    held: Held = Held.NOTHING
    again: tuple[str, ...] = ()

    def actions(self, method: str) -> tuple[Action, ...]:
        """Return the actions that this method asks for; none: the page knows no such method."""
        return self.reads if method in SAFE_METHODS else self.writes

    def asks_again(self, method: str) -> bool:
        """Say whether this method asks for a second factor that was shown a moment ago (A4)."""
        way, always = ("GET", STEP_UP_TO_READ) if method in SAFE_METHODS else ("POST", STEP_UP)
        return way in self.again or not always.isdisjoint(self.actions(way))

    def roles(self, method: str) -> frozenset[Role]:
        """Return the roles that get in with this method."""
        return frozenset().union(*(PERMITTED[action] for action in self.actions(method)))


_CASE_ACTS = (
    Action.TAKE_UP_CASE,
    Action.ASSIGN_CASE,
    Action.WORK_CASE,
    Action.OVERRIDE_TRIAGE,
)

DOORS: dict[str, Door] = {
    "landlord:deliveries": Door((Action.DELIVER_SIGNALS,), (Action.DELIVER_SIGNALS,)),
    "landlord:template": Door((Action.DELIVER_SIGNALS,)),
    "landlord:delivery": Door((Action.DELIVER_SIGNALS,), held=Held.DELIVERY),
    "landlord:columns": Door((Action.DELIVER_SIGNALS,), (Action.DELIVER_SIGNALS,), Held.DELIVERY),
    "landlord:sheets": Door((Action.DELIVER_SIGNALS,), (Action.DELIVER_SIGNALS,), Held.DELIVERY),
    "coordinator:held": Door((Action.DECIDE_DELIVERIES,), (Action.DECIDE_DELIVERIES,)),
    "coordinator:waive": Door(writes=(Action.DECIDE_DELIVERIES,), held=Held.DELIVERY),
    "landlord:layouts": Door((Action.DELIVER_SIGNALS,)),
    "landlord:forget_layout": Door(writes=(Action.DELIVER_SIGNALS,), held=Held.LAYOUT),
    "landlord:withdraw": Door(writes=(Action.DELIVER_SIGNALS,), held=Held.DELIVERY),
    "landlord:returned_file": Door((Action.DELIVER_SIGNALS,), held=Held.DELIVERY),
    "landlord:signals": Door((Action.DELIVER_SIGNALS,), held=Held.DELIVERY),
    "landlord:receipts": Door((Action.DELIVER_SIGNALS,), held=Held.DELIVERY, again=("GET",)),
    "landlord:delivery_receipt": Door((Action.DELIVER_SIGNALS,), held=Held.DELIVERY),
    "landlord:signal_receipt": Door((Action.DELIVER_SIGNALS,), held=Held.SIGNAL),
    "landlord:news": Door((Action.DELIVER_SIGNALS,), (Action.DELIVER_SIGNALS,), Held.SIGNAL),
    "landlord:feedback": Door((Action.READ_FEEDBACK,)),
    "landlord:feedback_file": Door((Action.READ_FEEDBACK,), again=("GET",)),
    "landlord:delivery_proof": Door((Action.DELIVER_SIGNALS,), held=Held.DELIVERY),
    "landlord:signal_proof": Door((Action.DELIVER_SIGNALS,), held=Held.SIGNAL),
    "witness:receipt": Door((Action.CHECK_RECEIPT,), (Action.CHECK_RECEIPT,)),
    "municipality:day": Door((Action.READ_CASES,)),
    "municipality:late": Door((Action.WATCH_TERMS,)),
    "municipality:desk": Door((Action.READ_CASES,)),
    "municipality:leave": Door(writes=(Action.ASSIGN_CASE,)),
    "municipality:leave_over": Door(writes=(Action.ASSIGN_CASE,), held=Held.LEAVE),
    "municipality:reminders": Door(writes=(Action.READ_CASES,)),
    "municipality:districts": Door(writes=(Action.SET_DISTRICTS,)),
    "municipality:work_list": Door((Action.READ_CASES,)),
    "municipality:search": Door((Action.READ_CASES,), (Action.READ_CASES,)),
    "municipality:assign": Door(writes=(Action.ASSIGN_CASE,)),
    "municipality:keep_filter": Door(writes=(Action.READ_CASES,)),
    "municipality:forget_filter": Door(writes=(Action.READ_CASES,)),
    "municipality:case": Door((Action.READ_CASES,), held=Held.CASE),
    "municipality:corrections": Door((Action.READ_CASES,), held=Held.CASE),
    "municipality:write_letter": Door((Action.WORK_CASE,), (Action.WORK_CASE,), Held.CASE),
    "municipality:message": Door((Action.WORK_CASE,), (Action.WORK_CASE,), Held.MESSAGE),
    "municipality:paper": Door((Action.WORK_CASE,), held=Held.MESSAGE),
    "municipality:post": Door((Action.WORK_CASE,), (Action.WORK_CASE,)),
    "municipality:visits": Door((Action.WORK_CASE,), (Action.WORK_CASE,)),
    "municipality:visit_round": Door((Action.WORK_CASE,), held=Held.ROUND),
    "municipality:visit_sheet": Door((Action.WORK_CASE,), held=Held.ROUND),
    "municipality:visit_result": Door(writes=(Action.WORK_CASE,), held=Held.ROUND),
    "municipality:texts": Door((Action.SET_TEXTS,)),
    "municipality:text": Door((Action.SET_TEXTS,), (Action.SET_TEXTS,)),
    "municipality:plan_appointment": Door((Action.WORK_CASE,), (Action.WORK_CASE,), Held.CASE),
    "municipality:appointment": Door((Action.WORK_CASE,), (Action.WORK_CASE,), Held.APPOINTMENT),
    "municipality:cancel_appointment": Door(writes=(Action.WORK_CASE,), held=Held.APPOINTMENT),
    "municipality:calendar": Door((Action.WORK_CASE,), held=Held.APPOINTMENT),
    "municipality:break_glass": Door(writes=(Action.BREAK_GLASS,), held=Held.CASE, again=("POST",)),
    "municipality:act": Door(writes=_CASE_ACTS, held=Held.CASE),
    "municipality:referral_preview": Door((Action.WORK_CASE,), held=Held.CASE),
    "municipality:experts": Door((Action.WORK_CASE,), (Action.WORK_CASE,), Held.CASE),
    "municipality:expert_step": Door(writes=(Action.WORK_CASE,), held=Held.CASE),
    "partner:referrals": Door((Action.ANSWER_REFERRAL,)),
    "partner:referral": Door((Action.ANSWER_REFERRAL,), held=Held.REFERRAL),
    "partner:take": Door(writes=(Action.ANSWER_REFERRAL,), held=Held.REFERRAL),
    "partner:write": Door(writes=(Action.ANSWER_REFERRAL,), held=Held.REFERRAL),
    "partner:answer": Door(writes=(Action.ANSWER_REFERRAL,), held=Held.REFERRAL),
    "coordinator:month": Door((Action.READ_MONTH,)),
    "coordinator:past_month": Door((Action.READ_MONTH,)),
    "coordinator:gaps": Door((Action.READ_MONTH,)),
    "coordinator:gaps_file": Door((Action.READ_MONTH,)),
    "coordinator:plot": Door((Action.READ_MONTH,)),
    "coordinator:process": Door(writes=(Action.LINK_SIGNALS,)),
    "coordinator:progress": Door((Action.READ_MONTH,)),
    "coordinator:doubts": Door((Action.REVIEW_LINKS,)),
    "coordinator:doubt_figures": Door((Action.REVIEW_LINKS,)),
    "coordinator:doubt": Door((Action.REVIEW_LINKS,), (Action.REVIEW_LINKS,), Held.LINK),
    "coordinator:undo": Door((Action.REVIEW_LINKS,), (Action.REVIEW_LINKS,), Held.LINK),
    "coordinator:address": Door((Action.REVIEW_LINKS,), (Action.REVIEW_LINKS,), Held.NOTIFICATION),
    "coordinator:imports": Door((Action.IMPORT_RESIDENTS,), (Action.IMPORT_RESIDENTS,)),
    "covenants:overview": Door((Action.READ_COVENANTS,)),
    "covenants:covenant": Door((Action.READ_COVENANTS,), held=Held.COVENANT),
    "covenants:comparison": Door((Action.READ_COVENANTS,), held=Held.COVENANT),
    "covenants:document": Door((Action.READ_COVENANTS,), held=Held.COVENANT),
    "covenants:download": Door((Action.READ_COVENANTS,), held=Held.COVENANT),
    "covenants:drafts": Door((Action.DRAFT_COVENANT,)),
    "covenants:start_draft": Door(writes=(Action.DRAFT_COVENANT,), held=Held.COVENANT),
    "covenants:draft": Door((Action.DRAFT_COVENANT,), (Action.DRAFT_COVENANT,), Held.DRAFT),
    "covenants:draft_part": Door((Action.DRAFT_COVENANT,), (Action.DRAFT_COVENANT,), Held.DRAFT),
    "covenants:add_to_draft": Door(writes=(Action.DRAFT_COVENANT,), held=Held.DRAFT),
    "covenants:rehearsal": Door((Action.REHEARSE_COVENANT,), (Action.REHEARSE_COVENANT,), Held.DRAFT),
    "covenants:send_draft": Door(writes=(Action.PROPOSE_COVENANT,), held=Held.DRAFT),
    "covenants:discard_draft": Door(writes=(Action.DRAFT_COVENANT,), held=Held.DRAFT),
    "covenants:sign": Door(writes=(Action.SIGN_COVENANT,), held=Held.COVENANT),
    "covenants:statement": Door((Action.SIGN_COVENANT, Action.ACTIVATE_COVENANT), held=Held.COVENANT),
    "covenants:hand_in": Door(writes=(Action.SIGN_COVENANT, Action.ACTIVATE_COVENANT), held=Held.COVENANT),
    "covenants:activate": Door(writes=(Action.ACTIVATE_COVENANT,), held=Held.COVENANT),
    "privacy:log": Door((Action.READ_LOG,), (Action.READ_LOG,)),
    "privacy:trace": Door((Action.READ_LOG,), held=Held.TRACE),
    "privacy:desk": Door((Action.READ_LOG,)),
    "privacy:reviews": Door((Action.REVIEW_LOG,)),
    "privacy:policy": Door((Action.SET_REVIEW_POLICY,), (Action.SET_REVIEW_POLICY,)),
    "privacy:own_marks": Door((Action.DECLARE_OWN_MARKS,), (Action.DECLARE_OWN_MARKS,)),
    "privacy:review": Door((Action.REVIEW_LOG,), held=Held.REVIEW),
    "privacy:sign_review": Door(writes=(Action.REVIEW_LOG,), held=Held.REVIEW, again=("POST",)),
    "privacy:judge": Door(writes=(Action.REVIEW_LOG,), held=Held.REVIEW_ITEM),
    "privacy:breaches": Door((Action.REPORT_BREACH,)),
    "privacy:select": Door(writes=(Action.REPORT_BREACH,)),
    "privacy:select_item": Door(writes=(Action.REPORT_BREACH,), held=Held.REVIEW_ITEM),
    "privacy:new_breach": Door((Action.REPORT_BREACH,), (Action.REPORT_BREACH,)),
    "privacy:breach": Door((Action.REPORT_BREACH,), held=Held.BREACH),
    "privacy:breach_act": Door(writes=(Action.REPORT_BREACH,), held=Held.BREACH),
    "privacy:breach_paper": Door((Action.REPORT_BREACH,), held=Held.BREACH),
    "privacy:proof": Door((Action.READ_LOG,), (Action.READ_LOG,)),
    "privacy:requests": Door((Action.ANSWER_RIGHTS,), (Action.ANSWER_RIGHTS,)),
    "privacy:request_act": Door(writes=(Action.ANSWER_RIGHTS,), held=Held.REQUEST),
    "privacy:release_contact": Door(writes=(Action.ANSWER_RIGHTS,), held=Held.CASE),
    "privacy:evaluations": Door((Action.RECORD_EVALUATION,), (Action.RECORD_EVALUATION,)),
    "people:people": Door((Action.MANAGE_PEOPLE,), (Action.MANAGE_PEOPLE,)),
    "people:end_role": Door(writes=(Action.MANAGE_PEOPLE,), held=Held.ASSIGNMENT),
    "people:disable": Door(writes=(Action.MANAGE_PEOPLE,), held=Held.PERSON),
    "people:withdraw": Door(writes=(Action.MANAGE_PEOPLE,), held=Held.INVITATION),
    "people:systems": Door((Action.MANAGE_PEOPLE,), (Action.MANAGE_PEOPLE,), again=("POST",)),
    "people:end_system": Door(writes=(Action.MANAGE_PEOPLE,), held=Held.SYSTEM),
    "meeting:overview": Door((Action.ATTEND_MEETING,)),
    "meeting:plan": Door(writes=(Action.HOLD_MEETING,)),
    "meeting:plan_ahead": Door(writes=(Action.HOLD_MEETING,)),
    "meeting:move": Door(writes=(Action.HOLD_MEETING,), held=Held.MEETING),
    "meeting:meeting": Door((Action.ATTEND_MEETING,), held=Held.MEETING),
    "meeting:pack_paper": Door((Action.ATTEND_MEETING,), held=Held.MEETING),
    "meeting:minutes": Door((Action.ATTEND_MEETING,), held=Held.MEETING),
    "meeting:minutes_paper": Door((Action.ATTEND_MEETING,), held=Held.MEETING),
    "meeting:table": Door(writes=(Action.TABLE_CASE,), held=Held.MEETING),
    "meeting:table_numbered": Door(writes=(Action.TABLE_CASE,), held=Held.MEETING),
    "meeting:withdraw": Door(writes=(Action.TABLE_CASE, Action.HOLD_MEETING), held=Held.MEETING),
    "meeting:hold": Door((Action.HOLD_MEETING,), held=Held.MEETING),
    "meeting:presence": Door(writes=(Action.HOLD_MEETING,), held=Held.MEETING),
    "meeting:end": Door(writes=(Action.HOLD_MEETING,), held=Held.MEETING),
    "meeting:item": Door((Action.HOLD_MEETING,), (Action.HOLD_MEETING,), Held.MEETING),
    "meeting:complete": Door(writes=(Action.ATTEND_MEETING,), held=Held.MEETING),
    "meeting:drop": Door(writes=(Action.HOLD_MEETING,), held=Held.MEETING),
    "meeting:ask_referral": Door(writes=(Action.ANSWER_REFERRAL,), held=Held.REFERRAL),
    "meeting:ask_signal": Door(writes=(Action.DELIVER_SIGNALS,), held=Held.SIGNAL),
}

# Everyone who is signed in, in whatever role: where one is sent to one's first page.
FOR_EVERY_ROLE = frozenset({"start"})


def may_open(actor: Actor, view_name: str, method: str) -> Decision | None:
    """Say whether this actor's role opens the page with this method; None when the page is not named here (A6)."""
    if view_name in FOR_EVERY_ROLE:
        return Decision(True)
    door = DOORS.get(view_name)
    if door is None:
        return None
    asked = door.actions(method)
    # A method that the page does not know is answered by the page itself: 405, for everyone who may open it at all.
    return permission_for_any(actor, asked or door.actions("GET") or door.actions("POST"))


def asks_again(view_name: str, method: str) -> bool:
    """Say whether this page asks for a second factor that was shown a moment ago (A4)."""
    door = DOORS.get(view_name)
    return door is not None and door.asks_again(method)
