"""C3 in production: a party signs with its own certificate, and only a chain to a trusted root counts."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import example, given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey

from tests.covenant.certificates import OIN, Issuer, certificate, pem_of
from tijdig.cli import main
from tijdig.covenant.rules import certificates
from tijdig.covenant.rules.certificates import (
    Numbers,
    certificate_fingerprint,
    is_certified,
    sign_with_certificate,
)
from tijdig.covenant.rules.signing import TYPE
from tijdig.covenant.rules.statement import Statement

SAID = Statement(
    covenant_hash="sha256:" + "a" * 64, file_hash="sha256:" + "b" * 64, urn="urn:uuid:1", version="1.0.0",
    controller="0988", party="amw", verdict="accept", person_id="1", person_name="A. Tekenaar",
    at="2026-03-02T09:00:00+00:00",
)  # fmt: skip
ROOT = Issuer("Root")
MIDDLE = Issuer("Issuing CA", ROOT)
KEY = ec.generate_private_key(ec.SECP256R1())
ANCHORS = (ROOT.der,)
WHO = Numbers(kvk="12345678", oin=OIN)


def signed(
    leaf: x509.Certificate, key: object, said: Statement = SAID, chain: tuple[x509.Certificate, ...] = ()
) -> str:
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())  # type: ignore[attr-defined]
    return sign_with_certificate(said.to_bytes(), private, pem_of(leaf, *(chain or (MIDDLE.certificate,))))


LEAF = certificate(KEY, MIDDLE, oin=OIN)
TOKEN = signed(LEAF, KEY)


@pytest.mark.parametrize(
    "new_key",
    [
        lambda: ec.generate_private_key(ec.SECP256R1()),
        lambda: ec.generate_private_key(ec.SECP384R1()),
        lambda: rsa.generate_private_key(65537, 2048),
    ],
    ids=["P-256", "P-384", "RSA"],
)
def test_c3_a_certificate_that_leads_to_a_root_signs(new_key: Callable[[], object]) -> None:
    key = new_key()
    assert is_certified(signed(certificate(key, MIDDLE, oin=OIN), key), SAID, WHO, ANCHORS)


def test_c3_the_kvk_number_names_the_organisation_too() -> None:
    token = signed(certificate(KEY, MIDDLE, kvk="12345678"), KEY)
    assert is_certified(token, SAID, WHO, ANCHORS)
    assert not is_certified(token, SAID, replace(WHO, kvk="87654321"), ANCHORS)


@pytest.mark.parametrize(
    "who", [Numbers("", ""), Numbers("", "00000009999999999999"), Numbers("00000000", "")]
)
def test_c3_another_organisations_certificate_does_not_count(who: Numbers) -> None:
    """Which organisation must sign stands in the covenant that is signed."""
    assert not is_certified(TOKEN, SAID, who, ANCHORS)


def test_c3_a_chain_to_another_root_does_not_count() -> None:
    assert not is_certified(TOKEN, SAID, WHO, (Issuer("Root").der,))
    assert not is_certified(TOKEN, SAID, WHO, ())


def test_c3_a_chain_with_a_gap_does_not_count() -> None:
    assert not is_certified(signed(LEAF, KEY, chain=(ROOT.certificate,)), SAID, WHO, ANCHORS)


def test_c3_who_is_no_issuer_cannot_make_a_certificate() -> None:
    """The landlord's own certificate, good as it is, does not make one for the helper."""
    landlord = Issuer("Verhuurder", MIDDLE, is_ca=False)
    token = signed(certificate(KEY, landlord, oin=OIN), KEY, chain=(landlord.certificate, MIDDLE.certificate))
    assert not is_certified(token, SAID, WHO, ANCHORS)


def test_c3_an_issuers_certificate_signs_no_statement() -> None:
    issuer = Issuer("AMW", MIDDLE, oin=OIN)
    assert not is_certified(signed(issuer.certificate, issuer.key), SAID, WHO, ANCHORS)


