"""Who a processing was about, told to nobody who may not know: a surrogate that stands or falls with a key (L2, T6).

The surrogate is the id of the data subject's record, encrypted under the data subject's own key so that the same record
always gives the same one: all that was done with someone's data is found by computing it again. It is no hash that can
be tried out. Once the key is destroyed, nobody can open or compute it any more (E2).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tijdig.vault.rules.sealing import NONCE_BYTES, VERSION, Place
from tijdig.vault.subjects import subject_ciphers

# At this place a key seals one text only, and this mode bears a nonce that comes back (RFC 8452, section 4).
_SAME_NONCE = bytes(NONCE_BYTES)
_LENGTH, _BYTES = 36, 16  # of a UUID, written out and not


class Subject(NamedTuple):
    """A data subject by a record about it: its kind (``signal``, ``case``, ``candidate``, ``resident``…) and id."""

    kind: str
    id: str


def surrogates_of(controller_id: str, subjects: Collection[Subject]) -> Mapping[Subject, str]:
    """Return the surrogate of each of these data subjects of one controller.

    It is empty for one who is not there or whose key was destroyed: nobody is left to point to.
    """
    found = dict.fromkeys(subjects, "")
    for kind in sorted({subject.kind for subject in subjects}):
        ids = {subject.id for subject in subjects if subject.kind == kind}
        found |= surrogates_with(controller_id, kind, subject_ciphers(controller_id, kind, ids))
    return found


def surrogates_with(controller_id: str, kind: str, ciphers: Mapping[str, AESGCMSIV]) -> Mapping[Subject, str]:
    """Return the surrogates of these data subjects of one kind, by the ciphers of their keys."""
    place = Place(controller_id, "processing", kind, "data-subject").associated_data(VERSION)
    return {Subject(kind, one): _surrogate(cipher, place, one) for one, cipher in ciphers.items()}


def _surrogate(cipher: AESGCMSIV, place: bytes, subject_id: str) -> str:
    sealed = cipher.encrypt(_SAME_NONCE, _plain(subject_id), place)
    return urlsafe_b64encode(sealed).decode().rstrip("=")


def _plain(subject_id: str) -> bytes:
    try:
        if len(subject_id) == _LENGTH and len(plain := bytes.fromhex(subject_id.replace("-", ""))) == _BYTES:
            return plain  # as nearly all are, of a register one after the other
        return UUID(subject_id).bytes
    except ValueError:
        return subject_id.encode()
