"""Make a participant's pack and minutes as PDF: its own cases and fields, in a version with a date, on record (R47)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.queries.shown import ShownField
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.covenant.sender import municipality_of
from tijdig.letters.fields import on_paper
from tijdig.letters.meeting import AgreedAction, DiscussedCase, MeetingPaper, meeting_paper
from tijdig.letters.referral import GivenFact
from tijdig.letters.sender import CovenantMark
from tijdig.meeting.models import PaperVersion
from tijdig.meeting.queries.actions import OwnAction, earlier_actions
from tijdig.meeting.queries.pack import Pack, PackItem, meeting_pack
from tijdig.meeting.rules.agenda import Basis
from tijdig.meeting.rules.papers import PaperKind, next_version
from tijdig.meeting.services.recording import record_of_meeting
from tijdig.problems import ProblemKind, Refused

NOT_ENDED_YET = ProblemKind(
    code="meeting.not-ended-yet",
    rule="R47",
    nl="Het verslag komt er als het overleg is afgerond.",
    en="The minutes are there once the meeting has ended.",
)
BASES = {
    Basis.CONSENT: "Besproken met toestemming van de inwoner.",
    Basis.NECESSITY: "Besproken omdat het noodzakelijk is.",
}


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper as PDF, and its version."""

    content: bytes
    version: int


@transaction.atomic
def make_paper(*, actor: Actor, meeting_id: UUID, kind: PaperKind) -> MadePaper:
    """Return the pack or minutes of the actor's own organisation; a new version when what it holds has changed.

    What goes in passes ``disclosure`` like the page; that it was made, and in which version, stands in the log.
    Raises :class:`Refused` for the minutes of a meeting that goes on.
    """
    pack = meeting_pack(actor, meeting_id)
    if kind is PaperKind.MINUTES and pack.meeting.ended_at is None:
        raise Refused(NOT_ENDED_YET())
    earlier = earlier_actions(actor, meeting_id)
    version = _version(actor, pack, kind)
    record_of_meeting(
        actor=actor,
        action="meeting.make-paper",
        meeting=pack.meeting,
        details={"paper": kind.value, "version": version.number, "cases": len(pack.items)},
    )
    return MadePaper(meeting_paper(_paper(actor, pack, kind, version, earlier)), version.number)


def _version(actor: Actor, pack: Pack, kind: PaperKind) -> PaperVersion:
    """Return the version that this paper is: the last one when it held the same."""
    mark = pack.minutes_mark if kind is PaperKind.MINUTES else pack.mark
    papers = PaperVersion.objects.filter(meeting=pack.meeting, party=actor.party, kind=kind)
    last = papers.order_by("-number").first()
    number = next_version(last.number, last.mark, mark) if last else 1
    if last is not None and number == last.number:
        return last
    return PaperVersion.objects.create(
        controller_id=actor.controller_id,
        meeting=pack.meeting,
        party=actor.party,
        kind=kind,
        number=number,
        mark=mark,
        made_at=timezone.now(),
        made_by=actor.person_id,
    )


def _paper(
    actor: Actor, pack: Pack, kind: PaperKind, version: PaperVersion, earlier: Sequence[OwnAction]
) -> MeetingPaper:
    covenant = pack.covenant
    purpose = covenant.purposes[PurposeCode.MEETING]
    seats = list(pack.meeting.presences.all())
    return MeetingPaper(
        municipality=municipality_of(covenant),
        participant=covenant.name_of(actor.party),
        is_minutes=kind is PaperKind.MINUTES,
        meeting_on=pack.on,
        version=version.number,
        made_on=timezone.localdate(version.made_at),
        present=tuple(covenant.name_of(one.party) for one in seats if one.present),
        absent=tuple(covenant.name_of(one.party) for one in seats if not one.present),
        earlier=tuple(_agreed(covenant, one, named=True) for one in earlier),
        cases=tuple(_discussed(covenant, one, kind) for one in pack.items),
        purpose=purpose.description,
        ground=purpose.ground,
        covenant=CovenantMark(covenant.title, covenant.version, covenant.hash),
    )


def _discussed(covenant: Covenant, item: PackItem, kind: PaperKind) -> DiscussedCase:
    is_minutes = kind is PaperKind.MINUTES
    basis = BASES[Basis(item.basis)] if item.basis else ""
    return DiscussedCase(
        title=_title(item),
        basis=f"{basis} {item.sentence}".strip(),
        facts=() if is_minutes else _given(item.fields),
        signals=tuple(_given(fields) for fields in item.signals),
        decision=item.decision if is_minutes else "",
        actions=tuple(_agreed(covenant, one) for one in item.actions) if is_minutes else (),
    )


def _title(item: PackItem) -> str:
    known = [part for part in (f"Zaak {item.number}" if item.number else "", item.name) if part]
    return ", ".join(known) or "Uw signaal"


def _given(fields: Sequence[ShownField]) -> tuple[GivenFact, ...]:
    told = ((field.label, on_paper(field.code, field.value)) for field in fields if field.granted)
    return tuple(GivenFact(label[:1].upper() + label[1:], text) for label, text in told if text)


def _agreed(covenant: Covenant, action: OwnAction, *, named: bool = False) -> AgreedAction:
    who = covenant.name_of(action.party)
    return AgreedAction(
        what=action.what,
        who=f"{who} ({action.person})" if action.person else who,
        due_on=action.due_on,
        standing="klaar" if action.done_on else "te laat" if action.is_late else "open",
        about=(action.number or action.about) if named else "",
    )
