"""A security key made of software: registered for a person, and able to answer a challenge."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tijdig.parties.models import Person

RP, ORIGIN = "testserver", "https://testserver"


@dataclass
class SecurityKey:
    """Holds a private key; ``add_for`` puts the public one on record, ``answer`` signs a challenge."""

    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    name: bytes = b"software-key-001"

    def add_for(self, person: Person) -> Authenticator:
        credential = AttestedCredentialData.create(
            bytes(16), self.name, ES256.from_cryptography_key(self.private.public_key())
        )
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
        made = AttestationObject.create("none", self._data(flags, credential), {})
        client = CollectedClientData.create("webauthn.create", bytes(32), ORIGIN)
        answer = {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(made)}
        added: Authenticator = Authenticator.objects.create(
            user=person, type="webauthn", data={"name": "Sleutel", "credential": self._as_json(answer)}
        )
        return added

    def answer(self, challenge: str) -> str:
        """Return what a browser sends for this challenge (base64url, as the page gives it)."""
        client = CollectedClientData.create("webauthn.get", websafe_decode(challenge), ORIGIN)
        data = self._data(AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV)
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        answer = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
        }
        return json.dumps(self._as_json(answer))

    def _data(
        self, flags: AuthenticatorData.FLAG, credential: AttestedCredentialData | None = None
    ) -> AuthenticatorData:
        return AuthenticatorData.create(hashlib.sha256(RP.encode()).digest(), flags, 0, credential or b"")

    def _as_json(self, answer: dict[str, str]) -> dict[str, object]:
        name = websafe_encode(self.name)
        return {
            "type": "public-key",
            "id": name,
            "rawId": name,
            "response": answer,
            "clientExtensionResults": {},
        }
