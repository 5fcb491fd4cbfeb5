"""Run the fictitious months through the real services: agree, import, deliver, link, open, work, feed back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tijdig.actors import Actor, system_actor
from tijdig.casework.services import work_up_signals
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.in_force import Verdict
from tijdig.covenant.rules.reading import read_covenant
from tijdig.covenant.services import activate_covenant, propose_covenant, sign_covenant
from tijdig.demo.agenda import agree_on_conversations
from tijdig.demo.agreement import covenant_text
from tijdig.demo.cast import Cast, gather_cast
from tijdig.demo.looking import look_around
from tijdig.demo.people import Inhabitant, invent_town
from tijdig.demo.register import benefit_list, register_extract
from tijdig.demo.story import Month, Story, tell_story
from tijdig.demo.work import work_through
from tijdig.intake.rules.whole.facts import Expectations
from tijdig.intake.services import confirm_columns, receive_delivery, set_expectations
from tijdig.intake.states import DeliveryState
from tijdig.ledger.trace import new_trace
from tijdig.residents.services import import_benefit_facts, import_register_extract

SIGNERS = {
    "gemeente-weert": "coordinator",
    "wonen-limburg": "landlord-admin",
    "st-joseph": "other-landlord-admin",
    "amw": "helper-admin",
}
CLERKS = {"wonen-limburg": "clerk", "st-joseph": "other-clerk"}

# What the fictitious municipality looks twice at: a file in cents, or half of one, waits for its coordinator.
EXPECTED = Expectations(amount_times=5, gone_percent=75, fewest=10, wait_days=5, remind_days=3)

type Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Played:
    """What the demo left behind for the visitor."""

    cast: Cast
    story: Story


def play(today: date, say: Say) -> Played:
    """Make the town, the covenant and three months of work, telling each step to ``say``."""
    with new_trace():
        text = covenant_text(today)
        covenant = _read(text)
        cast = gather_cast(covenant, municipality="Weert", inhabitants=50_500)
        agree(cast, text)
        set_expectations(actor=cast["coordinator"], expected=EXPECTED)
        say(f"Het convenant is door {len(covenant.parties)} partijen aanvaard en in werking gezet.")
        town = invent_town(today)
        story = tell_story(town, today)
        for month in story.months:
            _run_month(cast, town, month, say)
            if month is not story.months[-1]:  # today's alarm is left to the visitor: whom the demo is about
                work_through(cast, month.received_on, today, is_last=month is story.months[-2])
        agree_on_conversations(cast)
        look_around(cast, today)
    return Played(cast, story)


def _read(text: str) -> Covenant:
    covenant = read_covenant(text).covenant
    if covenant is None:
        raise LookupError("the packaged covenant of Weert cannot be read")
    return covenant


def agree(cast: Cast, text: str, signers: Iterable[str] = tuple(SIGNERS.values())) -> None:
    """Propose the covenant, let a signer of each party accept it, and put it in force by a second person (R1)."""
    version = propose_covenant(actor=cast["coordinator"], text=text)
    for signer in signers:
        sign_covenant(
            actor=cast[signer], version_id=version.pk, verdict=Verdict.ACCEPT, person_name=cast.names[signer]
        )
    activate_covenant(
        actor=cast["privacy-officer"], version_id=version.pk, person_name=cast.names["privacy-officer"]
    )


def _run_month(cast: Cast, town: Sequence[Inhabitant], month: Month, say: Say) -> None:
    coordinator, on = cast["coordinator"], month.received_on
    import_register_extract(actor=coordinator, content=register_extract(town).encode(), on=on)
    import_benefit_facts(actor=coordinator, content=benefit_list(town, on).encode(), on=on)
    for party in month.rows:
        name = f"{party}-{on:%Y-%m-%d}.csv"
        accepted, refused = deliver(cast[CLERKS[party]], name, month.export(party), on)
        say(f"{on:%d-%m-%Y}  {party:<14} {accepted:>3} aangenomen, {refused:>2} geweigerd")
    worked = work_up_signals(actor=system_actor(coordinator.controller_id), on=on)
    links, opened = worked.links, worked.cases.cases
    say(
        f"{on:%d-%m-%Y}  {links.certain} zeker gekoppeld, {links.review + links.none} ter beoordeling, "
        f"{opened} {'zaak' if opened == 1 else 'zaken'} geopend"
    )


def deliver(clerk: Actor, file_name: str, content: bytes, on: date) -> tuple[int, int]:
    """Deliver a file, confirming the recognised columns the first time; returns accepted and refused rows."""
    received = receive_delivery(actor=clerk, file_name=file_name, content=content, received_on=on)
    if received.state is DeliveryState.WAITING:
        received = confirm_columns(
            actor=clerk, delivery_id=received.delivery_id, columns=received.plan.stored, on=on
        )
    return len(received.new), received.refused