def test_c3_a_certificate_for_encryption_signs_nothing() -> None:
    token = signed(certificate(KEY, MIDDLE, oin=OIN, for_signing=False), KEY)
    assert not is_certified(token, SAID, WHO, ANCHORS)


@pytest.mark.parametrize("at", [timedelta(days=-400), timedelta(days=400)])
def test_c3_it_must_be_valid_on_the_moment_of_signing(at: timedelta) -> None:
    said = replace(SAID, at=(datetime(2026, 3, 2, 9, tzinfo=UTC) + at).isoformat())
    assert not is_certified(signed(LEAF, KEY, said), said, WHO, ANCHORS)


def test_c3_a_certificate_that_ran_out_since_spoils_nothing() -> None:
    """Today is long after the certificates of this test ended; what counts is the moment in the statement."""
    assert LEAF.not_valid_after_utc < datetime(2027, 3, 2, tzinfo=UTC)
    assert is_certified(TOKEN, SAID, WHO, ANCHORS)


@given(position=st.integers(0, len(TOKEN) - 1), bit=st.integers(0, 7))
@example(position=644, bit=1)  # spoils a name inside the certificate, which is read late
@example(position=580, bit=0)  # makes one extension stand there twice
@example(position=67, bit=4)  # makes a version of certificates that there is not
def test_c3_any_flipped_bit_spoils_it(position: int, bit: int) -> None:
    flipped = TOKEN[:position] + chr(ord(TOKEN[position]) ^ (1 << bit)) + TOKEN[position + 1 :]
    assert not is_certified(flipped, SAID, WHO, ANCHORS)


def test_c3_it_counts_for_no_other_statement() -> None:
    assert not is_certified(TOKEN, replace(SAID, verdict="revoke"), WHO, ANCHORS)


@pytest.mark.parametrize("spelled", ["{}", "{}\n", "{} ", "-{}", "{}*"])
def test_c3_a_certificate_in_another_spelling_does_not_count(spelled: str) -> None:
    """In the header stands base64 of the certificate and not a letter more, not even when its owner signed that."""
    chain = [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in (LEAF, MIDDLE.certificate)]
    header = {"alg": "ES256", "typ": TYPE, "x5c": [spelled.format(one) for one in chain]}
    private = ECKey.import_key(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    token = jws.serialize_compact(
        header, SAID.to_bytes(), private, registry=certificates._WithChain(algorithms=["ES256"])
    )
    assert is_certified(token, SAID, WHO, ANCHORS) is (spelled == "{}")


def test_c3_the_key_must_be_the_certificates_own() -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    assert not is_certified(signed(LEAF, other), SAID, WHO, ANCHORS)


def test_a_key_of_a_kind_that_is_not_accepted_is_told() -> None:
    key = ed25519.Ed25519PrivateKey.generate()
    with pytest.raises(ValueError, match="EC"):
        signed(certificate(key, MIDDLE, oin=OIN), key)


def test_people_compare_the_fingerprint() -> None:
    assert len(certificate_fingerprint(TOKEN)) == 64
    assert certificate_fingerprint("geen.token.hier") == ""


def test_a_name_is_no_number() -> None:
    """A common name that looks like the OIN is not the serialNumber that the issuer checked."""
    named = certificate(KEY, MIDDLE, extra=[x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, OIN)])
    assert not is_certified(signed(named, KEY), SAID, WHO, ANCHORS)


def test_a_party_signs_on_its_own_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``tijdig covenant sign``: files in, the signature out, and neither database nor network."""
    statement, key, chain = (tmp_path / name for name in ("verklaring.json", "sleutel.pem", "keten.pem"))
    statement.write_bytes(SAID.to_bytes())
    key.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    chain.write_bytes(pem_of(LEAF, MIDDLE.certificate))
    command = ["covenant", "sign", str(statement), "--key", str(key), "--certificate", str(chain)]

    assert main(command) == 0
    assert is_certified(capsys.readouterr().out.strip(), SAID, WHO, ANCHORS)

    key.write_text("geen sleutel")
    assert main(command) == 2
    key.unlink()
    assert main(command) == 2
    assert "cannot be opened" in capsys.readouterr().err
