"""Systems that come in over the API, for tests: credentials as an admin makes them, and a client that shows a token."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from tijdig.actors import Actor, Role
from tijdig.parties.models import Partnership
from tijdig.parties.services import MadeClient, make_api_client

TOKEN, DECISIONS, COVENANTS = "/api/v1/token", "/api/v1/decisions", "/api/v1/covenants"
NEWS = "/api/v1/signal-news"


def admin_of(controller: str, party: str) -> Actor:
    """An admin of this party under this municipality."""
    at = Partnership.objects.get(controller_id=controller, party_code=party)
    return Actor(uuid4(), at.organisation_id, controller, party, Role.ORGANISATION_ADMIN)


def credentials(controller: str, party: str, role: Role) -> MadeClient:
    return make_api_client(actor=admin_of(controller, party), name="Pakket", role=role)


def sign_in(client_id: UUID | str, secret: str) -> HttpResponse:
    """Ask for a token, with the fields of a form."""
    sent = {"grant_type": "client_credentials", "client_id": str(client_id), "client_secret": secret}
    return Client().post(TOKEN, sent)  # type: ignore[return-value]


def forget_counts() -> None:
    """Begin a test as if nobody had asked anything this minute."""
    cache.clear()


class System:
    """A system with a token."""

    def __init__(self, controller: str, party: str, role: Role) -> None:
        self.made = credentials(controller, party, role)
        answer = sign_in(self.made.client_id, self.made.secret)
        assert answer.status_code == 200
        self.token = answer.json()["access_token"]

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def covenants(self) -> HttpResponse:
        return Client(headers=self.headers()).get(COVENANTS)  # type: ignore[return-value]

    def ask(self, body: Any) -> HttpResponse:
        client = Client(headers=self.headers())
        return client.post(DECISIONS, body, content_type="application/json")  # type: ignore[return-value]

    def tell(self, **news: str) -> HttpResponse:
        client = Client(headers=self.headers())
        return client.post(NEWS, news, content_type="application/json")  # type: ignore[return-value]
