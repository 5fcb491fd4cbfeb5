"""T4: a receipt carries its proof; whoever holds it can check it, and every change to it is noticed."""

from __future__ import annotations

import os
import string
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from django.db import transaction

from tests.ledger.tampering import lift_guards
from tests.ledger.world import SITTARD, SYSTEM, WEERT, change_tile, sealed, tell
from tijdig.actors import Actor, Role
from tijdig.cli import main
from tijdig.ledger.exports import verifier
from tijdig.ledger.keys import key_of
from tijdig.ledger.models import AuditEvent, ReceiptRecord, ReceiptSalt, SignedCheckpoint, Tile
from tijdig.ledger.rules.attaching import NotAttachable, attach, detach
from tijdig.ledger.rules.check_code import check_code, read_check_code
from tijdig.ledger.rules.checkpoint import Malformed
from tijdig.ledger.rules.receipt import File, Proof, check_receipt, read_proof, read_receipt, write_proof
from tijdig.ledger.services import (
    Subject,
    bind_pages,
    export_log,
    look_up_receipt,
    prove_receipt,
    record_receipt,
    redact_records,
    seal_log,
)
from tijdig.problems import Refused

LANDLORD = Actor(None, None, WEERT, "wonen-limburg", Role.LANDLORD_CLERK)
OTHER_LANDLORD = replace(LANDLORD, party="st-joseph")
OFFICER = Actor(None, None, WEERT, "weert", Role.PRIVACY_OFFICER)
ELSEWHERE = Actor(None, None, SITTARD, "sittard", Role.PRIVACY_OFFICER)
SIGNAL = Subject("signal", "8f0c", "0988-202603-AAAA-BBBB-CCCC", "sha256:" + "ab" * 28)
CONTENT: dict[str, object] = {"number": SIGNAL.number, "landlord": "Wonen Limburg", "amount_cents": 123_456}
EARLIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PDF = (
    b"%PDF-1.7\n1 0 obj\n<</CreationDate(D:20260304000000Z)>>\nendobj\n2 0 obj\n<</Type/Catalog/Lang(nl)>>\nendobj\n"
    b"xref\n0 3\n0000000000 65535 f\r\n0000000009 00000 n\r\n0000000062 00000 n\r\n"
    b"trailer\n<</Size 3/Root 2 0 R/Info 1 0 R/ID[(abc=)(abc=)]>>\nstartxref\n111\n%%EOF"
)


def recorded(actor: Actor = LANDLORD, content: dict[str, object] = CONTENT) -> ReceiptSalt:
    with transaction.atomic():
        return record_receipt(actor=actor, subject=SIGNAL, content=content)


def proven() -> Proof:
    return prove_receipt(opening=recorded(), content=CONTENT)


def codes(file: File, *kept: str) -> list[str]:
    return [one.problem.code for one in check_receipt(file, key_of(WEERT), kept)]


# The code


def test_t4_the_code_is_read_as_it_is_typed() -> None:
    code = check_code(bytes(range(7, 39)))

    assert code == "0W40-J2GB-1G6G-W3RT"
    for typed in (code, code.lower(), code.replace("-", " "), "ow4o j2gb ig6g w3rt", f" {code}\n"):
        assert read_check_code(typed) == code


def test_t4_every_wrong_sign_and_every_two_that_changed_places_are_found() -> None:
    rng = Random(4)
    signs = [sign for sign in string.digits + string.ascii_uppercase if sign not in "OILU"]
    for _ in range(60):
        code = check_code(rng.randbytes(32)).replace("-", "")
        for at in range(16):
            wrong = [code[:at] + sign + code[at + 1 :] for sign in signs if sign != code[at]]
            assert not any(map(read_check_code, wrong))
            for other in range(at):
                swapped = list(code)
                swapped[at], swapped[other] = code[other], code[at]
                assert read_check_code("".join(swapped)) is None or code[at] == code[other]
    for odd in ("", "4F7K", "U" * 16, code[:-1], code + "0", "é" * 16):
        assert read_check_code(odd) is None


# In the PDF


