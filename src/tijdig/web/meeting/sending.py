"""What was sent about a meeting: carried out, or back on its page with what is wrong and nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
