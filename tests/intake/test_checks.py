"""Which rows are refused, by which rule, and which oddities are no ground to refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from tests.intake.samples import RECEIVED_ON, checked, codes, covenant
from tijdig.covenant.rules.document import Condition
from tijdig.intake.rules.checks import ROW_CHECKS
from tijdig.problems import retell

OPMERKING, BSN_COLUMN, COMPLEX = "Opmerkingen", "BSN", "Complexnummer"


def test_a_good_row_becomes_a_signal_with_every_value_it_had() -> None:
    result = checked({})

    (signal,) = result.accepted
    assert (result.refused, result.problems, result.remarks) == ((), (), ())
    assert (signal.row, signal.reference, signal.initials, signal.prefix, signal.surname) == (
        1, "K-1001", "A.B.", "van der", "Linde",
    )  # fmt: skip
    assert (signal.birth_date, signal.postcode, signal.house_number, signal.house_letter) == (
        "19711104", "2511CA", 12, "A",
    )  # fmt: skip
    assert (signal.amount_cents, signal.months, signal.onset_on) == (123456, 3, date(2026, 6, 1))
    assert (signal.phone, signal.email) == ("+31612345678", "linde@voorbeeld.nl")
    assert (signal.contact_sought_on, signal.pointed_to_help_on) == (date(2026, 8, 12), date(2026, 8, 12))
    assert (signal.reminder_on, signal.offer_to_share_on) == (date(2026, 7, 29), date(2026, 7, 29))
    assert (signal.informed_on, signal.crisis, signal.warm_transfer) == (date(2026, 7, 29), False, False)


@pytest.mark.parametrize(
    ("surname", "expected"),
    [
        ("De heer A.B. van der Linde", ("A.B.", "van der", "Linde")),
        ("Linde, A.B. van der", ("A.B.", "van der", "Linde")),
        ("Fam. Linde", ("", "", "Linde")),
        ("Groot Esselink", ("", "", "Groot Esselink")),
        ("A Campo", ("", "", "A Campo")),
        ("v.d. Linde", ("", "v.d.", "Linde")),
        ("Bakkerij Linde B.V.", ("", "", "Bakkerij Linde B.V.")),
    ],
)
def test_r24_a_whole_name_is_taken_apart_where_the_other_cells_are_empty(
    surname: str, expected: tuple[str, str, str]
) -> None:
    (signal,) = checked({"initials": "", "prefix": "", "surname": surname}).accepted
    assert (signal.initials, signal.prefix, signal.surname) == expected


REFUSALS: list[tuple[str, str, Mapping[str, str]]] = [
    ("R5", "no-personal-contact", {"contact_sought_on": ""}),
    ("R5", "not-pointed-to-help", {"pointed_to_help_on": ""}),
    ("R5", "no-reminder", {"reminder_on": ""}),
    ("R5", "no-offer-to-share", {"offer_to_share_on": ""}),
    ("R17", "not-informed", {"informed_on": ""}),
    ("R6", "objection", {"objection": "J"}),
    ("R6", "objection", {"objection": "12-08-2026"}),
    ("C2", "objection-unknown", {"objection": ""}),
    ("R7", "below-covenant-minimum", {"months": "1"}),
    ("R7", "below-covenant-minimum", {"onset_on": "20-08-2026"}),
    ("R10", "missing-value", {"months": ""}),
    ("R11", "bsn", {"reference": "999990019"}),
    ("R11", "bsn", {"town": "9999.90.019"}),
    ("R12", "negative-amount", {"amount": "-120,00"}),
    ("R12", "negative-amount", {"amount": "0,00"}),
    ("R12", "not-an-amount", {"amount": "veel"}),
    ("R12", "onset-after-signal", {"onset_on": "03-09-2026"}),
    ("R12", "date-ahead", {"reminder_on": "03-09-2026"}),
    ("R10", "born-after-receipt", {"birth_date": "03-09-2026"}),
    ("R10", "missing-value", {"reference": ""}),
    ("R10", "missing-value", {"surname": ""}),
    ("R10", "missing-value", {"amount": ""}),
    ("R19", "missing-house-number", {"house_number": ""}),
    ("R19", "not-a-postcode", {"postcode": "2511"}),
    ("R10", "missing-value", {"postcode": "", "street": ""}),
    ("R10", "not-yes-or-no", {"crisis": "misschien"}),
    ("S3", "not-a-date", {"reminder_on": "31-02-2026"}),
    ("C1", "condition-not-met", {"reminder_on": "29-07-2024"}),
    ("R10", "too-long", {"town": "x" * 81}),
    ("R10", "example-row", {"reference": "VOORBEELD"}),
    ("R11", "bsn", {"surname": "Linde 999990019"}),
    ("R12", "date-too-long-ago", {"onset_on": "01-06-0026"}),
    ("R12", "date-too-long-ago", {"reminder_on": "01-01-1900"}),
    ("S3", "sheet-made-a-date", {"house_number": "12-mrt"}),
    ("S3", "sheet-made-a-date", {"addition": "2026-03-12"}),
    ("K4", "sheet-rounded", {"reference": "1,23457E+11"}),
    ("S3", "sheet-error", {"surname": "#N/B"}),
]


@pytest.mark.parametrize(
    ("rule", "code", "row"), REFUSALS, ids=[f"{rule} {code}" for rule, code, _ in REFUSALS]
)
def test_a_row_is_refused_with_its_rule_and_nothing_else(
    rule: str, code: str, row: Mapping[str, str]
) -> None:
    result = checked(row)

    assert result.accepted == ()
    assert {item.problem.code for item in result.refused} == {f"intake.{code}"}
    assert {item.problem.rule for item in result.refused} == {rule}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"birth_date": ""}, id="no birth date"),
        pytest.param({"birth_date": "00-00-1963"}, id="partial birth date"),
        pytest.param({"birth_date": "01-05-2015"}, id="a minor"),
        pytest.param({"surname": "VũlĸovÃ¡"}, id="a name that looks garbled"),
        pytest.param({"surname": "Prins van Overal, Heer van " + "Ginds " * 30}, id="a very long name"),
        pytest.param({"postcode": "2511ca", "town": "Rotterdam"}, id="another town"),
        pytest.param({"postcode": ""}, id="no postcode, but street and town"),
        pytest.param({"house_number": "12 A-3", "house_letter": ""}, id="merged house number"),
        pytest.param({"house_letter": "hs"}, id="addition in the letter's column"),
        pytest.param(
            {"initials": "", "prefix": "", "phone": "", "email": ""}, id="nothing but the necessary"
        ),
        pytest.param({"months": "6", "onset_on": "01-07-2026"}, id="months that the onset does not explain"),
        pytest.param({"crisis": "J", "warm_transfer": "J"}, id="R13: both flags"),
        pytest.param({"crisis": "", "warm_transfer": ""}, id="flags left empty"),
    ],
)
def test_an_oddity_is_no_ground_to_refuse(row: Mapping[str, str]) -> None:
    assert len(checked(row).accepted) == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"phone": "bel na zessen"}, "not-a-phone-number"),
        ({"email": "geen"}, "not-an-email"),
        ({"birth_date": "31-02-1990"}, "not-a-date"),
    ],
)
def test_a_value_a_signal_can_do_without_is_left_out_and_told(row: Mapping[str, str], code: str) -> None:
    result = checked(row)

    assert len(result.accepted) == 1
    assert [(remark.code, remark.place.row) for remark in result.remarks] == [(f"intake.{code}", 1)]


def test_r5_every_missing_duty_is_told_at_once() -> None:
    result = checked({"contact_sought_on": "", "reminder_on": "", "amount": "-1,00"})

    assert codes(result) == {"no-personal-contact", "no-reminder", "negative-amount"}
    assert {item.column for item in result.refused} == {"contact_gezocht", "herinnering", "bedrag"}
    assert {item.reference for item in result.refused} == {"K-1001"}


def test_r6_of_an_objection_nothing_but_the_row_is_told() -> None:
    result = checked({"objection": "J", "amount": "-1,00", "reference": "999990019"})

    (refused,) = result.refused
    assert (refused.reference, refused.problem.code) == ("", "intake.objection")
    assert (result.objected_rows, dict(refused.problem.params)) == (frozenset({1}), {})


def test_r11_the_column_is_named_and_the_number_is_nowhere() -> None:
    result = checked({"reference": "999990019", COMPLEX: "999990019", "phone": "999990019"}, extra=[COMPLEX])

    assert {item.column for item in result.refused} == {"kenmerk", COMPLEX}
    assert "999990019" not in repr(result)
    assert result.bsn_cells == {1: ("kenmerk", COMPLEX)}


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (OPMERKING, "forbidden-column"),
        ("Gezinssamenstelling", "forbidden-column"),
        ("Soort uitkering", "forbidden-column"),
        ("Medische gegevens", "forbidden-column"),
        ("Nationaliteit", "forbidden-column"),
        (BSN_COLUMN, "bsn-column"),
    ],
)
def test_r10_a_filled_column_that_may_not_be_delivered_refuses_the_delivery(column: str, code: str) -> None:
    result = checked({column: "iets"}, {}, extra=[column])

    assert [(problem.code, problem.place.column) for problem in result.problems] == [
        (f"intake.{code}", column)
    ]
    assert (result.accepted, result.refused) == ((), ())


def test_r10_an_empty_forbidden_column_and_an_unknown_one_are_only_told() -> None:
    result = checked({COMPLEX: "C-12"}, extra=[OPMERKING, COMPLEX])

    assert len(result.accepted) == 1
    assert {remark.place.column for remark in result.remarks} == {OPMERKING, COMPLEX}


def test_c1_a_field_the_covenant_does_not_let_this_partner_give_is_refused_by_name() -> None:
    agreed = covenant()
    categories = {
        name: tuple(field for field in fields if field != "signaal.email")
        for name, fields in agreed.categories.items()
    }

    result = checked({}, agreed=replace(agreed, categories=categories))

    assert [(p.code, p.place.column) for p in result.problems] == [("intake.column-not-agreed", "email")]
    assert len(checked({"email": ""}, agreed=replace(agreed, categories=categories)).accepted) == 1


def test_c2_a_condition_on_a_fact_no_landlord_gives_admits_nothing() -> None:
    agreed = covenant()
    asked = Condition("bewoner.ingezetene", "=", value=True)
    exchanges = tuple(
        replace(exchange, conditions=(*exchange.conditions, asked)) for exchange in agreed.exchanges
    )

    result = checked({}, agreed=replace(agreed, exchanges=exchanges))

    assert codes(result) == {"condition-not-met"}


@pytest.mark.parametrize(
    ("minimum", "row", "accepted"),
    [
        ({"min_months": 4}, {"months": "3"}, False),
        ({"min_months": 3}, {"months": "3"}, True),
        ({"min_amount_cents": 200_000}, {}, False),
        ({"min_amount_cents": 100_000}, {}, True),
        ({"min_days": 94}, {}, False),
        ({"min_days": 93}, {}, True),
    ],
)
def test_r7_the_minimum_is_the_covenants(
    minimum: Mapping[str, int], row: Mapping[str, str], accepted: bool
) -> None:
    agreed = covenant()
    terms = replace(agreed.delivery, **minimum)

    result = checked(row, agreed=replace(agreed, delivery=terms))

    assert (len(result.accepted) == 1) is accepted
    assert accepted or codes(result) == {"below-covenant-minimum"}


@pytest.mark.parametrize(
    ("party", "on", "code"),
    [
        ("onbekend", RECEIVED_ON, "unknown-party"),
        ("wijkhulp", RECEIVED_ON, "not-a-signal-partner"),
        ("havenlicht", date(2026, 2, 28), "covenant-not-in-force"),
        ("havenlicht", date(2028, 3, 1), "covenant-not-in-force"),
    ],
)
def test_r1_r3_r4_who_may_deliver_and_when(party: str, on: date, code: str) -> None:
    result = checked({}, party=party, on=on)

    assert [problem.code for problem in result.problems] == [f"intake.{code}"]
    assert (result.accepted, result.refused) == ((), ())


@pytest.mark.parametrize(
    ("crises", "any_day", "told"),
    [
        ("N", True, ["intake.outside-window"]),
        ("J", True, []),
        ("JN", True, ["intake.outside-window"]),
        ("J", False, ["intake.outside-window"]),
    ],
)
def test_r8_outside_the_window_is_told_but_for_crises_and_refuses_nothing(
    crises: str, any_day: bool, told: list[str]
) -> None:
    terms = replace(covenant().delivery, crisis_any_day=any_day)
    rows = [{"reference": f"H{number}", "crisis": crisis} for number, crisis in enumerate(crises)]
    result = checked(*rows, agreed=replace(covenant(), delivery=terms), on=date(2026, 9, 28))

    assert len(result.accepted) == len(crises)
    assert [remark.code for remark in result.remarks] == told


@pytest.mark.parametrize(
    "field", ["reference", "surname", "amount", "house_number", "reminder_on", "objection"]
)
def test_r10_a_column_that_every_row_needs_is_asked_once(field: str) -> None:
    result = checked({}, {}, without=[field])

    assert [problem.code for problem in result.problems] == ["intake.missing-column"]


def test_k4_the_second_identical_row_is_refused() -> None:
    result = checked({}, {"reference": "K-2"}, {})

    assert [row.row for row in result.accepted] == [1, 2]
    assert codes(result, row=3) == {"duplicate-in-file"}
    assert result.refused[0].problem.params == {"first": "1"}


def test_k4_the_same_reference_with_other_values_is_never_merged_in_silence() -> None:
    result = checked({}, {"amount": "99,00"})

    assert [row.amount_cents for row in result.accepted] == [123456]
    assert codes(result, row=2) == {"reference-used-twice"}


def test_k4_one_person_under_two_references_is_two_signals() -> None:
    assert len(checked({}, {"reference": "K-2"}).accepted) == 2


def test_every_refusal_can_be_told_again_from_what_is_stored() -> None:
    result = checked(*(row for _, _, row in REFUSALS))

    for item in result.refused:
        problem = item.problem
        assert retell(problem.code, problem.params, problem.place) == problem
        assert problem.remedy_nl
        assert problem.remedy_en


def test_each_check_opens_with_what_and_why() -> None:
    for check in ROW_CHECKS:
        text = __import__(check.__module__, fromlist=["__doc__"]).__doc__ or ""
        assert text.startswith("WHAT: "), check.__module__
        assert "\n\nWHY: " in text, check.__module__
