"""One bad snippet per check of the linter: what is written, and the problem that must be told, at its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.covenant.bad_snippets import BAD
from tijdig.covenant.profiles import PROFILES, profile_text
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.lint import RULES, lint_covenant
from tijdig.covenant.rules.reading import read_covenant

Change = Callable[[str, str], str]
LINT_MODULES = (
    "delivery", "feedback", "identity", "legal_terms", "parties", "permissions", "provisions", "triage", "vocabulary",
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "code", "key"), BAD, ids=[f"{row[2]}-{number}" for number, row in enumerate(BAD)]
)
def test_a_bad_snippet_is_told_at_its_key(
    changed_weert: Change, old: str, new: str, code: str, key: str
) -> None:
    reading = read_covenant(changed_weert(old, new))
    assert reading.covenant, reading.problems

    problems = lint_covenant(reading)

    found = [p for p in problems if (p.code, p.place.key) == (f"covenant.{code}", key)]
    assert found, [(p.code, p.place.key) for p in problems]
    assert all(p.place.line and p.rule and p.nl and p.en and p.remedy_nl and p.remedy_en for p in found)


@pytest.mark.parametrize("name", PROFILES)
def test_the_shipped_covenants_are_clean(name: str) -> None:
    assert lint_covenant(read_covenant(profile_text(name))) == ()


def without_tables(text: str, name: str) -> str:
    """The text without every ``[[name]]`` table and what stands under it."""
    kept, inside = [], False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.startswith((f"[[{name}]]", f"[[{name}."))
        if not inside:
            kept.append(line)
    return "\n".join(kept)


def found_c9(text: str) -> list[tuple[str, str]]:
    problems = lint_covenant(read_covenant(text))
    return [(problem.code, problem.params["name"]) for problem in problems if problem.rule == "C9"]


def test_c9_a_category_lists_fields_of_the_live_schema_only(changed_weert: Change) -> None:
    text = changed_weert('"signaal.telefoon", ', '"signaal.telefoon", "bewoner.geloof", ')

    assert found_c9(text) == [("covenant.unknown-field", "bewoner.geloof")]


def test_c9_a_field_that_no_permission_uses_is_not_agreed_on(changed_weert: Change) -> None:
    text = changed_weert('"bewoner", "bsn"]', '"bewoner"]')

    assert found_c9(text) == [("covenant.field-unused", "bewoner.bsn")]


@pytest.mark.parametrize(("table", "code"), [("route", "no-route"), ("bepaling", "no-provisions")])
def test_what_may_not_be_absent(table: str, code: str) -> None:
    problems = lint_covenant(read_covenant(without_tables(profile_text("weert"), table)))

    assert f"covenant.{code}" in {problem.code for problem in problems}


def test_r43_without_projections_all_sixteen_results_are_told() -> None:
    problems = lint_covenant(read_covenant(without_tables(profile_text("weert"), "terugkoppeling")))

    assert sum(problem.code == "covenant.result-without-projection" for problem in problems) == 16


@pytest.mark.parametrize(
    ("change", "overlaps"),
    [
        ({}, True),
        ({"controller_code": "1883"}, False),
        ({"id": "urn:uuid:7c1e54a2-0f2b-4d0c-9f0e-2c6c5a0b0988"}, False),
        ({"valid_until": date(2026, 2, 28)}, False),
        ({"valid_until": date(2026, 3, 1)}, True),
        ({"valid_from": date(2028, 3, 1), "valid_until": date(2029, 3, 1)}, False),
        ({"parties": {}}, False),
    ],
)
def test_r1_one_covenant_per_controller_sector_and_time(
    weert: Covenant, change: dict[str, object], *, overlaps: bool
) -> None:
    other = replace(weert, **{"id": "urn:uuid:00000000-0000-0000-0000-000000000000", **change})  # type: ignore[arg-type]

    problems = lint_covenant(read_covenant(profile_text("weert")), others=[other])

    assert ([problem.code for problem in problems] == ["covenant.overlap"]) == overlaps


def test_every_rule_is_a_sentence_with_a_reason() -> None:
    for rule in RULES:
        assert rule.__name__.startswith("check_")  # type: ignore[attr-defined]
        assert rule.__doc__


def test_every_lint_problem_has_its_bad_snippet() -> None:
    import tijdig.covenant.rules.lint as package
    from tijdig.problems import ProblemKind

    kinds = {
        kind.code
        for name in LINT_MODULES
        for kind in vars(getattr(package, name)).values()
        if isinstance(kind, ProblemKind)
    }
    tried = {f"covenant.{row[2]}" for row in BAD}

    assert kinds - tried == {"covenant.overlap", "covenant.no-route", "covenant.no-provisions"}


def test_problems_come_in_the_order_of_the_file(changed_weert: Change) -> None:
    text = changed_weert('informeren = "P1M"', 'informeren = "P6W"').replace("tot_dag = 10", "tot_dag = 31")

    lines = [problem.place.line or 0 for problem in lint_covenant(read_covenant(text))]

    assert len(lines) == 2
    assert lines == sorted(lines)
