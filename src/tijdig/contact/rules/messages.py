"""Which letters and messages there are, how each may go, and what it supposes (R18, R23, R30, R38)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tijdig.ddas import AttemptKind
from tijdig.problems import Problem, ProblemKind


class MessageKind(StrEnum):
    """What is written. The value is the name of the file with the shipped text."""

    INFORMING = "informing"
    JOINT_INVITATION = "joint-invitation"
    INVITATION = "invitation"
    MISSED_YOU = "missed-you"
    CALL_ME = "call-me"
    REFERRED = "referred"
    ADMISSION = "admission"
    REFUSAL = "refusal"
    TERM_PAUSED = "term-paused"
    TERM_RESUMED = "term-resumed"
    CLOSING = "closing"


class Channel(StrEnum):
    """How it goes out."""

    LETTER = "letter"
    CARD = "card"
    MAIL = "mail"
    SMS = "sms"


class MessageState(StrEnum):
    """Where a message stands. ``sending`` that stays: it broke off halfway; a person looks whether it left."""

    DRAFT = "draft"
    READY = "ready"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


KIND_NAMES_NL: Mapping[MessageKind, str] = {
    MessageKind.INFORMING: "brief die informeert",
    MessageKind.JOINT_INVITATION: "gezamenlijke uitnodiging",
    MessageKind.INVITATION: "uitnodiging",
    MessageKind.MISSED_YOU: "kaartje: wij waren aan de deur",
    MessageKind.CALL_ME: "verzoek om contact",
    MessageKind.REFERRED: "brief over de verwijzing",
    MessageKind.ADMISSION: "besluit: toelating, met plan van aanpak",
    MessageKind.REFUSAL: "besluit: weigering",
    MessageKind.TERM_PAUSED: "brief: het besluit komt later",
    MessageKind.TERM_RESUMED: "brief: de termijn loopt weer",
    MessageKind.CLOSING: "brief bij het afsluiten",
}
CHANNEL_NAMES_NL: Mapping[Channel, str] = {
    Channel.LETTER: "brief",
    Channel.CARD: "kaartje",
    Channel.MAIL: "e-mail",
    Channel.SMS: "sms",
}
STATE_NAMES_NL: Mapping[MessageState, str] = {
    MessageState.DRAFT: "concept",
    MessageState.READY: "klaar om te printen",
    MessageState.QUEUED: "wordt verstuurd",
    MessageState.SENDING: "niet zeker of het weg is",
    MessageState.SENT: "verstuurd",
    MessageState.FAILED: "niet gelukt",
    MessageState.DROPPED: "niet verstuurd",
}
ATTEMPTS: Mapping[Channel, AttemptKind] = {
    Channel.LETTER: AttemptKind.LETTER,
    Channel.CARD: AttemptKind.CARD,
    Channel.MAIL: AttemptKind.MAIL,
    Channel.SMS: AttemptKind.MESSAGE,
}
ON_PAPER = frozenset({Channel.LETTER, Channel.CARD})
# What is about money or help goes in a closed envelope; a card or a message that others may read says "call us" only.
CHANNELS: Mapping[MessageKind, tuple[Channel, ...]] = {
    **dict.fromkeys(MessageKind, (Channel.LETTER,)),
    MessageKind.MISSED_YOU: (Channel.CARD,),
    MessageKind.CALL_ME: (Channel.SMS, Channel.MAIL, Channel.CARD),
}
LONGEST_SMS = 480

NOT_THIS_WAY = ProblemKind(
    code="contact.not-this-way",
    rule="R35",
    nl="Dit gaat niet als {channel}.",
    en="This does not go as {channel_en}.",
    remedy_nl="Kies uit: {allowed}.",
    remedy_en="Choose from: {allowed_en}.",
)
NEEDS_JOINT_APPOINTMENT = ProblemKind(
    code="contact.needs-joint-appointment",
    rule="R30",
    nl="Een gezamenlijke uitnodiging gaat over één afspraak van twee regisseurs, en die is er nog niet.",
    en="A joint invitation is about one appointment of two case directors, and there is none yet.",
    remedy_nl="Maak eerst een afspraak en kies daarbij de collega.",
    remedy_en="First make an appointment, and choose the colleague with it.",
)
NEEDS_APPOINTMENT = ProblemKind(
    code="contact.needs-appointment",
    rule="R28",
    nl="Een uitnodiging noemt een afspraak, en die is er nog niet.",
    en="An invitation names an appointment, and there is none yet.",
    remedy_nl="Maak eerst een afspraak.",
    remedy_en="First make an appointment.",
)
NEEDS_DECISION = ProblemKind(
    code="contact.needs-decision",
    rule="R38",
    nl="Dit besluit is niet genomen, dus er is geen brief over.",
    en="This decision was not taken, so there is no letter about it.",
    remedy_nl="Leg eerst het besluit vast, met het kenmerk.",
    remedy_en="First record the decision, with its reference.",
)
NEEDS_REFERRAL = ProblemKind(
    code="contact.needs-referral",
    rule="R30",
    nl="Deze zaak is niet verwezen, dus er is geen brief over.",
    en="This case was not referred, so there is no letter about it.",
)
NEEDS_PAUSE = ProblemKind(
    code="contact.needs-pause",
    rule="R39",
    nl="De termijn van het besluit staat niet stil, dus er is geen brief over.",
    en="The term of the decision does not stand still, so there is no letter about it.",
    remedy_nl="Leg eerst vast waarom de termijn stilstaat.",
    remedy_en="First record why the term stands still.",
)
NEEDS_RESUMED_TERM = ProblemKind(
    code="contact.needs-resumed-term",
    rule="R39",
    nl="De termijn van het besluit stond niet stil, of loopt nog niet weer, dus er is geen brief over.",
    en="The term of the decision did not stand still, or does not run again yet, so there is no letter about it.",
)
NO_ADDRESS = ProblemKind(
    code="contact.no-address",
    rule="R18",
    nl="Er is geen naam of adres uit de BRP bij deze zaak, dus er kan geen brief of kaartje worden gemaakt.",
    en="There is no name or address from the register in this case, so no letter or card can be made.",
    remedy_nl="Kijk bij Signalen over wie het gaat, of informeer de inwoner op een andere manier.",
    remedy_en="Look under Signals who this is about, or inform the resident in another way.",
)
NO_NUMBER = ProblemKind(
    code="contact.no-number",
    rule="R35",
    nl="De partners gaven geen {what} door voor deze inwoner.",
    en="The partners gave no {what_en} for this resident.",
)
NOT_TO_THE_DEAD = ProblemKind(
    code="contact.not-to-the-dead",
    rule="R26",
    nl="Deze inwoner is overleden. Er gaat geen brief uit.",
    en="This resident is deceased. No letter goes out.",
    remedy_nl="Beslis eerst over wie achterblijft in het huishouden.",
    remedy_en="First decide about those left behind in the household.",
)
STILL_TO_FILL_IN = ProblemKind(
    code="contact.still-to-fill-in",
    rule="R38",
    nl="In de tekst staat nog: {what}",
    en="The text still says: {what}",
    remedy_nl="Vul dit in of haal het weg, en bewaar de tekst.",
    remedy_en="Fill this in or take it out, and save the text.",
)
TOO_LONG_FOR_SMS = ProblemKind(
    code="contact.too-long-for-sms",
    rule="R35",
    nl="Een sms is hooguit {most} tekens; deze tekst heeft er {count}.",
    en="A text message has {most} characters at most; this text has {count}.",
)
NOTHING_WRITTEN = ProblemKind(
    code="contact.nothing-written",
    rule="R35",
    nl="Schrijf een onderwerp en een tekst.",
    en="Write a title and a text.",
)
APPOINTMENT_CHANGED = ProblemKind(
    code="contact.appointment-changed",
    rule="R28",
    nl="De afspraak in deze brief is intussen verzet, afgezegd of voorbij.",
    en="The appointment in this letter has been moved, cancelled or has passed in the meantime.",
    remedy_nl="Stuur deze brief niet. Maak een nieuwe uitnodiging.",
    remedy_en="Do not send this letter. Make a new invitation.",
)
NOT_IN_THIS_STATE = ProblemKind(
    code="contact.message-state",
    rule="K6",
    nl="Dit bericht is intussen: {state}. Dat kan niet meer worden gewijzigd.",
    en="This message is by now: {state_code}. That can no longer be changed.",
)


@dataclass(frozen=True, slots=True)
class Possible:
    """What a case has that messages speak of."""

    appointment: bool = False
    joint_appointment: bool = False
    decision: str = ""
    term_paused: bool = False
    term_resumed: bool = False
    referral: bool = False
    deceased: bool = False


# What a letter is about, and the problem when the case does not have it.
_SPOKEN_OF: Mapping[MessageKind, tuple[ProblemKind, Callable[[Possible], bool]]] = {
    MessageKind.JOINT_INVITATION: (NEEDS_JOINT_APPOINTMENT, lambda case: case.joint_appointment),
    MessageKind.INVITATION: (NEEDS_APPOINTMENT, lambda case: case.appointment),
    MessageKind.ADMISSION: (NEEDS_DECISION, lambda case: case.decision == MessageKind.ADMISSION),
    MessageKind.REFUSAL: (NEEDS_DECISION, lambda case: case.decision == MessageKind.REFUSAL),
    MessageKind.TERM_PAUSED: (NEEDS_PAUSE, lambda case: case.term_paused),
    MessageKind.TERM_RESUMED: (NEEDS_RESUMED_TERM, lambda case: case.term_resumed),
    MessageKind.REFERRED: (NEEDS_REFERRAL, lambda case: case.referral),
}


def check_kind(kind: MessageKind, channel: Channel, case: Possible) -> Problem | None:
    """Return why this cannot be written now; None when it can."""
    if case.deceased:
        return NOT_TO_THE_DEAD()
    if channel not in CHANNELS[kind]:
        allowed = CHANNELS[kind]
        return NOT_THIS_WAY(
            channel=CHANNEL_NAMES_NL[channel],
            channel_en=channel.value,
            allowed=", ".join(CHANNEL_NAMES_NL[one] for one in allowed),
            allowed_en=", ".join(allowed),
        )
    if kind not in _SPOKEN_OF:
        return None
    lacking, is_there = _SPOKEN_OF[kind]
    return None if is_there(case) else lacking()


def check_appointment_stands(
    *, starts_at: datetime, changed_at: datetime, cancelled: bool, drafted_at: datetime, now: datetime
) -> Problem | None:
    """Return why a letter about an appointment may not go any more; None when all in it still holds.

    What was moved after the letter was drafted stands in it with its former moment or place.
    """
    holds = not cancelled and changed_at <= drafted_at and starts_at > now
    return None if holds else APPOINTMENT_CHANGED()


def check_state(state: MessageState, allowed: Collection[MessageState]) -> Problem | None:
    """Return why this step cannot be taken from ``state``; None when it is one of those allowed."""
    if state in allowed:
        return None
    return NOT_IN_THIS_STATE(state=STATE_NAMES_NL[state], state_code=state.value)


def check_text(title: str, text: str, channel: Channel, *, complete: bool) -> tuple[Problem, ...]:
    """Return what is wrong with a text; ``complete`` also asks that nothing is left to fill in."""
    found = []
    if not title.strip() or not text.strip():
        found.append(NOTHING_WRITTEN())
    if channel is Channel.SMS and len(text) > LONGEST_SMS:
        found.append(TOO_LONG_FOR_SMS(most=LONGEST_SMS, count=len(text)))
    if complete:
        found += [STILL_TO_FILL_IN(what=one) for one in left_to_fill_in(text)]
    return tuple(found)


def left_to_fill_in(text: str) -> tuple[str, ...]:
    """Return the prompts between square brackets that are still there."""
    opened = text.split("[vul in:")[1:]
    return tuple(f"[vul in:{one.partition(']')[0]}]" for one in opened)
