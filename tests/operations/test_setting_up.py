"""A municipality starts from nothing but a covenant file; what the operator does leaves events and no half work."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.web.landlord.conftest import clerk, world  # noqa: F401 - fixtures
from tijdig.cli import main
from tijdig.covenant.models import CovenantVersion
from tijdig.daily import DUTIES, do_daily_work
from tijdig.demo.agreement import covenant_text
from tijdig.demo.people import invent_town
from tijdig.demo.register import benefit_list, register_extract
from tijdig.intake.models import Delivery
from tijdig.ledger.models import AuditEvent
from tijdig.parties.models import Controller, Invitation, Partnership
from tijdig.residents.models import BenefitFact, Resident

pytestmark = pytest.mark.django_db

TODAY = date.today()  # noqa: DTZ011 - the command line itself asks the clock


@pytest.fixture
def covenant(tmp_path: Path) -> Path:
    path = tmp_path / "weert.toml"
    path.write_text(covenant_text(TODAY), encoding="utf-8")
    return path


def set_up(covenant: Path) -> int:
    return main(["setup", str(covenant), "--admin-name", "Tom Stienen", "--admin-email", "tom@weert.example"])


def test_a_covenant_file_registers_the_municipality_its_partners_and_a_first_admin(
    covenant: Path, capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    assert set_up(covenant) == 0
    assert Controller.objects.get().name == "Weert"
    assert set(Partnership.objects.values_list("party_code", flat=True)) == {
        "gemeente-weert",
        "wonen-limburg",
        "st-joseph",
        "amw",
    }
    assert CovenantVersion.objects.get().activated_at is None
    link = re.search(r"/account/uitnodiging/\S+/", capsys.readouterr().out)
    assert link is not None
    assert client.get(link[0]).status_code == 200


def test_each_partner_gets_its_first_admin_by_invitation(covenant: Path) -> None:
    set_up(covenant)
    asked = [
        "--controller",
        "0988",
        "--party",
        "wonen-limburg",
        "--name",
        "Hanneke",
        "--email",
        "h@wl.example",
    ]
    assert main(["invite", *asked]) == 0
    assert Invitation.objects.filter(organisation__name="Wonen Limburg").count() == 1


def test_an_unknown_party_is_told_and_nothing_is_made(
    covenant: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(covenant)
    before = Invitation.objects.count()
    asked = ["--controller", "0988", "--party", "woonbron", "--name", "X", "--email", "x@woonbron.example"]
    assert main(["invite", *asked]) == 1
    assert "operations.party-unknown" in capsys.readouterr().out
    assert Invitation.objects.count() == before


def test_a_faulty_covenant_registers_nothing(covenant: Path, capsys: pytest.CaptureFixture[str]) -> None:
    covenant.write_text(covenant.read_text(encoding="utf-8").replace('rol = "gemeente"', 'rol = "keizer"'))
    assert set_up(covenant) == 1
    assert "rol" in capsys.readouterr().out
    assert not Controller.objects.exists()
    assert not AuditEvent.objects.exists()


def test_register_and_benefits_are_imported_from_files(covenant: Path, tmp_path: Path) -> None:
    set_up(covenant)
    town = invent_town(TODAY, households=20)
    (tmp_path / "residents.csv").write_text(register_extract(town), encoding="utf-8")
    (tmp_path / "benefits.csv").write_text(benefit_list(town, TODAY), encoding="utf-8")
    where = ["--controller", "0988", "--as-of", TODAY.isoformat()]
    assert main(["import", "residents", str(tmp_path / "residents.csv"), *where]) == 0
    assert main(["import", "benefits", str(tmp_path / "benefits.csv"), *where]) == 0
    assert Resident.objects.count() == len(town)
    assert BenefitFact.objects.count() == len([one for one in town if "child" not in one.tags])


def test_a_file_that_is_not_there_is_told(covenant: Path, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(covenant)
    where = ["--controller", "0988", "--as-of", TODAY.isoformat()]
    assert main(["import", "residents", "no-such-file.csv", *where]) == 1
    assert "no-such-file.csv" in capsys.readouterr().out


def test_the_daily_work_does_every_duty_and_one_that_waits_does_not_stop_the_others(covenant: Path) -> None:
    set_up(covenant)
    done = do_daily_work(TODAY)
    assert [one.duty for one in done] == list(DUTIES)
    assert {one.controller_id for one in done} == {"0988"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own statistics")
def test_the_daily_work_tells_sqlite_how_large_its_tables_are(covenant: Path) -> None:
    set_up(covenant)
    do_daily_work(TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl FROM sqlite_stat1")
        assert "parties_controller" in {table for (table,) in cursor.fetchall()}


def test_s2_a_file_that_is_too_large_is_told_so_and_not_lost_without_a_word(
    clerk: Client,  # noqa: F811
    settings: pytest.FixtureRequest,
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000  # type: ignore[attr-defined]
    before = Delivery.objects.count()
    large = SimpleUploadedFile("april.csv", b"x" * 5000)
    page = clerk.post("/aanleveringen/", {"file": large})
    assert page.status_code == 413
    assert "te groot" in page.content.decode()
    assert Delivery.objects.count() == before
