"""A row can take back an earlier message: paid since, or reported by mistake; by its reference, once (K4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from tests.intake.samples import GOOD, PLAIN, RECEIVED_ON, codes, covenant, csv_file, table_of
from tests.intake.world import World
from tijdig.actors import Actor
from tijdig.intake.models import DeliveryFile, Signal, SignalWithdrawal
from tijdig.intake.queries import delivery_result
from tijdig.intake.rules.checking import check_delivery
from tijdig.intake.rules.columns import propose_columns
from tijdig.intake.rules.rows import CheckedDelivery
from tijdig.intake.rules.values.withdrawals import Withdrawal, read_withdrawal
from tijdig.intake.services import ReceivedDelivery, confirm_columns, receive_delivery
from tijdig.intake.states import DeliveryState

HEADINGS = PLAIN | {"withdrawal": "afmelding"}
EMPTY: Mapping[str, str] = dict.fromkeys(GOOD, "")
NEXT_MONTH = date(2026, 10, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("betaald", Withdrawal.PAID),
        (" Voldaan ", Withdrawal.PAID),
        ("12-08-2026", Withdrawal.PAID),
        ("08/13/2026", Withdrawal.PAID),
        ("Ingetrokken", Withdrawal.WITHDRAWN),
        ("betalingsregeling", Withdrawal.ARRANGED),
        ("dagvaarding", Withdrawal.SUMMONS),
        ("Vonnis", Withdrawal.JUDGMENT),
        ("aangezegd 2026-12-01", "announced 2026-12-01"),
        ("Ontruiming aangezegd: 13-12-2026", "announced 2026-12-13"),
        ("aangezegd 01-12-2026", "refused"),  # December or January: not guessed (S3)
        ("aangezegd", "refused"),  # without its day (R27)
        ("ontruimd", Withdrawal.CARRIED_OUT),
        ("ontruiming afgelast", Withdrawal.CANCELLED),
        ("nee", None),
        ("", None),
        ("ja", "refused"),
        ("99-99-2026", "refused"),
    ],
)
def test_what_takes_a_message_back(text: str, expected: object) -> None:
    value, problem = read_withdrawal(text)
    assert ("refused" if problem else value) == expected


def back(reference: str, why: str = "betaald") -> Mapping[str, str]:
    return EMPTY | {"reference": reference, "withdrawal": why}


def check(*rows: Mapping[str, str]) -> CheckedDelivery:
    table = table_of(*rows, headings=HEADINGS)
    return check_delivery(
        table,
        propose_columns(table.headings),
        covenant=covenant(),
        party="havenlicht",
        received_on=RECEIVED_ON,
    )


def deliver(actor: Actor, *rows: Mapping[str, str], on: date = RECEIVED_ON) -> ReceivedDelivery:
    content = csv_file(*rows, headings=HEADINGS)
    return receive_delivery(actor=actor, file_name="maand.csv", content=content, received_on=on)


def test_r5_a_row_that_takes_back_needs_nothing_but_its_reference() -> None:
    found = check({}, back("K-2"), back(""), back("K-1001"))

    assert [(row.row, row.reference) for row in found.withdrawn] == [(2, "K-2")]
    assert codes(found, 3) == {"missing-value"}
    assert codes(found, 4) == {"withdrawn-and-reported"}
    assert [row.row for row in found.accepted] == [1]


def test_k4_two_rows_of_news_of_one_tenant_are_told_apart_and_the_second_is_refused() -> None:
    found = check(back("K-2", "vonnis"), back("k-2", "aangezegd 2026-12-01"), back("K-3"))

    assert [(row.row, row.kind) for row in found.withdrawn] == [(1, "judgment"), (3, "paid")]
    assert codes(found, 2) == {"told-twice"}
    assert "rij 1" in found.refused[0].problem.nl


def test_a_file_with_nothing_but_news_needs_two_columns(world: World) -> None:
    deliver(world.clerk, {"reference": "K-1"}, {"reference": "K-2"})
    file = b"Huurdernr;Betaald op\r\nK-1;31-08-2026\r\nK-2;\r\nK-9;betaald\r\n"
    received = receive_delivery(
        actor=world.clerk, file_name="betaald.csv", content=file, received_on=RECEIVED_ON
    )
    assert received.state is DeliveryState.WAITING

    done = confirm_columns(
        actor=world.clerk,
        delivery_id=received.delivery_id,
        columns={"Huurdernr": "reference", "Betaald op": "withdrawal"},
        on=RECEIVED_ON,
    )

    refused = delivery_result(world.clerk, done.delivery_id, RECEIVED_ON).refused
    assert [(row.row, [problem.code for problem in row.problems]) for row in refused] == [
        (2, ["intake.not-a-withdrawal"]),
        (3, ["intake.nothing-to-withdraw"]),
    ]
    assert (len(done.withdrawn), done.new) == (1, ())


def test_r6_who_objected_is_not_told_of_even_as_paid() -> None:
    assert check(back("K-1") | {"objection": "J"}).withdrawn == ()


def test_k4_a_second_row_of_news_does_not_say_that_the_first_was_accepted_when_it_was_not(
    world: World,
) -> None:
    received = deliver(world.clerk, back("K-9"), back("K-9", "vonnis"))

    refused = delivery_result(world.clerk, received.delivery_id, RECEIVED_ON).refused
    assert [[problem.code for problem in row.problems] for row in refused] == [
        ["intake.nothing-to-withdraw"],
        ["intake.told-twice"],
    ]
    assert "aangenomen" not in refused[1].problems[0].nl


def test_k4_a_message_is_taken_back_once_and_the_report_says_so(world: World) -> None:
    deliver(world.clerk, {"reference": "K-1"}, {"reference": "K-2"})
    first = deliver(world.clerk, back("k-1"), back("K-2", "ingetrokken"), back("K-3"))

    assert (len(first.withdrawn), first.unchanged, first.refused, first.new) == (2, 0, 1, ())
    told = {(one.signal.reference, one.kind) for one in SignalWithdrawal.objects.select_related("signal")}
    assert told == {("K-1", Withdrawal.PAID), ("K-2", Withdrawal.WITHDRAWN)}
    result = delivery_result(world.clerk, first.delivery_id, RECEIVED_ON)
    assert result.line.withdrawn == 2
    assert [problem.code for row in result.refused for problem in row.problems] == [
        "intake.nothing-to-withdraw"
    ]
    assert b"geen eerdere melding" in bytes(DeliveryFile.objects.get().content)

    again = deliver(world.clerk, back("K-2", "ingetrokken"), back("K-1"))
    assert (again.withdrawn, again.unchanged) == ((), 2)
    assert SignalWithdrawal.objects.count() == 2


def test_k4_the_latest_message_with_the_reference_is_taken_back(world: World) -> None:
    deliver(world.clerk, {})
    deliver(world.clerk, {"amount": "1.300,00"}, on=NEXT_MONTH)
    latest = Signal.objects.get(received_on=NEXT_MONTH)

    assert deliver(world.clerk, back("K-1001"), on=date(2026, 11, 3)).withdrawn == (latest.pk,)


def test_a_message_before_the_look_back_or_of_another_partner_is_unknown(world: World) -> None:
    deliver(world.clerk, {})
    assert deliver(world.clerk, back("K-1001"), on=date(2027, 4, 2)).withdrawn == ()
    assert deliver(world.other_clerk, back("K-1001")).withdrawn == ()
    assert not SignalWithdrawal.objects.exists()
