"""Put one question to a register's API and return its answer: signed in, bounded in time, size and attempts.

Nothing of a question or an answer comes into an address, a log line or the text of an exception (I2, L6): what a
library says may repeat it, so no error of one is handed on.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from tijdig.problems import Refused
from tijdig.residents.asking.connections import Connection
from tijdig.residents.rules.asking_problems import (
    ANSWER_UNREADABLE,
    BUSY,
    NOT_REACHED,
    NOT_SIGNED_IN,
    refusal_of,
)

ATTEMPTS = 3
BUSY_STATUSES = frozenset({429, 502, 503, 504})
LONGEST_PAUSE_SECONDS = 20.0  # whatever a register asks: a run that waits longer is better done again later
WHOLE_ANSWERS = 3  # times the time-out: how long all pieces of an answer may take together
PIECE_BYTES = 64 * 1024
LONGEST_ANSWER_BYTES = 4 * 1024 * 1024
SPARE_SECONDS = 30.0  # a token that ends within this is fetched anew
UNAUTHORISED = 401
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    retry_after: str


@dataclass(slots=True)
class Service:
    """A register's API for one municipality; ``name`` is how its problems call it. Close it when done.

    ``pause`` waits a number of seconds and ``clock`` tells them; tests hand in their own.
    """

    name: str
    connection: Connection
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _token: str = ""
    _token_until: float = 0.0
    _pool: urllib3.PoolManager = field(init=False)

    def __post_init__(self) -> None:
        seconds = self.connection.timeout_seconds
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=seconds, read=seconds),
            retries=False,  # ours are bounded below, and write nothing to a log
            ssl_context=_tls(self.connection),
        )

    def ask(self, path: str, question: Mapping[str, object]) -> object:
        """Send ``question`` as JSON to ``path`` under the register's address and return the JSON of its answer.

        Raises :class:`Refused` with what to tell: not reached, busy, not signed in, not authorised, the question
        refused, or an answer that is no JSON. A token that is refused is fetched anew once.
        """
        body = json.dumps(question).encode()
        answer = self._signed(path, body)
        if answer.status == UNAUTHORISED:
            self._token = ""
            answer = self._signed(path, body)
        told = _read(answer.body)
        if answer.status != 200:
            raise Refused(refusal_of(self.name, answer.status, told))
        if told is None:
            raise Refused(ANSWER_UNREADABLE(service=self.name, where="JSON"))
        return told

    def close(self) -> None:
        """Close the connections and forget the token."""
        self._token = ""
        self._pool.clear()

    def _signed(self, path: str, body: bytes) -> _Answer:
        headers = {"Authorization": f"Bearer {self._valid_token()}", "Accept": JSON, "Content-Type": JSON}
        return self._send(self.connection.url.rstrip("/") + path, body, headers)

    def _valid_token(self) -> str:
        if self._token and self.clock() < self._token_until:
            return self._token
        asked = {"grant_type": "client_credentials"}
        if self.connection.scope:
            asked["scope"] = self.connection.scope
        secret = f"{self.connection.client_id}:{self.connection.client_secret}"
        headers = {
            **urllib3.make_headers(basic_auth=secret),
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        answer = self._send(self.connection.token_url, urlencode(asked).encode(), headers)
        told = _read(answer.body)
        token = told.get("access_token") if isinstance(told, dict) else None
        if answer.status != 200 or not isinstance(token, str) or not token:
            raise Refused(NOT_SIGNED_IN(service=self.name, status=answer.status))
        lasts = told.get("expires_in") if isinstance(told, dict) else None
        seconds = float(lasts) if isinstance(lasts, int) else 0.0
        self._token, self._token_until = token, self.clock() + seconds - SPARE_SECONDS
        return token

    def _send(self, address: str, body: bytes, headers: Mapping[str, str]) -> _Answer:
        """Send until something other than "busy" comes back, at most ``ATTEMPTS`` times."""
        answer: _Answer | None = None
        for attempt in range(1, ATTEMPTS + 1):
            answer = self._once(address, body, headers)
            if answer is not None and answer.status not in BUSY_STATUSES:
                return answer
            if attempt < ATTEMPTS:
                self.pause(_pause(answer, attempt))
        if answer is None:
            raise Refused(NOT_REACHED(service=self.name, attempts=ATTEMPTS))
        raise Refused(BUSY(service=self.name, status=answer.status, attempts=ATTEMPTS))

    def _once(self, address: str, body: bytes, headers: Mapping[str, str]) -> _Answer | None:
        """Return the answer, or None when none came in time."""
        try:
            answer = self._pool.request(
                "POST", address, body=body, headers=dict(headers), redirect=False, preload_content=False
            )
            content = self._content(answer)
        except HTTPError:
            return None
        if content is None:
            answer.close()
            return None
        answer.release_conn()
        return _Answer(answer.status, content, answer.headers.get("Retry-After", ""))

    def _content(self, answer: urllib3.BaseHTTPResponse) -> bytes | None:
        """Return all of an answer; None when it comes too slowly: a piece in time is not yet an answer in time."""
        until = self.clock() + WHOLE_ANSWERS * self.connection.timeout_seconds
        content = b""
        while piece := answer.read1(PIECE_BYTES):
            content += piece
            if len(content) > LONGEST_ANSWER_BYTES:
                answer.close()
                raise Refused(ANSWER_UNREADABLE(service=self.name, where="size"))
            if self.clock() > until:
                return None
        return content


def _pause(answer: _Answer | None, attempt: int) -> float:
    """Return how many seconds to wait: as long as the register asks, within bounds, else longer each time."""
    asked = answer.retry_after if answer else ""
    return min(float(asked) if asked.isascii() and asked.isdigit() else 2.0**attempt, LONGEST_PAUSE_SECONDS)


def _read(body: bytes) -> object:
    """Return the JSON, or None when it is none."""
    try:
        return json.loads(body)
    except ValueError:
        return None


def _tls(connection: Connection) -> ssl.SSLContext | None:
    """Return what a TLS handshake needs; None where no address asks for one: to read all roots takes 20 ms."""
    if all(urlsplit(address).scheme == "http" for address in (connection.url, connection.token_url)):
        return None
    context = ssl.create_default_context(cafile=connection.trusted_roots or None)
    if connection.certificate:
        context.load_cert_chain(connection.certificate, connection.private_key)
    return context
