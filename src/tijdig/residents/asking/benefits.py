"""Ask a benefit administration who of these people receives a Participatiewet benefit, for one municipality."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from tijdig.problems import Refused
from tijdig.residents.asking.asking import Service
from tijdig.residents.asking.ground import service_of
from tijdig.residents.rules.asking_problems import ANSWER_UNREADABLE, AnswerUnreadable
from tijdig.residents.rules.benefit_questions import (
    PATH,
    SERVICE,
    BenefitAnswers,
    questions_about,
    read_benefits,
)


@dataclass(frozen=True, slots=True)
class BenefitAdministration:
    """The administration's API on one day."""

    service: Service
    on: date

    def answers_about(self, numbers: Iterable[str]) -> tuple[BenefitAnswers, ...]:
        """Return what it answers about these people (BSNs), as many as fit in one question at a time.

        Raises :class:`Refused` when it cannot be asked now, or answers in another form.
        """
        try:
            return tuple(
                read_benefits(question["burgerservicenummers"], self.service.ask(PATH, question), on=self.on)
                for question in questions_about(numbers)
            )
        except AnswerUnreadable as unreadable:
            raise Refused(ANSWER_UNREADABLE(service=SERVICE, where=str(unreadable))) from None


@contextmanager
def benefit_administration_of(controller_id: str, *, on: date) -> Iterator[BenefitAdministration]:
    """Give the benefit administration's API of a municipality and close it afterwards.

    Raises :class:`Refused` when it is not set up, or when no covenant is in force on day ``on``.
    """
    with service_of(controller_id, SERVICE, shown_as=SERVICE, on=on) as service:
        yield BenefitAdministration(service, on)
