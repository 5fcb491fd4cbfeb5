"""Signatures with an organisation's own certificate: JWS with ``x5c``, its chain held against trusted roots.

In production a party signs with a key that only it has; the certificate (PKIoverheid) says whose key it is. Which
organisation that must be stands in the covenant that is signed: the OIN or KvK number of the party. The chain is judged
on the moment of signing: a signature stays good when its certificate has since run out.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from tijdig.covenant.rules.signing import TYPE, b64, header_of, is_canonical
from tijdig.covenant.rules.statement import Statement

# Which algorithm goes with which key: a token may not choose one that its key was never meant for.
EC_ALGORITHMS = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
RSA_ALGORITHM = "PS256"
LONGEST_CHAIN = 6


class _WithChain(jws.JWSRegistry):
    """The library's limits, with room for a chain of certificates in the header."""

    max_header_length = LONGEST_CHAIN * 8_000
    max_signature_length = 2_000


@dataclass(frozen=True, slots=True)
class Numbers:
    """By which numbers the covenant knows an organisation: KvK (8 digits) and OIN (20 digits); empty: unknown."""

    kvk: str
    oin: str


@lru_cache(maxsize=1024)
def is_certified(token: str, statement: Statement, organisation: Numbers, anchors: tuple[bytes, ...]) -> bool:
    """Say whether the token is this organisation's signature over this statement.

    ``anchors`` are the trusted root certificates (DER). False for any other statement, spelling, organisation, for a
    chain that does not lead to an anchor on the moment of signing, and for an algorithm that is not the key's own.
    """
    parts = token.split(".")
    if len(parts) != 3 or not all(is_canonical(part) for part in parts):
        return False
    if parts[1] != b64(statement.to_bytes()):
        return False
    header = header_of(token)
    chain = _chain(header.get("x5c"))
    if not chain or set(header) != {"alg", "typ", "x5c"} or header["typ"] != TYPE:
        return False
    signer = chain[0]
    if not belongs_to(signer, organisation) or not is_for_signing(signer):
        return False
    if not _leads_to(chain, anchors, statement.at):
        return False
    return _is_signed_by(token, signer, str(header["alg"]))


def belongs_to(certificate: x509.Certificate, organisation: Numbers) -> bool:
    """Say whether the certificate names this organisation: OIN as serialNumber, or KvK as organizationIdentifier."""
    names = {
        (attribute.oid, str(attribute.value))
        for attribute in certificate.subject
        if attribute.oid in {NameOID.SERIAL_NUMBER, NameOID.ORGANIZATION_IDENTIFIER}
    }
    wanted = set()
    if organisation.oin:
        wanted.add((NameOID.SERIAL_NUMBER, organisation.oin))
    if organisation.kvk:
        wanted.add((NameOID.ORGANIZATION_IDENTIFIER, f"NTRNL-{organisation.kvk}"))
    return bool(names & wanted)


def is_for_signing(certificate: x509.Certificate) -> bool:
    """Say whether this certificate may sign a document: no CA, and a key usage (where it names one) that fits."""
    try:
        if certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
    except x509.ExtensionNotFound:
        pass
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def sign_with_certificate(statement: bytes, private_key: bytes, chain: bytes) -> str:
    """Return the compact JWS over prepared statement bytes: for an organisation that signs on its own machine.

    ``private_key`` and ``chain`` are PEM, the signer's certificate first, without its root. ``ValueError`` when they
    cannot be read or when the key is of a kind that is not accepted.
    """
    certificates = x509.load_pem_x509_certificates(chain)
    public = certificates[0].public_key()
    load_pem_private_key(private_key, password=None)  # a clear ValueError before anything else
    key, algorithm = _key(public, private_key)
    if key is None:
        raise ValueError("only EC (P-256, P-384, P-521) and RSA keys sign here")
    header = {
        "alg": algorithm,
        "typ": TYPE,
        "x5c": [base64.b64encode(one.public_bytes(Encoding.DER)).decode("ascii") for one in certificates],
    }
    return jws.serialize_compact(header, statement, key, registry=_WithChain(algorithms=[algorithm]))


def certificate_fingerprint(token: str) -> str:
    """Return the SHA-256 of the signing certificate (hex), as people compare it; empty when there is none."""
    chain = _chain(header_of(token).get("x5c"))
    return _fingerprint(chain[0]) if chain else ""


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(SHA256()).hex()


def _chain(claimed: object) -> tuple[x509.Certificate, ...]:
    """Read ``x5c``: base64 (not url) of each DER certificate, the signer's first; empty when it cannot be read."""
    if not isinstance(claimed, Sequence) or isinstance(claimed, str) or len(claimed) > LONGEST_CHAIN:
        return ()
    try:
        return tuple(
            x509.load_der_x509_certificate(base64.b64decode(str(one), validate=True)) for one in claimed
        )
    except ValueError:
        return ()


def _leads_to(chain: tuple[x509.Certificate, ...], anchors: tuple[bytes, ...], at: str) -> bool:
    if not anchors:
        return False
    policy = (
        PolicyBuilder()
        .store(Store([x509.load_der_x509_certificate(anchor) for anchor in anchors]))
        .time(datetime.fromisoformat(at))
        # WHY: the defaults are those of web servers; an organisation's signing certificate names no host and may
        # carry extensions of its own. That issuers are CAs stays checked.
        .extension_policies(
            ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all()
        )
    )
    try:
        policy.build_client_verifier().verify(chain[0], list(chain[1:]))
    except (VerificationError, x509.UnsupportedGeneralNameType):
        return False
    return True


def _is_signed_by(token: str, certificate: x509.Certificate, algorithm: str) -> bool:
    public = certificate.public_key()
    key, expected = _key(public, public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    if key is None or algorithm != expected:
        return False
    try:
        jws.deserialize_compact(token, key, registry=_WithChain(algorithms=[expected]))
    except JoseError:
        return False
    return True


def _key(public: object, pem: bytes) -> tuple[ECKey | RSAKey | None, str]:
    """Return the key in ``pem`` and the one algorithm it may be used with; None for a kind that is not accepted."""
    if isinstance(public, EllipticCurvePublicKey) and public.curve.name in EC_ALGORITHMS:
        return ECKey.import_key(pem), EC_ALGORITHMS[public.curve.name]
    if isinstance(public, RSAPublicKey):
        return RSAKey.import_key(pem), RSA_ALGORITHM
    return None, ""