def test_t4_a_file_is_attached_without_touching_what_was_there_and_can_be_taken_off() -> None:
    with_file = attach(PDF, b'{"a":1}')

    assert with_file.startswith(PDF)
    assert detach(with_file) == (PDF, b'{"a":1}')
    assert detach(PDF) is None
    assert detach(with_file + b" ") is None
    assert detach(with_file.replace(b"/AF[4", b"/AF[3")) is None


@pytest.mark.parametrize(
    "pdf", [b"%PDF-1.7\n", PDF.replace(b"/Catalog", b"/Katalog"), PDF[:-9], attach(PDF, b"{}")]
)
def test_t4_nothing_is_attached_to_what_is_not_built_as_ours(pdf: bytes) -> None:
    with pytest.raises(NotAttachable):
        attach(pdf, b"{}")


# Made and checked


@pytest.mark.django_db
def test_t4_a_receipt_is_sealed_before_it_is_handed_out_and_can_be_checked_by_itself() -> None:
    sealed(5, 300)
    proof = proven()

    assert not check_receipt(File(proof), key_of(WEERT))
    assert proof.position == 306  # behind the event of its own release
    assert proof.told["party"] == "wonen-limburg"
    assert proof.told["code"] == check_code(proof.commitment)
    assert read_proof(write_proof(proof)) == proof
    assert b"Wonen Limburg" not in ReceiptRecord.objects.get().canonical()  # L6


