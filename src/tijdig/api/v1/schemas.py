"""What goes in and comes out, as the document of the API describes it. Names are in camelCase (I1)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from tijdig.actors import Role
from tijdig.casework.rules.partner_news import PaymentNews
from tijdig.covenant.rules.facts import EvictionStage, KnownFact
from tijdig.disclosure.rules_asking import check_field_exists, known_fact
from tijdig.problems import Problem

MOST_ASKED = 200


class Camel(Schema):
    """A closed object: a name that is not in it is an error."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


def _must_exist(name: str) -> str:
    problem = check_field_exists(name)
    if problem is not None:
        raise _error(problem)
    return name


def _error(problem: Problem) -> PydanticCustomError:
    """Return the problem so that it is told with its place among all that is wrong with a request."""
    return PydanticCustomError("tijdig", "{code}", {"code": problem.code, "nl": problem.nl, "en": problem.en})


FieldName = Annotated[str, Field(max_length=100), AfterValidator(_must_exist)]
Code = Annotated[str, Field(min_length=1, max_length=64)]


class GivenFact(Camel):
    """A fact to decide with. Amounts are in cents, days are text; what is not known is left out."""

    fact: Annotated[str, Field(max_length=100, description="Name, as in the covenant: huurder.bezwaar")]
    value: StrictBool | StrictInt | StrictStr
    as_of: Annotated[date | None, Field(description="When it was established; today when left out")] = None

    @model_validator(mode="after")
    def value_fits(self) -> GivenFact:
        """Refuse a fact that does not exist, or a value that it cannot have (C2)."""
        found = self.known(date.min)
        if isinstance(found, Problem):
            raise _error(found)
        return self

    def known(self, today: date) -> KnownFact | Problem:
        """Return it as the covenant's conditions read it."""
        return known_fact(self.fact, self.value, self.as_of or today)


class AskedDecision(Camel):
    """May ``sender`` give ``recipient`` these fields for this purpose, with these facts?"""

    sender: Annotated[Code, Field(description="Code of the party that the data comes from")]
    recipient: Annotated[Code, Field(description="Code of the party that would get it; the sender: own use")]
    purpose: Annotated[Code, Field(description="Code of the purpose in the covenant: hulpverlening")]
    fields: Annotated[list[FieldName], Field(min_length=1, max_length=MOST_ASKED)]
    facts: Annotated[list[GivenFact], Field(max_length=MOST_ASKED)] = []
    role: Annotated[
        Role | None, Field(description="Role of who would see it; the system's own when left out")
    ] = None
    covenant: Annotated[
        str | None, Field(max_length=71, description="Hash of a version; that in force when left out")
    ] = None


class Reason(Camel):
    """Why: a stable code, the rule or article behind it, the sentence in both languages, what to do about it."""

    code: str
    rule: str
    nl: str
    en: str
    remedy_nl: str
    remedy_en: str


class DecidedField(Camel):
    """The decision on one field; what it rests on when it is permitted."""

    field: str
    permitted: bool
    exchange: str
    ground: str
    reasons: list[Reason]


class CovenantRef(Camel):
    """A version of a covenant."""

    id: str
    version: str
    hash: str
    title: str


class ToldDecision(Camel):
    """The decision on each field asked for, in that order, and the version of the covenant that decided."""

    covenant: CovenantRef | None
    on: date
    permitted: Annotated[bool, Field(description="Whether every field is permitted")]
    decisions: list[DecidedField]


class CovenantInForce(CovenantRef):
    """A covenant in force of which the caller's organisation is a party."""

    controller: Annotated[str, Field(description="CBS code of the municipality")]
    party: Annotated[str, Field(description="The caller's own code in it")]
    parties: list[str]
    purposes: list[str]
    valid_from: date
    valid_until: date


class Covenants(Camel):
    """The covenants in force of the caller's organisation with one municipality."""

    covenants: list[CovenantInForce]


class ToldNews(Camel):
    """What happened with a signal of one's own, by the reference under which it was delivered."""

    reference: Annotated[str, Field(min_length=1, max_length=64, description="Your own reference")]
    what: Annotated[
        PaymentNews | EvictionStage,
        Field(description="A payment, or the stage of the eviction; geen: it is off"),
    ]
    eviction_on: Annotated[date | None, Field(description="The announced day; with aanzegging only")] = None


class SignalNewsTold(Camel):
    """That it was received, and nothing of what became of the signal (C8)."""

    received_on: date


class Token(Schema):
    """An access token, as OAuth 2.0 has it (RFC 6749); names in its own spelling."""

    access_token: str
    token_type: str
    expires_in: Annotated[int, Field(description="Seconds")]
