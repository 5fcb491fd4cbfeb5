"""What the placeholders of a text hold for a case, and to whom it goes: decided by ``disclosure`` (C1, L1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils import timezone

from tijdig.actors import Actor
from tijdig.casework.colleagues import inviting_people
from tijdig.casework.loading import LinkedSignal, covenant_of_case, facts_of_case, signals_of_case
from tijdig.casework.models import Case
from tijdig.casework.queries.requests import case_values, chosen, resident_values
from tijdig.casework.rules.states import HELPING_REFERRALS, OPEN_REFERRALS
from tijdig.casework.rules.term_pauses import ARTICLES
from tijdig.casework.term_pauses import decide_by, running_pause, term_pause
from tijdig.contact.models import Appointment
from tijdig.contact.rules.appointments import Where, place_in_words
from tijdig.contact.rules.messages import ON_PAPER, Channel
from tijdig.contact.rules.phrases import (
    WHY_LATER,
    decided_by,
    how_to_reach,
    points,
    privacy_officer,
    who_gets_it,
)
from tijdig.contact.rules.texts import PLACEHOLDERS
from tijdig.contact.rules.told import told_use
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.purposes import PurposeCode
from tijdig.covenant.sender import municipality_of
from tijdig.ddas import SignalStatus
from tijdig.disclosure.services import Request, Value, disclose
from tijdig.letters.dutch import enumeration, long_date, weekday_date
from tijdig.letters.markup import unmarked
from tijdig.parties.queries import names_of_people
from tijdig.problems import Refused

NAME, ADDRESS = "bewoner.naam", "bewoner.adres"
# Per way: the field of the covenant, and where it stands with a signal.
_NUMBERS = {Channel.MAIL: ("signaal.email", "email"), Channel.SMS: ("signaal.telefoon", "phone")}


@dataclass(frozen=True, slots=True)
class About:
    """A case as texts speak of it; ``signals`` are those that were taken up, or all when none was."""

    case: Case
    covenant: Covenant
    signals: tuple[LinkedSignal, ...]
    appointment: Appointment | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom it goes: name and lines of the address for paper, a number or address for the rest."""

    name: str = ""
    lines: tuple[str, ...] = ()
    number: str = ""


def about(case: Case, appointment: Appointment | None) -> About:
    """Return what texts speak of in this case."""
    linked = signals_of_case(case)
    taken_up = tuple(one for one in linked if one.signal.status == SignalStatus.TAKEN_UP)
    return About(case, covenant_of_case(case), taken_up or linked, appointment)


def released(actor: Actor, told: About, placeholders: Collection[str]) -> Mapping[str, Value]:
    """Return the fields that these placeholders and an address need, as ``disclosure`` releases them.

    Raises :class:`Refused` with the covenant's reasons when one of them is withheld.
    """
    case = told.case
    wanted = {NAME, ADDRESS, *(PLACEHOLDERS[name] for name in placeholders if PLACEHOLDERS[name])}
    received = min(one.signal.received_on for one in told.signals)
    values = {
        **resident_values(case, told.signals),
        **case_values(case),
        "signaal.ontvangen_op": received,
    }
    request = Request(
        "case", str(case.pk), actor.party, PurposeCode.HELP, told.covenant.hash, chosen(values, sorted(wanted)),
        facts_of_case(case),
    )  # fmt: skip
    (answer,) = disclose(actor=actor, requests=[request])
    if answer.withheld:
        reasons = {reason.code: reason for one in answer.withheld.values() for reason in one.reasons}
        raise Refused(reasons.values())
    return answer.values


def recipient(actor: Actor, told: About, channel: Channel, fields: Mapping[str, Value]) -> Recipient | None:
    """Return to whom it goes; None when nobody gave an address for this way."""
    name, address = (str(fields[field] or "") for field in (NAME, ADDRESS))
    if channel in ON_PAPER:
        return Recipient(name, tuple(address.split(", "))) if name and address else None
    number = _number(actor, told, *_NUMBERS[channel])
    return Recipient(name, (), number) if number else None


