"""What cannot be taken back, or gives much at once, asks for the second factor again (A4).

A page that is read comes back after it. A form that is sent is carried along in the page that asks, and goes on as it
was once the factor is shown: nothing that was typed is lost, and nothing of it is kept here meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from tijdig.web.access import SAFE_METHODS
from tijdig.web.account.forms import KeyAgain, SecondStepAgain
from tijdig.web.account.second_factor import showed_it_lately
from tijdig.web.addresses import address_of_page

PREFIX = "tweede-stap"  # the fields of the proof, beside those of the form itself


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks for the second factor; None when this session showed it lately, or does so now."""
    if showed_it_lately(request):
        return None
    if request.method in SAFE_METHODS or request.FILES:
        # A file cannot be carried along: the page that it was sent from comes back first.
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': address_of_page(request)})}")
    form, key = _forms(request)
    for proof in (form, key):
        if proof.is_bound and proof.is_valid():
            post_authentication(request, proof.shown, reauthenticated=True)  # the session remembers when
            _take_proof_away(request)
            return None
    return _page(request, form, key)


def _forms(request: HttpRequest) -> tuple[SecondStepAgain, KeyAgain]:
    """Return both forms of proof, of which at most one was filled in."""
    by_key = bool(request.POST.get(f"{PREFIX}-credential"))
    by_code = f"{PREFIX}-code" in request.POST and not by_key
    person = request.user
    return (
        SecondStepAgain(request.POST if by_code else None, user=person, prefix=PREFIX),
        KeyAgain(request.POST if by_key else None, user=person, prefix=PREFIX),
    )


def _page(request: HttpRequest, form: SecondStepAgain, key: KeyAgain) -> HttpResponse:
    keys = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)
    context: dict[str, object] = {"form": form, "kept": list(_kept(request))}
    if keys.exists():
        context |= {"key": key, "js_data": {"request_options": begin_authentication(request.user)}}
    response = render(request, "account/step_up.html", context, status=403)
    response.headers["HX-Retarget"] = "body"  # the page as a whole, also where a part of it was asked for
    return response


def _kept(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield what was sent, but for the proof and what belongs to one request only."""
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken" and not name.startswith(f"{PREFIX}-"):
            yield from ((name, str(value)) for value in values)


def _take_proof_away(request: HttpRequest) -> None:
    """Let the view see the form as it was sent the first time."""
    sent = request.POST.copy()
    for name in list(sent):
        if name.startswith(f"{PREFIX}-"):
            del sent[name]
    sent._mutable = False  # noqa: SLF001 - as Django leaves it
    request.POST = sent  # type: ignore[assignment] # the stubs know only what a request begins with