@pytest.mark.django_db
def test_t4_the_same_receipt_is_recorded_once_and_another_content_or_party_anew() -> None:
    first, again = recorded(), recorded()
    corrected = recorded(content=CONTENT | {"amount_cents": 100_000})
    other = recorded(OTHER_LANDLORD)

    assert first == again
    assert ReceiptRecord.objects.count() == 3
    assert len({bytes(one.salt) for one in (first, corrected, other)}) == 3
    assert [one.party for one in ReceiptRecord.objects.order_by("pk")] == [
        "wonen-limburg", "wonen-limburg", "st-joseph",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.any_database  # changes the file, not the log
def test_t4_every_changed_byte_of_a_proof_is_noticed() -> None:
    sealed(5)
    content = write_proof(proven())

    for at in range(len(content)):
        changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        try:
            assert codes(read_receipt(changed)), at
        except Malformed:
            continue
    for odd in (
        b"",
        b"{}",
        b"[]",
        b"[" * 9_999,
        content + b" ",
        content.replace(b'"position":6', b'"position":true'),
    ):
        with pytest.raises(Malformed):
            read_receipt(odd)


@pytest.mark.django_db
@pytest.mark.any_database  # changes the file, not the log
def test_t4_every_changed_byte_of_a_receipt_is_noticed_on_its_pages_too() -> None:
    proof = proven()
    paper = bind_pages(proof=proof, pages=PDF)
    assert codes(read_receipt(paper)) == []

    for at in range(len(paper)):
        changed = paper[:at] + bytes([paper[at] ^ 1]) + paper[at + 1 :]
        try:
            assert codes(read_receipt(changed)), at
        except Malformed:
            continue
    other_pages = PDF.replace(b"20260304", b"20260204")
    assert codes(read_receipt(attach(other_pages, detach(paper)[1]))) == ["ledger.receipt-pages-altered"]  # type: ignore[index]
    with pytest.raises(Malformed):
        read_receipt(paper + b"\n9 0 obj\n<<>>\nendobj\n")  # an update that shows other pages
    assert codes(File(proof, PDF)) == ["ledger.receipt-pages-altered"]  # its pages were never signed for


@pytest.mark.django_db
@pytest.mark.any_database  # changes the file, not the log
def test_t4_a_proof_of_something_else_is_refused_however_well_it_is_written() -> None:
    proof = proven()
    more = CONTENT | {"amount_cents": 1}

    assert codes(File(replace(proof, content=more))) == ["ledger.receipt-altered"]
    assert codes(File(replace(proof, salt=bytes(32)))) == ["ledger.receipt-altered"]
    assert codes(File(replace(proof, position=proof.position + 1))) == ["ledger.receipt-not-in-log"]
    assert codes(File(replace(proof, record_salt=bytes(32)))) == ["ledger.receipt-not-in-log"]
    of_event = AuditEvent(controller_id=WEERT).KIND.encode()
    as_event = replace(proof, record=proof.record.replace(b'"receipt"', b'"' + of_event + b'"'))
    assert codes(File(as_event)) == ["ledger.receipt-altered", "ledger.receipt-not-in-log"]
    made_up = replace(proof, checkpoint=proof.checkpoint.replace("\n2\n", "\n3\n"))
    assert codes(File(made_up)) == ["ledger.receipt-unsigned"]


@pytest.mark.django_db
def test_t4_no_receipt_is_handed_out_that_would_not_hold() -> None:
    sealed(300)
    lift_guards()
    change_tile(0, 1)

    opening = recorded()
    with pytest.raises(Refused, match="receipt-not-provable"):
        prove_receipt(opening=opening, content=CONTENT)
    change_tile(0, 1)
    assert prove_receipt(opening=opening, content=CONTENT).position == 301
    with pytest.raises(Refused, match="receipt-not-provable"):
        prove_receipt(opening=opening, content=CONTENT | {"amount_cents": 1})
    ReceiptRecord.objects.all().delete()
    with pytest.raises(Refused, match="receipt-not-provable"):
        prove_receipt(opening=opening, content=CONTENT)


# Offline


@pytest.mark.django_db
def test_t4_a_receipt_is_checked_offline_with_the_key_and_what_was_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed(300)
    kept = tmp_path / "kept"
    kept.write_text(SignedCheckpoint.objects.get().note)
    paper = tmp_path / "receipt.pdf"
    proof = proven()
    paper.write_bytes(bind_pages(proof=proof, pages=PDF))
    (tmp_path / "same").write_text(proof.checkpoint)
    tell(500)
    export_log(actor=SYSTEM, to=tmp_path / "log")
    (tmp_path / "later").write_text(SignedCheckpoint.objects.latest("size").note)
    key = ["--key", str(key_of(WEERT))]

    assert main(["verify-receipt", str(paper)]) == 0
    told = capsys.readouterr().out
    assert "Vergelijk de sleutel" in told
    assert check_code(proof.commitment) in told
    assert "amount_cents: 123456" in told
    assert main(["verify-receipt", str(paper), *key, "--witness", str(tmp_path / "same")]) == 0
    for name in ("kept", "later"):
        witness = ["--witness", str(tmp_path / name)]
        assert main(["verify-receipt", str(paper), *key, *witness]) == 1
        assert "Geef met --log" in capsys.readouterr().out
        assert main(["verify-receipt", str(paper), *key, *witness, "--log", str(tmp_path / "log")]) == 0
    capsys.readouterr()
    assert main(["verify-receipt", str(paper), "--key", EARLIER]) == 1
    assert "altered  receipt 301: In dit bewijs ligt een andere sleutel" in capsys.readouterr().out


@pytest.mark.django_db
def test_t4_a_receipt_of_a_log_that_was_rewritten_does_not_fit_what_was_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    sealed(3)
    kept.write_text(SignedCheckpoint.objects.get().note)
    for model in (SignedCheckpoint, AuditEvent):
        lift_guards()
        model.objects.all().delete()
    Tile.objects.all().delete()
    tell(1)
    proof = proven()
    file = tmp_path / "receipt.json"
    file.write_bytes(write_proof(proof) + b"\n")

    assert main(["verify-receipt", str(file), "--witness", str(kept)]) == 1
    assert "forked  log 3: Bij 3 regels is een ander logboek ondertekend" in capsys.readouterr().out
    kept.write_text("something")
    assert main(["verify-receipt", str(file), "--witness", str(kept)]) == 1
    assert "altered  kept 1" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.any_database  # reads the file only
def test_t4_a_bare_python_checks_a_receipt(tmp_path: Path) -> None:
    paper = bind_pages(proof=proven(), pages=PDF)
    (tmp_path / "verify.pyz").write_bytes(verifier())
    (tmp_path / "receipt.pdf").write_bytes(paper)
    (tmp_path / "changed.pdf").write_bytes(paper.replace(b"123456", b"123457"))
    bare = [sys.executable, "-S", "-I", "verify.pyz"]

    for name, expected in (("receipt.pdf", 0), ("changed.pdf", 1)):
        done = subprocess.run(
            [*bare, name, "--key", str(key_of(WEERT))],
            cwd=tmp_path, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]},
        )  # fmt: skip
        assert done.returncode == expected, done.stdout + done.stderr
        assert ("ok  zo vastgelegd" in done.stdout) is (expected == 0)


