"""What was sent about a meeting: carried out, or back on its page with what is wrong and nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from tijdig.actors import Actor
from tijdig.meeting.queries.others import Others, done_by_others
from tijdig.meeting.services.holding import WRITTEN_BY_COLLEAGUE
from tijdig.meeting.services.planning import MEETING_HAS_ENDED
from tijdig.meeting.services.tabling import TABLED_ALREADY
from tijdig.problems import Problem, Refused
from tijdig.web.choices import Text


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent about one case, item or form and could not be carried out."""

    about: str = ""
    data: Mapping[str, str] | None = None
    problems: Sequence[Problem] = ()

    def data_for(self, about: object) -> Mapping[str, str] | None:
        """Return what was sent if it was about this one."""
        return self.data if self.about == str(about) else None

    def problems_for(self, about: object) -> Sequence[Problem]:
        """Return what was wrong with it if it was about this one."""
        return self.problems if self.about == str(about) else ()


NOTHING_SENT = Sent()
# What a colleague did of which a problem came (K6).
DONE_BY_OTHERS: Mapping[str, Text] = {
    WRITTEN_BY_COLLEAGUE.code: _("Besluit opgeschreven"),
    TABLED_ALREADY.code: _("Zaak op de agenda gezet"),
    MEETING_HAS_ENDED.code: _("Overleg afgerond"),
}

type Told = tuple[str, Others]


def told_of_others(
    actor: Actor, meeting_id: UUID, sent: Sent, *, case_id: UUID | None = None, number: str = ""
) -> tuple[Told, ...]:
    """Return what a colleague did that stood in the way of what was sent, in words, with who and when."""
    codes = [problem.code for problem in sent.problems if problem.code in DONE_BY_OTHERS]
    if not codes:
        return ()
    done = done_by_others(actor, meeting_id, codes, case_id=case_id, number=number.strip())
    return tuple((str(DONE_BY_OTHERS[one.code]), one) for one in done)


@dataclass(frozen=True, slots=True)
class Step:
    """A service to call, what the page says after it, and where one goes then."""

    run: Callable[[], object]
    done: Text
    to: str
    args: tuple[object, ...] = ()


def carry_out(
    request: HttpRequest, step: Step, sent: Sent, page: Callable[[Sent], HttpResponse]
) -> HttpResponse:
    """Do the step; when it is refused, show the page with what was sent and why not."""
    try:
        step.run()
    except Refused as refusal:
        return page(Sent(sent.about, sent.data, refusal.problems))
    messages.success(request, str(step.done))
    return redirect(step.to, *step.args)
