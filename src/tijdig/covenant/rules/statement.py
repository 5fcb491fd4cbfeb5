"""What is signed: one person says something of one covenant text, for one party, at one moment (C3, C14).

The signed bytes are the canonical JSON (RFC 8785) of a :class:`Statement`; the same statement always gives the same
bytes, so a signature is checked by making the statement again from what is stored.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import rfc8785

ACTIVATE = "activate"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a party says of a covenant: a verdict (``accept``, ``reject``, ``revoke``) or that it is put into force.

    ``covenant_hash`` is the hash over the content that all parties sign; ``file_hash`` that over the very bytes of
    the file, so that not even a comment can change under a signature. ``person_id`` is a UUID as text, ``at`` an
    ISO 8601 moment in UTC.
    """

    covenant_hash: str
    file_hash: str
    urn: str
    version: str
    controller: str
    party: str
    verdict: str
    person_id: str
    person_name: str
    at: str

    def to_bytes(self) -> bytes:
        """Return the canonical JSON that is signed."""
        return rfc8785.dumps(
            {
                "at": self.at,
                "controller": self.controller,
                "file": self.file_hash,
                "hash": self.covenant_hash,
                "party": self.party,
                "person": {"id": self.person_id, "name": self.person_name},
                "urn": self.urn,
                "verdict": self.verdict,
                "version": self.version,
            }
        )


def file_hash(text: str) -> str:
    """Return ``sha256:…`` over the bytes of a covenant file (UTF-8)."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