def _number(actor: Actor, told: About, field: str, name: str) -> str:
    """The newest e-mail address or telephone number that a partner sent and the covenant lets this person use."""
    requests = [
        Request(
            "signal", str(one.signal.pk), one.signal.party_code, PurposeCode.EARLY_SIGNAL, told.covenant.hash,
            {field: getattr(one.signal, name)}, facts_of_case(told.case),
        )
        for one in reversed(told.signals)
        if getattr(one.signal, name)
    ]  # fmt: skip
    answers = disclose(actor=actor, requests=requests) if requests else ()
    return next((str(one.values[field]) for one in answers if field in one.granted), "")


def values_of(actor: Actor, told: About, fields: Mapping[str, Value]) -> dict[str, str]:
    """Return every placeholder that has a value here, in the form that a text may hold."""
    municipality = municipality_of(told.covenant)
    use = told_use(told.covenant)
    sources = dict.fromkeys(one.signal.party_code for one in told.signals)
    names = tuple(told.covenant.parties[code].name for code in sources if code in told.covenant.parties)
    received = fields.get("signaal.ontvangen_op")
    plain = {
        "naam": str(fields.get(NAME) or ""),
        "kenmerk": told.case.number,
        "bronnen": enumeration(names),
        "ontvangen_op": long_date(received) if hasattr(received, "year") else "",  # type: ignore[arg-type]
        "bereikbaar": how_to_reach(municipality),
        "gemeente": municipality.name,
        "medewerker": _own_name(actor),
        "doel": use.purpose,
        "grondslag": use.ground,
        "ontvangers": who_gets_it(use.recipients),
        "functionaris": privacy_officer(municipality),
        "hulpverlener": _helper(told),
        **_decision(told),
        **_appointment(actor, told.appointment),
    }
    lists = {
        "gegevens": points(f"{name}: {', '.join(facts)}." for name, facts in use.categories),
        "bewaren": points(use.retention),
    }
    return {name: unmarked(value) for name, value in plain.items()} | lists


def _own_name(actor: Actor) -> str:
    known = names_of_people(actor.controller_id, {actor.person_id} if actor.person_id else set())
    return next(iter(known.values()), "")


def _helper(told: About) -> str:
    given = [one for one in told.case.referrals.all() if one.state in OPEN_REFERRALS | HELPING_REFERRALS]
    party = told.covenant.parties.get(given[-1].party) if given else None
    return party.name if party else ""


def _decision(told: About) -> dict[str, str]:
    case = told.case
    on, held = case.help_decided_on, running_pause(case)
    pause = term_pause(held) if held else None
    return {
        "besluit_dag": long_date(on) if on else "",
        "besluit_kenmerk": case.help_decision_reference,
        "besluit_uiterlijk": decided_by(decide_by(case, told.covenant)),
        "stilstand_reden": WHY_LATER[pause.ground] if pause else "",
        "stilstand_artikel": ARTICLES[pause.ground] if pause else "",
        "stilstand_vanaf": long_date(pause.first_day) if pause else "",
    }


def _appointment(actor: Actor, one: Appointment | None) -> dict[str, str]:
    if one is None:
        return dict.fromkeys(("afspraak_dag", "afspraak_tijd", "afspraak_plek", "afspraak_wie"), "")
    starts = timezone.localtime(one.starts_at)
    people = {person.person_id: person for person in inviting_people(actor.controller_id)}
    there = [people[person] for person in (one.person, one.second_person) if person in people]
    return {
        "afspraak_dag": weekday_date(starts.date()),
        "afspraak_tijd": f"{starts:%H.%M} uur",
        "afspraak_plek": place_in_words(Where(one.where), one.place),
        "afspraak_wie": enumeration(
            tuple(f"{one.name} ({one.discipline})" if one.discipline else one.name for one in there)
        ),
    }
