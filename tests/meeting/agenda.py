"""Cases that are opened and put on the agenda of a meeting, and by when an action is due."""

from __future__ import annotations

from datetime import date

from tests.casework.town import Town
from tijdig.casework.models import Case
from tijdig.meeting.models import AgendaItem, Meeting
from tijdig.meeting.rules.agenda import Basis
from tijdig.meeting.services import table_case

DUE = date(2026, 4, 10)
WHY = "Ontruiming over twee weken; zonder overleg is hulp te laat."


def opened(weert: Town, bsn: str, **values: object) -> Case:
    weert.add_resident(bsn, benefit=False)
    signal = weert.add_signal(bsn, **values)  # type: ignore[arg-type]
    weert.open()
    return Case.objects.get(notification__links__signal=signal)


def tabled(weert: Town, meeting: Meeting, case: Case) -> AgendaItem:
    return table_case(
        actor=weert.people["coordinator"],
        meeting_id=meeting.pk,
        case_id=case.pk,
        basis=Basis.NECESSITY,
        sentence=WHY,
    )
