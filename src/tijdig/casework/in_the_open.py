"""Which columns of cases tell of people in the open, by which lists are sorted and counted, and what they tell (C9).

They name nobody: names, addresses, amounts, texts and facts are sealed.
"""

from __future__ import annotations

from collections.abc import Mapping

CASE: Mapping[str, str] = {
    **dict.fromkeys(("number", "state"), "zaak.status"),
    **dict.fromkeys(
        (
            "opened_on",
            "first_conversation_by",
            "inform_by",
            "informed_on",
            "taken_up_at",
            "given_at",
            "invited_on",
            "spoken_on",
        ),
        "zaak.termijnen",
    ),
    "received_on": "signaal.ontvangen_op",
    "district": "zaak.status",  # a part of town, of thousands of people: no address
    "rank_key": "zaak.rang",
    **dict.fromkeys(("threatened", "threatened_since"), "signaal.crisis"),
    **dict.fromkeys(("proposed_result", "result", "closed_on"), "zaak.resultaat"),
    **dict.fromkeys(
        ("offered_on", "offer_answered_on", "help_requested_on", "help_decision", "help_decided_on"),
        "zaak.aanbod",
    ),
    "paid_reported_on": "signaal.status",
    "frozen_on": "zaak.contactpogingen",
}

SIGNAL_NEWS: Mapping[str, str] = {
    **dict.fromkeys(("stage", "on", "told_at"), "ontruiming.fase"),
    **dict.fromkeys(("withdrawn", "payment"), "signaal.status"),
    "eviction_on": "ontruiming.datum",
}

CONTACT_ATTEMPT: Mapping[str, str] = dict.fromkeys(
    ("kind", "on", "part_of_day", "reached", "recorded_at"), "zaak.contactpogingen"
)

TASK: Mapping[str, str] = dict.fromkeys(
    ("kind", "code", "requires", "due_on", "planned_at", "done_on"), "zaak.taken"
)

REFERRAL: Mapping[str, str] = dict.fromkeys(
    ("state", "offered_on", "answer_by", "answered_on", "outcome", "ended_on", "report_by"),
    "doorgeleiding.status",
)

HELPER_ENTRY: Mapping[str, str] = {
    **dict.fromkeys(("kind", "on", "attempt", "reached"), "zaak.contactpogingen"),
    "written_at": "doorgeleiding.aantekening",
}

OUTSIDE_REFERRAL: Mapping[str, str] = dict.fromkeys(
    ("recorded_at", "consent_on", "withdrawn_on", "letter_made_on", "gives"), "doorgeleiding.status"
)

TERM_PAUSE: Mapping[str, str] = dict.fromkeys(("on", "last_day", "recorded_at"), "zaak.aanbod")

OVERRIDE: Mapping[str, str] = dict.fromkeys(("kind", "made_at"), "zaak.rang")

NOTE: Mapping[str, str] = {
    "written_at": "zaak.notities",
}
