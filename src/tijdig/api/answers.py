"""What every answer of the API has in common: its version, and problems as problem documents (I1, RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from tijdig.problems import Problem

PREFIX = "/api/"
VERSION = "1.0.0"
PROBLEM_TYPE = "application/problem+json"
# Where the codes of problems are explained: the catalogue that is generated from them, in the source.
CATALOGUE = "urn:tijdig:problem:"

type Json = str | int | bool | list["Json"] | dict[str, "Json"] | None


def as_api(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Make the middleware that gives each answer under ``/api/`` its version, and each error there its document.

    What the API itself does not answer (an address that does not exist, an error) would be a page for people.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not request.path.startswith(PREFIX):
            return response
        if response.status_code >= HTTPStatus.BAD_REQUEST and "json" not in response.headers["Content-Type"]:
            allow = response.headers.get("Allow")
            response = problem_answer(response.status_code)
            if allow:
                response.headers["Allow"] = allow
        response.headers["API-Version"] = VERSION
        return response

    return middleware


def problem_answer(
    status: int,
    problems: Iterable[Problem] = (),
    errors: Iterable[Mapping[str, Json]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return a problem document: that of one problem by its code, of several with each of them in ``problems``.

    ``errors`` are what is wrong with a request, each with its place (``location.pointer``), code and sentence.
    """
    told = tuple(problems)
    document: dict[str, Json] = {
        "type": f"{CATALOGUE}{told[0].code}" if told else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
    }
    if told:
        document |= {"detail": told[0].nl, "problems": [problem_json(one) for one in told]}
    if found := [dict(error) for error in errors]:
        document["errors"] = list(found)
    content = json.dumps(document, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=PROBLEM_TYPE, headers=dict(headers or {}))


def problem_json(problem: Problem) -> dict[str, Json]:
    """Return a problem, or a reason of a decision, as the API tells it: the same sentences as everywhere."""
    return {
        "code": problem.code,
        "rule": problem.rule,
        "nl": problem.nl,
        "en": problem.en,
        "remedyNl": problem.remedy_nl,
        "remedyEn": problem.remedy_en,
    }
