"""A signal as the rules of linkage and casework see it, made of a delivered row instead of a stored one."""

from __future__ import annotations

from tijdig.casework.rules.case_facts import SignalView
from tijdig.covenant.rules.document import Covenant
from tijdig.linkage.rules.matching import matching_address, names_of
from tijdig.linkage.rules.patterns import MatchedSignal
from tijdig.linkage.rules.people import LinkResult, SignalPerson
from tijdig.rehearse.told import AcceptedSignal
from tijdig.residents.rules.record import ResidentRecord


def person_of(one: AcceptedSignal) -> SignalPerson:
    """Return the person of a signal as linkage compares it."""
    row = one.row
    return SignalPerson(
        id=one.id,
        surname=row.surname,
        prefix=row.prefix,
        initials=row.initials,
        birth_date=row.birth_date,
        street=row.street,
        house_number=row.house_number,
        house_letter=row.house_letter,
        addition=row.addition,
        postcode=row.postcode,
        town=row.town,
        received_on=one.delivery.received_on,
    )


def matched(
    one: AcceptedSignal, link: LinkResult, record: ResidentRecord | None, municipality: str
) -> MatchedSignal:
    """Return a linked signal as the rules of patterns see it; not taken up yet."""
    person = person_of(one)
    return MatchedSignal(
        id=one.id,
        address_key=matching_address(person, record, municipality),
        received_on=one.delivery.received_on,
        party=one.delivery.party,
        amount_cents=one.row.amount_cents,
        onset_on=one.row.onset_on,
        reference=one.row.reference,
        person=link.bsn or "",
        names=names_of(person, record),
    )


def view(one: AcceptedSignal, link: LinkResult, *, repeat: bool, covenant: Covenant) -> SignalView:
    """Return what casework's rules need to know of a signal."""
    row, party = one.row, covenant.parties[one.delivery.party]
    return SignalView(
        id=one.id,
        party=one.delivery.party,
        sector=party.sector.value if party.sector else "",
        received_on=one.delivery.received_on,
        amount_cents=row.amount_cents,
        months=row.months,
        days=row.days,
        onset_on=row.onset_on,
        reference=row.reference,
        crisis=row.crisis,
        warm_transfer=row.warm_transfer,
        repeat=repeat,
        corrected=one.corrected,
        register_state=link.register.value,
        person_found=link.bsn is not None,
        collection={
            "incasso.contact_gezocht": row.contact_sought_on,
            "incasso.gewezen_op_hulp": row.pointed_to_help_on,
            "incasso.herinnering": row.reminder_on,
            "incasso.aanbod_doorgeven": row.offer_to_share_on,
            "huurder.geinformeerd": row.informed_on,
        },
    )
