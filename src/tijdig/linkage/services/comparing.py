"""Compare what waits with the register: nothing is written here, so nobody has to wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tijdig.actors import Action, Actor, require
from tijdig.intake.models import Signal
from tijdig.linkage.engine import link_people
from tijdig.linkage.matched import signal_person
from tijdig.linkage.models import Link
from tijdig.linkage.queries_unlinked import unlinked_signals
from tijdig.linkage.rules.people import LinkResult
from tijdig.linkage.services.comparing_again import doubts_of_before
from tijdig.residents.models import RegisterExtract, Source
from tijdig.residents.queries import register_of, resident_records, source_of
from tijdig.residents.rules.record import ResidentRecord
from tijdig.vault.rules.sealing import SealBroken

SOME = 500  # people: some hundredths of a second

# Hears how many of how many people were read.
type HowFar = Callable[[int, int], None]
type Version = tuple[UUID, datetime | None]  # of a signal: it is another one after each correction


def to_nobody(_read: int, _people: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing came to, signal by signal, and what was compared: which import, which signals as they were.

    ``read`` are the new signals among them, opened.
    """

    register: tuple[int, datetime]
    signals: tuple[Version, ...]
    results: tuple[LinkResult, ...]
    read: Sequence[Signal]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What there is to compare: new signals, and doubts of before where a newer register was imported."""

    controller_id: str
    register: RegisterExtract | None
    over_the_api: bool
    signals: Sequence[Signal]
    doubts: Sequence[Link]

    @property
    def compared(self) -> Sequence[Signal]:
        """The signals to compare, those of doubts last."""
        return [*self.signals, *(link.signal for link in self.doubts)]

    @property
    def versions(self) -> tuple[Version, ...]:
        """The same signals, as they are now."""
        return tuple((signal.pk, signal.corrected_at) for signal in self.compared)

    def is_as_it_was(self, ahead: Compared) -> bool:
        """Whether the register and the signals are still what was compared before."""
        register = self.register and (self.register.pk, self.register.imported_at)
        return not self.over_the_api and ahead.register == register and ahead.signals == self.versions


def compare_ahead(*, actor: Actor, how_far: HowFar = to_nobody) -> Compared | None:
    """Compare what waits now, for a run that begins after this; raises :class:`Refused` for a role that may not.

    None where there is nothing to compare, or the register is asked over its API: its answers may change meanwhile.
    ``how_far`` hears how many of the register's people were read; when all of them were, they are compared.
    """
    require(actor, Action.LINK_SIGNALS)
    waiting = what_waits(actor.controller_id)
    if waiting.register is None or waiting.over_the_api or not waiting.compared:
        return None
    try:
        return compare(waiting, waiting.register, how_far)
    except SealBroken:  # the run meets it too, and tells of it as an act that failed
        return None


def what_waits(controller_id: str, ahead: Compared | None = None) -> Waiting:
    """Return what waits under a controller to be compared; signals that were read ``ahead`` are not read again."""
    over_the_api = source_of(controller_id, RegisterExtract.Kind.RESIDENTS) is Source.API
    unlinked = unlinked_signals(controller_id, looked_up=True if over_the_api else None)
    known = ahead.read if ahead else ()
    versions = [(signal.pk, signal.corrected_at) for signal in known]
    same = bool(known) and versions == list(unlinked.values_list("pk", "corrected_at"))
    signals = known if same else list(unlinked)
    register = register_of(controller_id)
    doubts = [] if over_the_api or register is None else doubts_of_before(controller_id, register)
    return Waiting(controller_id, register, over_the_api, signals, doubts)


def compare(waiting: Waiting, register: RegisterExtract, how_far: HowFar = to_nobody) -> Compared:
    """Compare these signals with everyone in the register."""
    results = link_people(
        [signal_person(signal) for signal in waiting.compared],
        _counted(resident_records(waiting.controller_id), register.people, how_far),
        municipality=waiting.controller_id,
        whole_register=not waiting.over_the_api,
    )
    return Compared((register.pk, register.imported_at), waiting.versions, results, waiting.signals)


def _counted(records: Iterator[ResidentRecord], people: int, how_far: HowFar) -> Iterator[ResidentRecord]:
    """Hand on the records, and tell now and then how many there were."""
    for read, record in enumerate(records):
        if read % SOME == 0:
            how_far(min(read, people - 1), people)
        yield record
    how_far(people, people)
