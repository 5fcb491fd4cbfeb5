"""What goes to a gateway, and when a message may be tried again: only when it certainly did not leave (R35, L6)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, TCPServer, ThreadingTCPServer
from threading import Thread
from typing import Any
from uuid import UUID

import pytest

from tijdig.contact.gateways import NotTaken, Outgoing, hand_over
from tijdig.contact.rules.messages import Channel

MESSAGE = Outgoing(
    UUID("018f0000-0000-7000-8000-000000000001"), "0988", "Weert", "+31612345678", "Bel mij: 0495."
)
LETTER = Outgoing(
    MESSAGE.message_id,
    "0988",
    "Weert",
    "kim@voorbeeld.example",
    "Bel mij: 0495.",
    reply_to="schuldhulp@weert.example",
)


@dataclass
class FakeGateway:
    """Takes text messages over HTTP; answers with ``status``, or hangs up without a word at 0."""

    port: int = 0
    status: int = 202
    asked: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture(scope="module")
def _gateway() -> Iterator[FakeGateway]:
    gateway = FakeGateway()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            gateway.asked.append({"path": self.path, "headers": dict(self.headers), "body": json.loads(body)})
            if gateway.status:
                self.send_response(gateway.status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with serving(HTTPServer(("127.0.0.1", 0), Answers)) as gateway.port:
        yield gateway


class serving:  # noqa: N801 - reads as a verb
    """Serve on a port of this machine as long as it is entered."""

    def __init__(self, server: TCPServer) -> None:
        self.server = server

    def __enter__(self) -> int:
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return int(self.server.server_address[1])

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def gateway(_gateway: FakeGateway, tmp_path: Path, settings: Any) -> FakeGateway:
    """A gateway that knows of nothing yet, and Weert's file that names it."""
    _gateway.status, _gateway.asked = 202, []
    settings.CONNECTIONS = tmp_path
    told(tmp_path, f"http://127.0.0.1:{_gateway.port}/messages")
    return _gateway


def told(folder: Path, url: str, *, mode: int = 0o600, more: str = "") -> None:
    path = folder / "0988.toml"
    path.write_text(f'[sms]\nurl = "{url}"\ntoken = "t0ken"\nsender = "Weert"\n{more}')
    path.chmod(mode)


def test_a_text_message_is_one_post_with_the_same_key_at_each_try(gateway: FakeGateway) -> None:
    hand_over(Channel.SMS, MESSAGE)
    hand_over(Channel.SMS, MESSAGE)

    first, again = gateway.asked
    assert first == again
    assert first["path"] == "/messages"
    assert first["headers"]["Authorization"] == "Bearer t0ken"
    assert first["headers"]["Idempotency-Key"] == str(MESSAGE.message_id)
    assert first["body"] == {
        "to": "+31612345678",
        "from": "Weert",
        "text": "Bel mij: 0495.",
        "reference": str(MESSAGE.message_id),
    }


@pytest.mark.parametrize("status", [400, 401, 404, 422, 429])
def test_r35_what_a_gateway_refuses_did_not_leave(gateway: FakeGateway, status: int) -> None:
    gateway.status = status
    with pytest.raises(NotTaken, match=f"sms-{status}"):
        hand_over(Channel.SMS, MESSAGE)


@pytest.mark.parametrize(("status", "code"), [(500, "sms-500"), (302, "sms-302"), (0, "sms-ProtocolError")])
def test_r35_what_may_have_left_is_no_refusal_and_its_error_names_nobody(
    gateway: FakeGateway, status: int, code: str
) -> None:
    gateway.status = status
    with pytest.raises(RuntimeError) as raised:
        hand_over(Channel.SMS, MESSAGE)
    assert str(raised.value) == code
    assert raised.value.__cause__ is None
    assert len(gateway.asked) == 1  # neither tried again nor sent on to another address


def test_r35_without_a_connection_nothing_left(gateway: FakeGateway, tmp_path: Path) -> None:
    with serving(HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)) as closed:
        pass
    told(tmp_path, f"http://127.0.0.1:{closed}/messages")
    with pytest.raises(NotTaken, match="sms-no-connection"):
        hand_over(Channel.SMS, MESSAGE)
    assert gateway.asked == []


