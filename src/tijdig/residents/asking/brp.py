"""Look people up in the national resident register (BRP bevragen), for one municipality."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from tijdig.problems import Problem, Refused
from tijdig.residents.asking.asking import Service
from tijdig.residents.asking.ground import service_of
from tijdig.residents.rules.asking_problems import (
    ANSWER_UNREADABLE,
    OF_THE_QUESTION,
    TOO_MANY,
    AnswerUnreadable,
)
from tijdig.residents.rules.brp_answers import Found, read_found, read_records
from tijdig.residents.rules.brp_questions import (
    PATH,
    SERVICE,
    Question,
    people_at_address,
    people_by_name,
    records_of_people,
)
from tijdig.residents.rules.record import ResidentRecord

SHOWN_AS = "BRP"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to look for, as a partner wrote it: address, name, and a register date of birth or nothing."""

    postcode: str
    house_number: int
    surname: str
    prefix: str
    birth_date: str


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Who may be meant, by number, and the problem when a question could not be answered."""

    bsns: tuple[str, ...]
    problem: Problem | None = None


class Brp:
    """The register's API. Remembers the answers to searches as long as it lives: a household is asked for once."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._answers: dict[str, tuple[Found, ...] | Problem] = {}

    def look_up(self, wanted: Wanted) -> LookedUp:
        """Return the adults who may be meant: at the address, and wherever someone has the name and birth date.

        Raises :class:`Refused` when the register cannot be asked now; a question that it cannot answer is told.
        """
        here, problem = self._at_address(wanted)
        elsewhere, other = self._search(people_by_name(wanted.surname, wanted.prefix, wanted.birth_date))
        adults = [one.bsn for one in (*here, *elsewhere) if not one.minor]
        return LookedUp(tuple(dict.fromkeys(adults)), problem or other)

    def records_of(self, bsns: Iterable[str]) -> tuple[ResidentRecord, ...]:
        """Return the records of these people; who is no longer in the register is not among them.

        Raises :class:`Refused` when the register cannot be asked now, or answers in another form.
        """
        return tuple(
            record
            for question in records_of_people(bsns)
            for record in self._read(question, read_records, self._ask(question))
        )

    def _at_address(self, wanted: Wanted) -> tuple[tuple[Found, ...], Problem | None]:
        """Search on the address, and where too many people live there on their name as well."""
        where = (wanted.postcode, wanted.house_number)
        found, problem = self._search(people_at_address(*where))
        if problem is not None and problem.code == TOO_MANY.code:
            return self._search(people_at_address(*where, wanted.surname))
        return found, problem

    def _search(self, question: Question | None) -> tuple[tuple[Found, ...], Problem | None]:
        if question is None:
            return (), None
        key = question.key
        if key not in self._answers:
            try:
                self._answers[key] = tuple(self._read(question, read_found, self._ask(question)))
            except Refused as refused:
                (problem,) = refused.problems
                if problem.code not in OF_THE_QUESTION:
                    raise
                self._answers[key] = problem
        known = self._answers[key]
        return ((), known) if isinstance(known, Problem) else (known, None)

    def _ask(self, question: Question) -> object:
        return self._service.ask(PATH, question.body())

    def _read[Read](
        self, question: Question, read: Callable[[Question, object], Sequence[Read]], answer: object
    ) -> Sequence[Read]:
        try:
            return read(question, answer)
        except AnswerUnreadable as unreadable:
            raise Refused(ANSWER_UNREADABLE(service=SHOWN_AS, where=str(unreadable))) from None


@contextmanager
def brp_of(controller_id: str, *, on: date) -> Iterator[Brp]:
    """Give the register's API of a municipality and close it afterwards.

    Raises :class:`Refused` when it is not set up, or when no covenant is in force on day ``on``.
    """
    with service_of(controller_id, SERVICE, shown_as=SHOWN_AS, on=on) as service:
        yield Brp(service)
