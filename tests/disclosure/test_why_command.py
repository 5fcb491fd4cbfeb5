"""``tijdig covenant why``: the sentences of the pages, on the command line, from a covenant file alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.disclosure.asking import CLERK, weert
from tijdig.cli import main
from tijdig.covenant.profiles import profile_text
from tijdig.covenant.rules.facts import FactSource, KnownFact
from tijdig.covenant.rules.in_force import CovenantState
from tijdig.disclosure.commands import _known
from tijdig.disclosure.rules import Question, answer

HELPER = ("--from", "gemeente-weert", "--to", "amw", "--purpose", "hulpverlening", "--on", "2026-04-07")
NO_OBJECTION = ("--fact", "huurder.bezwaar=nee")
REFERRED = (*NO_OBJECTION, "--fact", "toestemming.doorgeleiding=ja")


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "weert.toml"
    path.write_text(profile_text("weert"), encoding="utf-8")
    return str(path)


def test_c1_a_permit_tells_exchange_article_purpose_ground_and_term(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["covenant", "why", file, *HELPER, "--field", "signaal.naam", *REFERRED]) == 0
    said = capsys.readouterr().out
    assert "signaal.naam (naam zoals aangeleverd): mag / may" in said
    for part in (
        "U4 (artikel 5)",
        "Doel: ",
        "Grondslag: ",
        "Bewaren: 6 maanden na afsluiting",
        "Kept: 6 months",
    ):
        assert part in said


def test_c1_why_not_names_each_field_apart(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    fields = ("--field", "signaal.naam", "--field", "zaak.notities")
    assert main(["covenant", "why", file, *HELPER, *fields, *REFERRED]) == 1
    said = capsys.readouterr().out
    assert "mag / may\n" in said
    assert "zaak.notities (notities van de regisseur): mag niet / may not" in said
    assert "covenant.field-not-allowed" in said


def test_c2_a_fact_that_is_not_given_is_not_known(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["covenant", "why", file, *HELPER, "--field", "signaal.naam", *NO_OBJECTION]) == 1
    assert "mag niet" in capsys.readouterr().out


def test_the_words_are_those_of_the_evaluator_that_the_pages_use(
    file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = (
        "--from",
        "gemeente-weert",
        "--to",
        CLERK.party,
        "--purpose",
        "terugkoppeling",
        "--on",
        "2026-04-07",
    )
    main(["covenant", "why", file, *asked, "--field", "terugkoppeling.code", "--role", "landlord-clerk"])
    said = capsys.readouterr().out
    question = Question("gemeente-weert", CLERK.party, "terugkoppeling", CLERK.role, ("terugkoppeling.code",))
    given = answer(weert(), CovenantState.IN_FORCE, question, {}, date(2026, 4, 7)).decisions[
        "terugkoppeling.code"
    ]
    (reason,) = given.reasons
    assert reason.nl in said
    assert reason.en in said


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (("--field", "geen.veld"), "disclosure.no-such-field"),
        (("--field", "signaal.naam", "--fact", "geen.feit=ja"), "disclosure.no-such-fact"),
        (("--field", "signaal.naam", "--fact", "huurder.bezwaar=misschien"), "disclosure.no-such-fact"),
        (("--field", "signaal.naam", "--fact", "achterstand.maanden=twee"), "disclosure.no-such-fact"),
        (("--field", "signaal.naam", "--fact", "incasso.herinnering=2026-02-30"), "disclosure.no-such-fact"),
        (("--field", "signaal.naam", "--fact", "ontruiming.fase=morgen"), "disclosure.no-such-fact"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told(
    file: str, capsys: pytest.CaptureFixture[str], extra: tuple[str, ...], code: str
) -> None:
    assert main(["covenant", "why", file, *HELPER, *extra]) == 2
    assert code in capsys.readouterr().out


def test_a_file_that_is_no_covenant_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "leeg.toml"
    assert main(["covenant", "why", str(bad), *HELPER, "--field", "signaal.naam"]) == 2
    bad.write_text("x = 1")
    assert main(["covenant", "why", str(bad), *HELPER, "--field", "signaal.naam"]) == 2
    assert "verantwoording.kleinste_cel" in capsys.readouterr().out


def test_facts_are_taken_with_their_type() -> None:
    on = date(2026, 4, 7)
    assert _known("achterstand.maanden", "3", on) == KnownFact(3, on, FactSource.DELIVERY)
    assert _known("incasso.herinnering", "2026-03-01", on).value == date(2026, 3, 1)
    assert _known("ontruiming.fase", "vonnis", on).value == "vonnis"