@pytest.mark.parametrize(
    "set_up",
    [
        {"url": "http://gateway.example/messages"},
        {"url": "ftp://127.0.0.1/messages"},
        {"url": "https://gateway.example/messages", "mode": 0o644},
        {"url": "https://gateway.example/messages", "more": 'tokken = "x"\n'},
        {"url": "https://gateway.example/messages", "more": "this is no toml"},
    ],
    ids=["no-https", "no-http", "readable-by-others", "unknown-key", "no-toml"],
)
def test_s3_nothing_leaves_by_a_set_up_that_is_not_sound(
    gateway: FakeGateway, tmp_path: Path, set_up: dict[str, Any]
) -> None:
    told(tmp_path, **set_up)
    with pytest.raises(NotTaken, match="sms-not-set-up"):
        hand_over(Channel.SMS, MESSAGE)
    assert gateway.asked == []


def test_without_a_gateway_a_text_message_goes_to_the_folder_once(tmp_path: Path, settings: Any) -> None:
    settings.CONNECTIONS, settings.STATE_DIR = None, tmp_path
    hand_over(Channel.SMS, MESSAGE)
    hand_over(Channel.SMS, MESSAGE)

    (file,) = (tmp_path / "sms").iterdir()
    assert file.read_text() == "+31612345678\n\nBel mij: 0495.\n"
    assert (tmp_path / "sms").stat().st_mode & 0o077 == 0


@dataclass
class FakeMailServer:
    """Takes e-mail, unless it refuses the recipient, or hangs up after the text."""

    port: int = 0
    refuses: bool = False
    hangs_up: bool = False
    taken: list[str] = field(default_factory=list)

    def answer(self, line: str) -> str:
        if line.upper().startswith("RCPT") and self.refuses:
            return "550 nobody here"
        return "354 go on" if line.upper().startswith("DATA") else "250 fine"


@pytest.fixture
def mail_server(settings: Any) -> Iterator[FakeMailServer]:
    server = FakeMailServer()

    class Speaks(StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline().decode().strip():
                answer = server.answer(line)
                self.say(answer)
                if answer.startswith("354"):
                    server.taken.append("".join(iter(lambda: self.rfile.readline().decode(), ".\r\n")))
                    if server.hangs_up:
                        return
                    self.say("250 taken")

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with serving(ThreadingTCPServer(("127.0.0.1", 0), Speaks)) as server.port:
        settings.DEFAULT_FROM_EMAIL = "tijdig@weert.example"
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 10},
            }
        }
        yield server


def test_l6_an_e_mail_names_the_municipality_alone_above_its_text(mail_server: FakeMailServer) -> None:
    hand_over(Channel.MAIL, LETTER)

    (mail,) = mail_server.taken
    head, _, text = mail.partition("\r\n\r\n")
    assert "Subject: Bericht van Weert\r\n" in head
    assert "From: Weert <tijdig@weert.example>\r\n" in head
    assert "Reply-To: schuldhulp@weert.example\r\n" in head
    assert f"Message-ID: <{LETTER.message_id}@tijdig>" in head
    assert "kim" not in head.replace("To: kim@voorbeeld.example", "")
    assert text.strip() == "Bel mij: 0495."


def test_r35_an_address_that_the_mail_server_refuses_did_not_leave(mail_server: FakeMailServer) -> None:
    mail_server.refuses = True
    with pytest.raises(NotTaken) as raised:
        hand_over(Channel.MAIL, LETTER)
    assert raised.value.code == "mail-SMTPRecipientsRefused"
    assert mail_server.taken == []


def test_r35_an_e_mail_that_broke_off_after_its_text_may_have_left(mail_server: FakeMailServer) -> None:
    mail_server.hangs_up = True
    with pytest.raises(Exception, match="unexpectedly closed") as raised:
        hand_over(Channel.MAIL, LETTER)
    assert not isinstance(raised.value, NotTaken)


def test_paper_has_no_gateway() -> None:
    with pytest.raises(ValueError, match="paper"):
        hand_over(Channel.LETTER, LETTER)
