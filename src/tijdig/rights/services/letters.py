"""Make the letters to the tenant: one informs (R18), one invites on behalf of two (R30). A person sends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from tijdig.actors import Action, Actor, require
from tijdig.casework.authority import within_authority
from tijdig.casework.colleagues import inviting_people
from tijdig.casework.loading import (
    LinkedSignal,
    case_of_actor,
    covenant_of_case,
    facts_of_case,
    signals_of_case,
)
from tijdig.casework.models import Case
from tijdig.casework.on_record import about_case
from tijdig.casework.queries.requests import chosen, resident_values
from tijdig.casework.rules.contact_choice import check_may_write
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.ddas import Result, SignalStatus
from tijdig.disclosure.services import Request, disclose
from tijdig.disclosure.services_processing import record_change
from tijdig.feedback.receipts import municipality_of
from tijdig.letters.sender import Addressee, CovenantMark
from tijdig.letters.tenant import (
    CaseDirector,
    InformingLetter,
    JointInvitation,
    UsedCategory,
    informing_letter,
    joint_invitation,
)
from tijdig.problems import ProblemKind, Refused
from tijdig.rights.rules.told import told_use

ADDRESSEE = ("bewoner.naam", "bewoner.adres")

NOBODY_TO_WRITE_TO = ProblemKind(
    code="rights.nobody-to-write-to",
    rule="R18",
    nl="Er is geen naam of adres uit de BRP bij deze zaak, dus er kan geen brief worden gemaakt.",
    en="There is no name or address from the register in this case, so no letter can be made.",
    remedy_nl="Kijk bij Signalen over wie het gaat, of informeer de inwoner op een andere manier.",
    remedy_en="Look under Signals who this is about, or inform the resident in another way.",
)
NOT_TO_THE_DEAD = ProblemKind(
    code="rights.not-to-the-dead",
    rule="R26",
    nl="Volgens de BRP is deze inwoner overleden. Er gaat geen brief uit.",
    en="According to the register this resident is deceased. No letter goes out.",
    remedy_nl="Beslis eerst over wie achterblijft in het huishouden.",
    remedy_en="First decide about those left behind in the household.",
)
TWO_INVITE = ProblemKind(
    code="rights.two-invite",
    rule="R30",
    nl="Een gezamenlijke uitnodiging komt van twee regisseurs, en bij deze zaak staat er één.",
    en="A joint invitation comes from two case directors, and this case has one.",
    remedy_nl="Leg eerst vast met welke collega u uitnodigt.",
    remedy_en="First record with which colleague you invite.",
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """When (day, and time as text) and where the invited tenant is expected."""

    on: date
    at: str
    place: str


@dataclass(frozen=True, slots=True)
class _Letter:
    """What both letters share."""

    case: Case
    covenant: Covenant
    tenant: Addressee
    signals: tuple[LinkedSignal, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of those whose signals were taken up."""
        codes = dict.fromkeys(one.signal.party_code for one in self.signals)
        return tuple(self.covenant.parties[code].name for code in codes if code in self.covenant.parties)


@transaction.atomic
def write_informing_letter(*, actor: Actor, case_id: UUID, on: date) -> bytes:
    """Return the letter that informs the tenant, as PDF; that it was sent is recorded by who sends it (R18).

    Raises :class:`Refused` for a role that may not, for the dead, and without a name and address that the covenant
    lets this person see.
    """
    letter = _begun(actor, case_id)
    told = told_use(letter.covenant)
    _record(actor, letter.case, "case.write-informing-letter", letter.covenant)
    return informing_letter(
        InformingLetter(
            municipality=municipality_of(letter.covenant),
            tenant=letter.tenant,
            reference=letter.case.number,
            written_on=on,
            sources=letter.sources,
            reported_on=min(one.signal.received_on for one in letter.signals),
            purpose=told.purpose,
            ground=told.ground,
            categories=tuple(UsedCategory(name, facts) for name, facts in told.categories),
            recipients=told.recipients,
            retention=told.retention,
            covenant=_mark(letter.covenant),
        )
    )


@transaction.atomic
def write_joint_invitation(*, actor: Actor, case_id: UUID, conversation: Conversation, on: date) -> bytes:
    """Return the invitation by both case directors, as PDF (R30); :class:`Refused` as above, or when there is one."""
    letter = _begun(actor, case_id)
    people = {one.person_id: one for one in inviting_people(actor.controller_id)}
    owners = (letter.case.owner, letter.case.second_owner)
    directors = [people[owner] for owner in owners if owner in people]
    if len(directors) < 2:
        raise Refused(TWO_INVITE())
    _record(actor, letter.case, "case.write-joint-invitation", letter.covenant)
    return joint_invitation(
        JointInvitation(
            municipality=municipality_of(letter.covenant),
            tenant=letter.tenant,
            reference=letter.case.number,
            written_on=on,
            sources=letter.sources,
            conversation_on=conversation.on,
            conversation_at=conversation.at,
            place=conversation.place,
            directors=tuple(CaseDirector(one.name, one.discipline) for one in directors),
        )
    )


def _begun(actor: Actor, case_id: UUID) -> _Letter:
    """Find to whom and about what to write; name and address pass ``disclosure`` (L1)."""
    require(actor, Action.WORK_CASE)
    case = case_of_actor(actor, case_id)
    actor = within_authority(actor, case)
    if case.proposed_result == Result.DECEASED:
        raise Refused(NOT_TO_THE_DEAD())
    problem = check_may_write(waits_for_choice=bool(case.contact_reasons), may_write=case.may_write)
    if problem is not None:
        raise Refused(problem)
    covenant = covenant_of_case(case)
    linked = signals_of_case(case)
    taken_up = tuple(one for one in linked if one.signal.status == SignalStatus.TAKEN_UP)
    about = taken_up or linked  # who moved away has a right to be informed too
    return _Letter(case, covenant, _addressee(actor, case, covenant, about), about)


def _addressee(actor: Actor, case: Case, covenant: Covenant, signals: tuple[LinkedSignal, ...]) -> Addressee:
    fields = chosen(resident_values(case, signals), ADDRESSEE)
    request = Request(
        "case", str(case.pk), actor.party, PurposeCode.HELP, covenant.hash, fields, facts_of_case(case)
    )
    (answer,) = disclose(actor=actor, requests=[request])
    if answer.withheld:
        reasons = {reason.code: reason for one in answer.withheld.values() for reason in one.reasons}
        raise Refused(reasons.values())
    name, address = (str(answer.values[field] or "") for field in ADDRESSEE)
    if not name or not address:
        raise Refused(NOBODY_TO_WRITE_TO())
    return Addressee(name, tuple(address.split(", ")))


def _mark(covenant: Covenant) -> CovenantMark:
    return CovenantMark(covenant.title, covenant.version, covenant.hash)


def _record(actor: Actor, case: Case, action: str, covenant: Covenant) -> None:
    record_change(
        actor=actor,
        action=action,
        object_kind="case",
        object_id=str(case.pk),
        processings=about_case(case.pk, covenant),
        details={"covenant": covenant.hash},
    )
