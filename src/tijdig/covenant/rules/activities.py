"""How a processing activity of a covenant is referred to: by one URI, in the register and in the processing log (L2).

The register has an entry for each purpose that some permission serves. Its reference names the version by its hash
(RFC 6920, *naming things with hashes*), so that another version of the covenant is another reference, and whoever has
the file can see that it is the one meant.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from tijdig.covenant.rules.document import Covenant, Exchange, OwnUse

_HASH_PREFIX = "sha256:"


def version_uri(covenant_hash: str) -> str:
    """Return the URI of a covenant version: ``ni:///sha-256;…``; ``ValueError`` for what is no hash of one."""
    digest = bytes.fromhex(covenant_hash.removeprefix(_HASH_PREFIX))
    return f"ni:///sha-256;{urlsafe_b64encode(digest).decode().rstrip('=')}"


@lru_cache(maxsize=512)
def activity_uri(covenant: Covenant, purpose: str) -> str:
    """Return the URI of the register's entry for a purpose; empty when the register has none."""
    permissions: tuple[Exchange | OwnUse, ...] = (*covenant.exchanges, *covenant.own_uses)
    if purpose not in covenant.purposes or all(one.purpose != purpose for one in permissions):
        return ""
    return f"{version_uri(covenant.hash)}#{purpose}"


def party_uri(activity: str, party: str) -> str:
    """Return the URI of a party to the covenant that an activity belongs to."""
    return f"{activity.partition('#')[0]}#partij.{party}"
