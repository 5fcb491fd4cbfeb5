"""What changes between two covenants is told as sentences; nothing that changes the hash stays untold."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.covenant.test_canonical import leaves, other
from tijdig.covenant.profiles import profile_text
from tijdig.covenant.rules.comparing import Change, ChangeKind, compare_covenants
from tijdig.covenant.rules.outline import outline
from tijdig.covenant.rules.reading import Reading, read_covenant

OLD = read_covenant(profile_text("weert"))


def changes(text: str) -> list[tuple[ChangeKind, str, str, str]]:
    reading = read_covenant(text)
    assert reading.covenant, reading.problems
    return [(change.kind, change.path, change.old, change.new) for change in compare_covenants(OLD, reading)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "drempel = { maanden = 2 }",
            "drempel = { maanden = 3 }",
            [(ChangeKind.CHANGED, "aanlevering.drempel.maanden", "2", "3")],
        ),
        (
            'informeren = "P1M"',
            'informeren = "P2W"',
            [(ChangeKind.CHANGED, "termijn.informeren", "P1M", "P2W")],
        ),
        (
            "tot = 2028-02-29",
            "tot = 2027-02-28",
            [(ChangeKind.CHANGED, "geldig.tot", "29-02-2028", "28-02-2027")],
        ),
        ("mogelijk = false", "mogelijk = true", [(ChangeKind.CHANGED, "opschorting.mogelijk", "nee", "ja")]),
        (
            'vereist = "besluitkenmerk"\n',
            "",
            [(ChangeKind.REMOVED, "taak.inhouding-huur.vereist", "besluitkenmerk", "")],
        ),
        (
            "waarde = 2\n",
            "waarde = 3\n",
            [(ChangeKind.CHANGED, "uitwisseling.U1.voorwaarde.achterstand.maanden.waarde", "2", "3")],
        ),
    ],
)
def test_a_change_is_told_once(
    changed_weert: Callable[[str, str], str],
    old: str,
    new: str,
    expected: list[tuple[ChangeKind, str, str, str]],
) -> None:
    assert changes(changed_weert(old, new)) == expected


def test_a_new_route_in_front_does_not_rename_the_others(changed_weert: Callable[[str, str], str]) -> None:
    route = '[[route]]\nnaam = "nieuw"\nuitleg = "Nieuw"\ndoe = ["doorgeleiding"]\nnaar = "amw"\n'
    text = changed_weert('[[route]]\nnaam = "participatiewet"', f'{route}[[route]]\nnaam = "participatiewet"')

    told = changes(text)

    assert told
    assert {kind for kind, *_ in told} == {ChangeKind.ADDED}
    assert all(path.startswith("route.nieuw") for _, path, *_ in told)


def test_another_order_of_rank_is_told(changed_weert: Callable[[str, str], str]) -> None:
    swapped = (
        changed_weert('naam = "gezin"\n', 'naam = "tijdelijk"\n')
        .replace('naam = "warme-overdracht"\n', 'naam = "gezin"\n')
        .replace('naam = "tijdelijk"\n', 'naam = "warme-overdracht"\n')
    )

    assert ChangeKind.MOVED in {kind for kind, *_ in changes(swapped)}


def test_the_same_agreement_has_no_changes() -> None:
    assert compare_covenants(OLD, read_covenant("# anders\n" + profile_text("weert"))) == ()


def test_nothing_that_changes_the_hash_stays_untold() -> None:
    content = tomllib.loads(profile_text("weert"), parse_float=Decimal)
    untold = []
    # One leaf of each kind: the second party's name is told as the first party's is.
    kinds = {tuple(step for step in path if isinstance(step, str)): path for path in leaves(content)}
    for path in kinds.values():
        changed = copy.deepcopy(content)
        place: object = changed
        for step in path[:-1]:
            place = place[step]  # type: ignore[index]
        place[path[-1]] = other(place[path[-1]])  # type: ignore[index]
        if not compare_covenants(OLD, Reading(None, outline=outline(changed))):
            untold.append(path)

    assert not untold


def test_a_change_reads_as_a_sentence_in_two_languages() -> None:
    change = Change(
        ChangeKind.CHANGED, "termijn", "termijn.informeren", "inwoner informeren", old="P1M", new="P2W"
    )

    assert change.nl == "Wijzigt: termijn.informeren (inwoner informeren): was P1M, wordt P2W."
    assert change.en == "Changed: termijn.informeren: from P1M to P2W."
