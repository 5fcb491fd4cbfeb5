"""The API itself: its operations, who may call them, and how it says no (I1, RFC 9457)."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tijdig.api.answers import VERSION, Json, problem_answer, problem_json
from tijdig.api.v1.access import SystemToken, TooManyRequests
from tijdig.api.v1.news import router as news_router
from tijdig.api.v1.schemas import AskedDecision, CovenantInForce, CovenantRef, Covenants, ToldDecision
from tijdig.covenant.queries import covenants_in_force
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.facts import KnownFact
from tijdig.disclosure.rules import Question
from tijdig.disclosure.services_asking import ask_decision
from tijdig.parties.queries_api import ApiSystem
from tijdig.problems import NotFound, Refused
from tijdig.tenancy import under

api = NinjaAPI(
    title="Tijdig",
    version=VERSION,
    description="Which covenants are in force, what they decide, and what a landlord tells of its own signals. "
    "No data of people comes out.",
    urls_namespace="api-v1",
    docs_url=None,
    openapi_url="openapi.json",
    auth=SystemToken(),
)

api.add_router("", news_router)


def _system(request: HttpRequest) -> ApiSystem:
    return cast("ApiSystem", request.auth)  # type: ignore[attr-defined] # what authenticate returned


@api.get("covenants", response=Covenants, by_alias=True, url_name="covenants", operation_id="covenants")
def covenants(request: HttpRequest) -> dict[str, list[CovenantInForce]]:
    """Return the covenants in force today of which the caller's organisation is a party."""
    actor = _system(request).actor
    with under(actor.controller_id):
        in_force = covenants_in_force(actor.controller_id, timezone.localdate())
    return {"covenants": [_in_force(one, actor.party) for one in in_force if actor.party in one.parties]}


@api.post("decisions", response=ToldDecision, by_alias=True, url_name="decisions", operation_id="decisions")
def decisions(request: HttpRequest, asked: AskedDecision) -> dict[str, Any]:
    """Ask whether one party may give another these fields for this purpose, given these facts; the answer says why.

    Nothing is released, and no data of people is looked at. That it was asked is on record, without the facts.
    """
    system, today = _system(request), timezone.localdate()
    question = Question(
        asked.sender, asked.recipient, asked.purpose, asked.role or system.actor.role, tuple(asked.fields)
    )
    given = {one.fact: one.known(today) for one in asked.facts}
    with under(system.actor.controller_id):
        told = ask_decision(
            actor=system.actor,
            client_id=system.client_id,
            question=question,
            facts={name: fact for name, fact in given.items() if isinstance(fact, KnownFact)},
            covenant_hash=asked.covenant or "",
        )
    return {
        "covenant": _ref(told.covenant) if told.covenant else None,
        "on": told.on,
        "permitted": all(one.permitted for one in told.decisions.values()),
        "decisions": [
            {
                "field": name,
                "permitted": one.permitted,
                "exchange": one.exchange,
                "ground": one.ground,
                "reasons": [problem_json(reason) for reason in one.reasons],
            }
            for name, one in told.decisions.items()
        ],
    }


def _ref(covenant: Covenant) -> CovenantRef:
    return CovenantRef(id=covenant.id, version=covenant.version, hash=covenant.hash, title=covenant.title)


def _in_force(covenant: Covenant, party: str) -> CovenantInForce:
    return CovenantInForce(
        **_ref(covenant).model_dump(),
        controller=covenant.controller_code,
        party=party,
        parties=list(covenant.parties),
        purposes=list(covenant.purposes),
        valid_from=covenant.valid_from,
        valid_until=covenant.valid_until,
    )


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 400 with all that is wrong with the request (I1); never with what stood there (L6)."""
    return problem_answer(400, errors=[_told(one) for one in error.errors])


def _told(error: dict[str, Any]) -> dict[str, Json]:
    # "body" and the name of the argument come first; the rest is the way into what was sent.
    place = "/".join(str(step) for step in error["loc"][2:])
    context = error.get("ctx", {}) if error["type"] == "tijdig" else {}
    return {
        "in": str(error["loc"][0]),
        "location": {"pointer": f"#/{place}"},
        "code": str(context.get("code", f"request.{error['type']}".replace("_", "-"))),
        "detail": str(context.get("nl", error["msg"])),
    }


@api.exception_handler(AuthenticationError)
def unauthenticated(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Answer 401: there is no token, or none that holds now."""
    return problem_answer(401, headers={"WWW-Authenticate": 'Bearer realm="tijdig"'})


@api.exception_handler(TooManyRequests)
def too_many(_request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    """Answer 429, and when to come back (S8)."""
    return problem_answer(429, headers={"Retry-After": str(error.wait)})


@api.exception_handler(Refused)
def refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    """Answer 403 when the role may not, else 409, with the reasons."""
    forbidden = any(problem.code.startswith("actors.") for problem in error.problems)
    return problem_answer(403 if forbidden else 409, error.problems)


@api.exception_handler(NotFound)
@api.exception_handler(Http404)
def not_found(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """Answer 404: it does not exist for this caller (A6)."""
    return problem_answer(404)


@api.exception_handler(HttpError)
def unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the request itself got wrong, such as a body that is no JSON."""
    return problem_answer(error.status_code)
