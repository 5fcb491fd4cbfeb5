"""Who a processing was about, told to nobody who may not know: a surrogate that the data subject's key opens (L2, T6).

The surrogate is the id of the data subject's record, encrypted so that the same record always gives the same one: all
that was done with someone's data is found by computing it again. It is no hash that can be tried out, and once the key
is destroyed, it can be neither opened nor computed.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tijdig.keyring import secret

_ONE_TEXT_PER_KEY = bytes(
    12
)  # the key seals one text only, and this mode bears a nonce that comes back (RFC 8452)


class Subject(NamedTuple):
    """A data subject by a record about it: its kind (``signal``, ``case``, ``candidate``) and id."""

    kind: str
    id: str


def surrogates_of(controller_id: str, subjects: Iterable[Subject]) -> Mapping[Subject, str]:
    """Return the surrogate of each of these data subjects of one controller."""
    return {subject: _surrogate(controller_id, subject) for subject in subjects}


def _surrogate(controller_id: str, subject: Subject) -> str:
    about = "\x1f".join((controller_id, *subject)).encode()
    key = hmac.digest(secret("log-subjects"), about, "sha256")
    sealed = AESGCMSIV(key).encrypt(_ONE_TEXT_PER_KEY, _plain(subject.id), about)
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def _plain(subject_id: str) -> bytes:
    try:
        return UUID(subject_id).bytes
    except ValueError:
        return subject_id.encode()