def test_t4_what_cannot_be_read_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.pdf").write_bytes(PDF)
    (tmp_path / "huge").write_bytes(b" " * (5 * 1024 * 1024 + 1))
    (tmp_path / "packed").write_bytes(zlib.compress(b"{}"))
    for name in ("other.pdf", "huge", "packed", "nowhere"):
        assert main(["verify-receipt", str(tmp_path / name)]) == 1
        assert "cannot be read" in capsys.readouterr().out


# On the page


@pytest.mark.django_db
def test_t4_the_partner_that_got_it_and_the_municipality_hear_when_and_under_what_and_nothing_more() -> None:
    proof = proven()
    code = check_code(proof.commitment)
    for actor in (LANDLORD, OFFICER):
        checked = look_up_receipt(actor=actor, code=code.lower())
        assert checked.is_known
        assert (checked.position, checked.covenant_hash, checked.is_same) == (1, SIGNAL.covenant_hash, None)
    for actor in (OTHER_LANDLORD, ELSEWHERE):
        assert not look_up_receipt(actor=actor, code=code).is_known
        assert not look_up_receipt(actor=actor, file=write_proof(proof)).is_known
    assert not look_up_receipt(actor=OFFICER, code=check_code(bytes(32))).is_known
    events = AuditEvent.objects.filter(action="check-receipt").order_by("pk")
    assert [event.result for event in events] == ["known"] * 2 + ["unknown"] * 5
    assert events[2].object_id == ""


@pytest.mark.django_db
def test_t4_the_page_says_whether_the_file_is_the_one_that_was_given() -> None:
    proof = proven()
    paper = bind_pages(proof=proof, pages=PDF)
    code = check_code(proof.commitment)

    def same(file: bytes, code: str = "") -> bool | None:
        return look_up_receipt(actor=LANDLORD, code=code, file=file).is_same

    assert same(paper) is True
    assert same(write_proof(proof), code) is True
    assert same(paper.replace(b"20260304", b"20260305"), code) is False
    assert same(write_proof(proof).replace(b"123456", b"123457")) is False
    assert same(b"something else", code) is False
    assert same(b"something else") is None  # then nothing is known of it
    other = prove_receipt(
        opening=recorded(content=CONTENT | {"amount_cents": 1}), content=CONTENT | {"amount_cents": 1}
    )
    assert same(write_proof(other), code) is False


@pytest.mark.django_db
def test_t4_a_mistyped_code_and_another_role_are_refused() -> None:
    code = check_code(proven().commitment)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")

    with pytest.raises(Refused, match="code-mistyped"):
        look_up_receipt(actor=LANDLORD, code=wrong)
    with pytest.raises(Refused, match="role-may-not"):
        look_up_receipt(actor=replace(LANDLORD, role=Role.SOCIAL_WORKER), code=code)


@pytest.mark.django_db
def test_t4_t6_a_receipt_stays_checkable_when_its_subject_and_even_its_record_are_erased() -> None:
    proof = proven()
    ReceiptSalt.objects.all().delete()
    assert look_up_receipt(actor=LANDLORD, file=write_proof(proof)).is_same

    redact_records(actor=SYSTEM, records=ReceiptRecord.objects.all(), authority="R54", reason="test")
    seal_log(actor=SYSTEM)
    checked = look_up_receipt(actor=LANDLORD, file=write_proof(proof))
    assert (checked.is_known, checked.is_same, checked.position) == (True, True, proof.position)
    assert not look_up_receipt(actor=OTHER_LANDLORD, file=write_proof(proof)).is_known
    forged = replace(proof, record=proof.record.replace(b"wonen-limburg", b"st-joseph"))
    assert not look_up_receipt(actor=OTHER_LANDLORD, file=write_proof(forged)).is_known
