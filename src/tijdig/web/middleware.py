"""What stands between every request and its view: no caching, the second factor, the actor, refusals as pages."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from tijdig.actors import Actor
from tijdig.ledger.rules.traceparent import read_traceparent
from tijdig.ledger.trace import name_trace, new_trace, tell_failures
from tijdig.parties.models import Person
from tijdig.parties.services import record_enrolment
from tijdig.problems import NotFound, Refused
from tijdig.storage import NO_ROOM, OTHERS_FIRST, problem_of
from tijdig.tenancy import NOBODY, under
from tijdig.web.access import asks_again, may_open
from tijdig.web.account.demo import is_demo_session_elsewhere
from tijdig.web.account.second_factor import has_second_factor, proved_second_factor
from tijdig.web.account.sessions import actor_of, chosen_assignment
from tijdig.web.account.step_up import ask_again
from tijdig.web.acting import SECOND_FACTOR_KEY, to_sign_in_or_role
from tijdig.web.errors import form_only, not_found

type GetResponse = Callable[[HttpRequest], HttpResponseBase]

ACCOUNT_PREFIX = "/account/"
# All that a person without a second factor can reach: making one, and leaving.
ENROLMENT_PREFIX = "/account/2fa/"
LEAVING = ("account_logout", "set_language")
# All that a person can reach whose second factor this session has not seen: showing it, and leaving. Not the pages that
# change it or list recovery codes: those would be a way around it.
PROVING = ("mfa_reauthenticate", "mfa_reauthenticate_webauthn", *LEAVING)
UNABLE = {OTHERS_FIRST.code: 503, NO_ROOM.code: 507}

# What a view raises to answer that a request is not right: nothing failed.
NO_FAILURE = (Http404, PermissionDenied, SuspiciousOperation, BadRequest)


def no_store(get_response: GetResponse) -> GetResponse:
    """Forbid keeping any page (S5); static files never come here, and a house style says that it may be kept."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not getattr(response, "may_be_kept", False):
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def second_factor_required(get_response: GetResponse) -> GetResponse:
    """Let nobody past enrolment without a second factor, shown in this very session (A1): also not in a demo."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if is_demo_session_elsewhere(request):
            logout(request)
        if not isinstance(request.user, Person):
            return get_response(request)
        enrolled = has_second_factor(request)
        if enrolled and proved_second_factor(request):
            again = ask_again(request) if _changes_second_factor(request) else None
            return again or get_response(request)
        if not _may_go_on_without(request, enrolled=enrolled):
            return _to_second_factor(request, enrolled=enrolled)
        response = get_response(request)
        if not enrolled and has_second_factor(request):
            # Enrolling is proof: the code or the key was shown a moment ago, in this session.
            request.session[SECOND_FACTOR_KEY] = time.time()
            record_enrolment(actor=request.user)
        return response

    return middleware


def _may_go_on_without(request: HttpRequest, *, enrolled: bool) -> bool:
    if request.path in {reverse(name) for name in (PROVING if enrolled else LEAVING)}:
        return True
    return not enrolled and request.path.startswith(ENROLMENT_PREFIX)


def _changes_second_factor(request: HttpRequest) -> bool:
    """Say whether the page changes the second factor or lists recovery codes: a password alone is not enough (A1)."""
    if not request.path.startswith(ENROLMENT_PREFIX):
        return False
    return request.path not in {reverse(name) for name in ("mfa_index", "mfa_list_webauthn", *PROVING)}


def _to_second_factor(request: HttpRequest, *, enrolled: bool) -> HttpResponse:
    if not enrolled:
        return redirect("mfa_index")
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': reverse('start')})}")


class ActorOfSession:
    """Sets ``request.actor`` and lets no view run without one, unless it is marked ``login_not_required``.

    The role assignment is read anew for each request, so that one that was ended is gone at once (A8).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Run the request under one trace id, as the actor that its session has chosen.

        A trace that the caller tells of is noted as the caller's, and is never ours (L2).
        """
        with new_trace(foreign=read_traceparent(request.headers.get("traceparent", ""))):
            chosen = chosen_assignment(request)
            with under(chosen.controller_id if chosen else NOBODY):  # the database keeps to it as well (A7)
                request.actor = actor_of(request)  # type: ignore[attr-defined]
                return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        _args: tuple[object, ...],
        _kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Send those without an actor to sign in, and let each role through its own doors only (A6).

        The trace gets the page's name, by which the log tells the act. Pages under ``/account/`` guard themselves. A
        page that no door is named for opens for nobody.
        """
        name = request.resolver_match.view_name if request.resolver_match else ""
        name_trace(name)
        if not getattr(view, "login_required", True) or request.path.startswith(ACCOUNT_PREFIX):
            return None
        actor: Actor | None = request.actor  # type: ignore[attr-defined]
        if actor is None:
            return to_sign_in_or_role(request)
        decision = may_open(actor, name, request.method or "GET")
        if decision is None:
            return not_found(request)
        if not decision.permitted:
            return refused(request, Refused(decision.reasons))
        return ask_again(request) if asks_again(name, request.method or "GET") else None


def actor_of_session(get_response: GetResponse) -> ActorOfSession:
    """Make the middleware that settings name."""
    return ActorOfSession(get_response)


class RefusalsAsPages:
    """Turns what services raise into pages: ``Refused`` into its sentences, ``NotFound`` into the usual 404 (A6)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; an address that takes forms only says so to who opens it."""
        return form_only(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal with its sentences, also that of the database itself; leave all else to Django.

        What the request had begun with data of people and could not finish is on record as failed (L2).
        """
        if isinstance(error, NotFound):
            raise Http404 from None
        if isinstance(error, Refused):
            return refused(request, error)
        if not isinstance(error, NO_FAILURE):
            tell_failures()
        problem = problem_of(error)
        return refused(request, Refused(problem)) if problem else None


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer with the reasons of a refusal."""
    return render(request, "errors/refused.html", {"problems": error.problems}, status=refusal_status(error))


def refusal_status(error: Refused) -> int:
    """Return 403 when the role or the covenant forbids it, 409 when the state of things does.

    When the database refused for want of room it is 507, and 503 when others came first.
    """
    codes = {problem.code for problem in error.problems}
    if unable := codes & UNABLE.keys():
        return max(UNABLE[code] for code in unable)
    forbidden = ("actors.", "disclosure.", "covenant.")
    return 403 if any(code.startswith(forbidden) for code in codes) else 409


def refusals_as_pages(get_response: GetResponse) -> RefusalsAsPages:
    """Make the middleware that settings name."""
    return RefusalsAsPages(get_response)
