"""Certificates of a make-believe government authority: roots, issuers and organisations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

OIN = "00000001234567890000"
FROM = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = FROM + timedelta(days=365)


class Issuer:
    """A certificate that issues others (or pretends to), with its key."""

    def __init__(self, name: str, above: Issuer | None = None, *, is_ca: bool = True, oin: str = "") -> None:
        self.key: Any = ec.generate_private_key(ec.SECP256R1())
        self.name = _name(name, oin)
        self.certificate = _made(self.name, self.key, above or self, is_ca=is_ca)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


def certificate(
    key: Any,
    issuer: Issuer,
    *,
    oin: str = "",
    kvk: str = "",
    for_signing: bool = True,
    extra: list[x509.NameAttribute[str]] | None = None,
) -> x509.Certificate:
    """Return an organisation's certificate for this key."""
    name = _name("Organisatie", oin, kvk, extra or [])
    return _made(name, key, issuer, is_ca=False, for_signing=for_signing)


def pem_of(*chain: x509.Certificate) -> bytes:
    return b"".join(one.public_bytes(Encoding.PEM) for one in chain)


def _name(
    common: str, oin: str = "", kvk: str = "", extra: list[x509.NameAttribute[str]] | None = None
) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common), *(extra or [])]
    if oin:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, oin))
    if kvk:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, f"NTRNL-{kvk}"))
    return x509.Name(parts)


def _made(
    name: x509.Name, key: Any, issuer: Issuer, *, is_ca: bool, for_signing: bool = True
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=for_signing and not is_ca, content_commitment=for_signing and not is_ca,
        key_encipherment=not for_signing, data_encipherment=False, key_agreement=False, key_cert_sign=is_ca,
        crl_sign=is_ca, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(authority, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(issuer.key, hashes.SHA256())
    )
