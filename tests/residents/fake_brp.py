"""A register on this machine that behaves like the national one: signs in, searches, refuses, is busy, is slow."""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from tests.residents.brp_contract import FILE, parameters_of, wrong_with
from tijdig.residents.asking.connections import Connection
from tijdig.residents.rules.record import ResidentRecord

MOST_FOUND = 10
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

type Told = dict[str, Any]


@dataclass
class FakeBrp:
    """Holds people, says what it was asked, and does what a test tells it to.

    ``turn`` stands in its addresses: a question that a test before gave up on may come late, and counts nowhere.
    ``failing`` are the statuses of the next answers about people, each with headers; ``silent`` is set as long as it
    says nothing.
    """

    people: dict[str, ResidentRecord] = field(default_factory=dict)
    port: int = 0
    turn: int = 0
    benefits: dict[str, bool] = field(default_factory=dict)
    as_of: str = "2026-03-04"
    expires_in: int = 3600
    secret: str = "s3cret"
    failing: list[tuple[int, Mapping[str, str]]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    silent: threading.Event = field(default_factory=threading.Event)
    questions: list[Told] = field(default_factory=list)
    answers: list[tuple[int, Told]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def hold(self, *people: ResidentRecord) -> None:
        self.people |= {one.bsn: one for one in people}

    def change(self, bsn: str, **changes: Any) -> None:
        self.people[bsn] = replace(self.people[bsn], **changes)

    def connection(self, **changes: Any) -> Connection:
        given = Connection(f"{self.here}/haalcentraal/api/brp", f"{self.here}/token", "tijdig", "s3cret")
        return replace(given, **changes)

    @property
    def here(self) -> str:
        return f"http://127.0.0.1:{self.port}/{self.turn}"

    def begin_anew(self) -> None:
        """Forget people, questions and troubles."""
        self.silent.clear()
        fresh = FakeBrp(port=self.port, turn=self.turn + 1, silent=self.silent)
        self.__dict__.update(fresh.__dict__)

    def connect(self, folder: Path, controller: str) -> None:
        """Write the file with which this municipality asks both registers here."""
        here = self.connection()
        addresses = {"brp": here.url, "uitkeringen": f"{self.here}/uitkeringen"}
        path = folder / f"{controller}.toml"
        path.write_text(
            "".join(
                f'[{name}]\nurl = "{url}"\ntoken_url = "{here.token_url}"\n'
                f'client_id = "tijdig"\nclient_secret = "s3cret"\n'
                for name, url in addresses.items()
            )
        )
        path.chmod(0o600)

    def kinds(self) -> list[str]:
        return [question.get("type", "benefits") for question in self.questions]


@contextmanager
def fake_brp() -> Iterator[FakeBrp]:
    """Run a register on a free port of this machine."""
    fake = FakeBrp()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"fake": fake}))
    server.daemon_threads = True
    fake.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.silent.clear()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    fake: FakeBrp
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # heading and content in one piece

    def log_message(self, *args: object) -> None:
        """Keep quiet."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        _, turn, path = self.path.split("/", 2)
        if turn != str(self.fake.turn):
            self.close_connection = True
            return
        self.path = f"/{path}"
        self.fake.addresses.append(self.path)
        if self.fake.silent.is_set():
            self.close_connection = True
            threading.Event().wait(0.3)
            return
        if self.fake.failing and self.path != "/token":
            status, headers = self.fake.failing.pop(0)
            self._say(status, problem(status), headers)
        elif self.fake.raw and self.path != "/token":
            self._write(200, self.fake.raw.pop(0), {})
        elif self.path == "/token":
            self._token(body)
        elif self.path == "/haalcentraal/api/brp/personen":
            self._people(body)
        elif self.path == "/uitkeringen/participatiewet":
            self._benefits(body)
        else:
            self._say(404, problem(404))

    def _token(self, body: bytes) -> None:
        known = base64.b64encode(f"tijdig:{self.fake.secret}".encode()).decode()
        if self.headers["Authorization"] != f"Basic {known}":
            self._say(401, {"error": "invalid_client"})
        elif parse_qs(body.decode()).get("grant_type") != ["client_credentials"]:
            self._say(400, {"error": "unsupported_grant_type"})
        else:
            self.fake.tokens.append(f"token-{len(self.fake.tokens)}")
            given = {"access_token": self.fake.tokens[-1], "expires_in": self.fake.expires_in}
            self._say(200, {**given, "token_type": "Bearer"})

    def _people(self, body: bytes) -> None:
        if self.headers["Authorization"] != f"Bearer {self.fake.tokens[-1]}":
            self._say(401, problem(401))
            return
        question = json.loads(body)
        self.fake.questions.append(question)
        wrong = _wrong_parameters(question)
        found = [] if wrong else list(_found(question, self.fake.people.values()))
        if wrong:
            self._say(400, {**problem(400, "paramsValidation"), "invalidParams": wrong})
        elif len(found) > MOST_FOUND and question["type"] != "RaadpleegMetBurgerservicenummer":
            self._say(400, problem(400, "tooManyResults"))
        else:
            people = [_only(_person(one), question["fields"]) for one in found]
            self._say(200, {"type": question["type"], "personen": people})

    def _benefits(self, body: bytes) -> None:
        question = json.loads(body)
        self.fake.questions.append(question)
        told = [
            {"burgerservicenummer": bsn, "participatiewet": self.fake.benefits[bsn]}
            for bsn in question["burgerservicenummers"]
            if bsn in self.fake.benefits
        ]
        self._say(200, {"peildatum": self.fake.as_of, "personen": told})

    def _say(self, status: int, told: Told, headers: Mapping[str, str] | None = None) -> None:
        if self.path != "/token":
            self.fake.answers.append((status, told))
        self._write(status, json.dumps(told).encode(), headers or {})

    def _write(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def problem(status: int, code: str = "") -> Told:
    """Return an error as the register tells it."""
    told = {
        "type": "https://datatracker.ietf.org/doc/html/rfc7231",
        "status": status,
        "detail": "Zie de code.",
    }
    return {**told, "code": code or f"code{status}", "instance": "/haalcentraal/api/brp/personen"}


def _wrong_parameters(question: Told) -> list[Told]:
    if not FILE.exists():
        return []
    unknown = set(question) - parameters_of(question["type"])
    wrong = unknown | {
        re.split(r"[.\[]", one)[1].split(":")[0] for one in wrong_with(question["type"], question)
    }
    return [{"code": "pattern", "name": name, "reason": "Waarde is niet geldig."} for name in sorted(wrong)]


def _found(question: Told, people: Any) -> Iterator[ResidentRecord]:
    numbers = question.get("burgerservicenummer")
    for one in people:
        if numbers is not None:
            if one.bsn in numbers:
                yield one
        elif (one.lives or question.get("inclusiefOverledenPersonen")) and _fits(question, one):
            yield one


def _fits(question: Told, one: ResidentRecord) -> bool:
    home, born = one.address, one.birth_date
    asked = {
        "postcode": home.postcode,
        "huisnummer": home.house_number,
        "geslachtsnaam": one.surname.lower(),
        "voorvoegsel": one.prefix.lower(),
        "geboortedatum": f"{born[:4]}-{born[4:6]}-{born[6:]}",
    }
    given = {key: value.lower() if key == "geslachtsnaam" else value for key, value in question.items()}
    return all(asked[key] == given[key] for key in asked.keys() & given.keys())


def _person(one: ResidentRecord) -> Told:
    told: Told = {
        "burgerservicenummer": one.bsn,
        "naam": _name(one.prefix, one.surname)
        | ({"voornamen": one.given_names} if one.given_names else {})
        | {"aanduidingNaamgebruik": {"code": str(one.name_use), "omschrijving": "eigen"}},
        "geboorte": {"datum": _date(one.birth_date), "plaats": {"code": "0988", "omschrijving": "Weert"}},
        "gemeenteVanInschrijving": {"code": one.municipality, "omschrijving": "Weert"},
        "kinderen": [
            {"naam": {"voornamen": "Pim"}, "geboorte": {"datum": _date(born)}}
            for born in one.child_birth_dates
        ],
        "partners": [{"naam": _name(one.partner_prefix, one.partner_surname)}] * bool(one.partner_surname),
        "verblijfplaats": _place(one),
        "geslacht": {"code": "V", "omschrijving": "vrouw"},
    }
    if one.lives and one.birth_date[6:] != "00":
        told["leeftijd"] = 2026 - int(one.birth_date[:4])
    if not one.lives:
        told["overlijden"] = {"datum": _date(one.deceased_on)}
        told["opschortingBijhouding"] = {"reden": {"code": "O"}, "datum": _date(one.deceased_on)}
    elif one.emigrated_on:
        told["opschortingBijhouding"] = {"reden": {"code": "E"}, "datum": _date(one.emigrated_on)}
    if one.secrecy:
        told["geheimhoudingPersoonsgegevens"] = True
    return {key: value for key, value in told.items() if value}


def _place(one: ResidentRecord) -> Told:
    home = one.address
    if one.emigrated_on:
        abroad = {"regel1": "1 Rue X", "land": {"code": "5002", "omschrijving": "Frankrijk"}}
        kind: Told = {"type": "VerblijfplaatsBuitenland", "verblijfadres": abroad}
    elif not home.postcode:
        kind = {"type": "VerblijfplaatsOnbekend"}
    else:
        parts = {
            "korteStraatnaam": home.street,
            "huisnummer": home.house_number,
            "huisletter": home.house_letter,
            "huisnummertoevoeging": home.addition,
            "aanduidingBijHuisnummer": {"code": home.designation} if home.designation else None,
            "postcode": home.postcode,
            "woonplaats": home.town,
        }
        address = {key: value for key, value in parts.items() if value}
        if one.under_investigation:
            address["inOnderzoek"] = {"huisnummer": True, "datumIngangOnderzoek": _date("20260501")}
        kind = {"type": "Adres", "verblijfadres": address}
    return kind | ({"datumVan": _date(one.moved_in_on)} if one.moved_in_on else {})


def _name(prefix: str, surname: str) -> Told:
    return {"geslachtsnaam": surname or "."} | ({"voorvoegsel": prefix} if prefix else {})


def _date(text: str) -> Told:
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    if day:
        whole = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        return {"type": "Datum", "datum": whole, "langFormaat": f"{day} {MONTHS[month - 1]} {year}"}
    if month:
        return {
            "type": "JaarMaandDatum",
            "jaar": year,
            "maand": month,
            "langFormaat": f"{MONTHS[month - 1]} {year}",
        }
    if year:
        return {"type": "JaarDatum", "jaar": year, "langFormaat": f"{year}"}
    return {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}


ALWAYS = {"type", "inOnderzoek", "geheimhoudingPersoonsgegevens", "opschortingBijhouding"}


def _only(told: Told, fields: Sequence[str]) -> Told:
    """Leave what was asked for, and what the register sends along by itself."""
    kept: Told = {}
    for key, value in told.items():
        below = [path.partition(".")[2] for path in fields if path.partition(".")[0] == key]
        if key in ALWAYS or "" in below:
            kept[key] = value
        elif below:
            parts = value if isinstance(value, list) else [value]
            chosen = [_only(part, below) for part in parts]
            kept[key] = chosen if isinstance(value, list) else chosen[0]
    return kept
