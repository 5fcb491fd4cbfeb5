"""Ask a benefit administration who of these people receives a Participatiewet benefit, for one municipality."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tijdig.problems import Refused
from tijdig.residents.asking.asking import Service
from tijdig.residents.asking.connections import connection_of
from tijdig.residents.rules.asking_problems import ANSWER_UNREADABLE, AnswerUnreadable
from tijdig.residents.rules.benefit_questions import (
    PATH,
    SERVICE,
    BenefitAnswers,
    questions_about,
    read_benefits,
)


def ask_benefits_of(controller_id: str, numbers: Iterable[str], *, on: date) -> tuple[BenefitAnswers, ...]:
    """Return what the administration answers about these people (BSNs), as many as fit in one question at a time.

    Raises :class:`Refused` when it is not set up, cannot be asked now, or answers in another form.
    """
    service = Service(SERVICE, connection_of(controller_id, SERVICE))
    try:
        return tuple(
            read_benefits(question["burgerservicenummers"], service.ask(PATH, question), on=on)
            for question in questions_about(numbers)
        )
    except AnswerUnreadable as unreadable:
        raise Refused(ANSWER_UNREADABLE(service=SERVICE, where=str(unreadable))) from None
    finally:
        service.close()
