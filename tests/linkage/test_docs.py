"""``docs/linkage.md`` tells the table that runs."""

from __future__ import annotations

import pytest

from tijdig.linkage.rules.decision_table import TABLE, VERSION
from tools.generated_text import with_part
from tools.linkage_tables import PAGE, comparisons, decision_table


@pytest.mark.parametrize(
    ("name", "part"), [("decision table", decision_table()), ("comparisons", comparisons())]
)
def test_the_page_tells_the_table_that_runs(name: str, part: str) -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert with_part(text, name, part) == text, "run 'make docs'"


def test_every_line_is_in_the_table_in_dutch_and_english() -> None:
    told = decision_table()

    assert VERSION in told
    assert all(f"| {line.rule_id} |" in told and line.nl in told and line.en in told for line in TABLE)
