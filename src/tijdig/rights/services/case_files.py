"""Empty the file of a case: what it tells about the people in it, in its own row and wherever else it is told (R54)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from tijdig.actors import Actor
from tijdig.casework.loading import covenant_of_case, standing_links
from tijdig.casework.models import Case, CaseKey, SignalNews
from tijdig.casework.on_record import about_case
from tijdig.disclosure.models import DecisionRecord
from tijdig.disclosure.services_processing import record_change
from tijdig.ledger.services import redact_part
from tijdig.vault.services import erase_rows

LAST_IN_LINE = "9"
# What each field of a case becomes. Days, state and result stay for the figures; they identify nobody.
EMPTY_FILE: Mapping[str, object] = MappingProxyType(
    {
        "route": "",
        "route_to": "",
        "route_actions": (),
        "route_reasons": (),
        "rank_key": LAST_IN_LINE,
        "rank_reasons": (),
        "to_find_out": (),
        "proposed_reason": (),
        "district": None,
        "threatened": False,
        "threatened_since": None,
        "minors": None,
        "benefit": None,
        "facts": MappingProxyType({}),
        "frozen_on": None,
        "eviction_stage": "",
        "eviction_on": None,
        "help_decision_reference": "",
        "sub_reason": "",
        "contact_reasons": (),
        "may_write": None,
        "contact_choice_reason": "",
        "result_helper": "",
        "result_reason": "",
    }
)


def has_file(case: Case) -> bool:
    """Say whether a case still tells anything about the people in it."""
    told = any(getattr(case, name) != _stored(empty) for name, empty in EMPTY_FILE.items())
    return told or case.data_key_id is not None


def empty_file(actor: Actor, case: Case) -> None:
    """Empty what a case tells about the people in it, and destroy its key. The caller saves the case."""
    record_change(
        actor=actor,
        action="rights.empty-file",
        object_kind="case",
        object_id=str(case.pk),
        processings=about_case(case.pk, covenant_of_case(case)),
    )  # before its key goes: later nobody could say whose data it was
    erase_rows(
        actor=actor, rows=Case.objects.filter(pk=case.pk)
    )  # with notes, tasks, referrals, what was said
    case.data_key, case.sealed = None, b""
    CaseKey.objects.filter(case=case).delete()  # nobody finds it by name or address any more
    SignalNews.objects.filter(signal__in=_signals(case)).delete()
    _forget_outcomes(actor, case)
    for name, empty in EMPTY_FILE.items():
        setattr(case, name, _stored(empty))
    case.version += 1


def _stored(empty: object) -> object:
    """A list or dictionary of its own for each case."""
    if isinstance(empty, tuple):
        return []
    return {} if isinstance(empty, Mapping) else empty


def _signals(case: Case) -> list[UUID]:
    return list(standing_links([case.pk]).values_list("signal_id", flat=True))


def _forget_outcomes(actor: Actor, case: Case) -> None:
    """Drop from the decision log whether conditions on benefit and household held; the decisions themselves stay."""
    subjects = {str(case.pk), *(str(pk) for pk in _signals(case))}
    records = DecisionRecord.objects.filter(
        controller_id=case.controller_id,
        subject_kind__in=("case", "signal"),
        subject_id__in=subjects,
        outcomes__isnull=False,
    )
    redact_part(actor=actor, records=records, part="outcomes", authority="R54", reason="file-of-case-emptied")
