"""Text messages by the gateway that a municipality has, or to a folder when it has none.

The municipality's file in ``TIJDIG_CONNECTIONS`` (``0988.toml``) says where: ``[sms]`` with ``url`` (https), ``token``
and ``sender``. One POST per message, as JSON with ``to``, ``from``, ``text`` and ``reference``; the ``Idempotency-Key``
is the message's id, the same at each try.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import urllib3
from django.conf import settings
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from tijdig.contact.gateways.outgoing import NotTaken, Outgoing

WAIT = urllib3.Timeout(connect=5, read=20)
OF_OTHERS = 0o077
THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})
_TAKEN, _REFUSED, _BROKEN = range(200, 300), range(400, 500), range(500, 600)


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """Where text messages go and as whom."""

    url: str
    token: str
    sender: str


def hand_over_sms(message: Outgoing) -> None:
    """Hand over a text message; :class:`NotTaken` when it certainly did not leave, or the set-up is wrong."""
    gateway = gateway_of(message.controller_id)
    if gateway is None:
        _to_folder(message)
        return
    content = {
        "to": message.to,
        "from": gateway.sender,
        "text": message.text,
        "reference": str(message.message_id),
    }
    headers = {
        "Authorization": f"Bearer {gateway.token}",
        "Content-Type": "application/json",
        "Idempotency-Key": str(message.message_id),
    }
    try:
        answer = _pool().request(
            "POST",
            gateway.url,
            body=json.dumps(content),
            headers=headers,
            timeout=WAIT,
            retries=False,
            redirect=False,
        )
    except (NewConnectionError, ConnectTimeoutError):
        raise NotTaken("sms-no-connection") from None
    except HTTPError as error:
        # From here on it may have arrived; what the library says holds the address, so its kind alone goes on.
        raise RuntimeError(f"sms-{type(error).__name__}") from None
    if answer.status in _REFUSED:
        raise NotTaken(f"sms-{answer.status}")
    if answer.status not in _TAKEN:
        raise RuntimeError(f"sms-{answer.status}")


def gateway_of(controller_id: str) -> SmsGateway | None:
    """Return the municipality's gateway; None when it has none. :class:`NotTaken` when it is not set up well."""
    folder: Path | None = settings.CONNECTIONS
    path = folder / f"{controller_id}.toml" if folder else None
    if path is None or not path.is_file():
        return None
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")).get("sms")
    except ValueError:
        raise NotTaken("sms-not-set-up") from None
    if told is None:
        return None
    if path.stat().st_mode & OF_OTHERS or not _is_sound(told):
        raise NotTaken("sms-not-set-up")
    return SmsGateway(told["url"], told["token"], told["sender"])


def _is_sound(told: object) -> bool:
    if not isinstance(told, dict) or set(told) != {"url", "token", "sender"}:
        return False
    if not all(isinstance(value, str) and value for value in told.values()):
        return False
    address = urlsplit(told["url"])
    return address.scheme == "https" or (address.scheme == "http" and address.hostname in THIS_MACHINE)


def _to_folder(message: Outgoing) -> None:
    folder: Path = settings.STATE_DIR / "sms"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    # One file per message: a second hand-over would not make a second one.
    (folder / f"{message.message_id}.txt").write_text(f"{message.to}\n\n{message.text}\n", encoding="utf-8")


@cache
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager()
