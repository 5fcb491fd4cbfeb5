"""The two pages about the covenant are contracts: they say what the files, the schema and the tests say."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tijdig.covenant.profiles import profile, profile_text
from tijdig.covenant.rules.conditions import OPERATORS
from tijdig.covenant.rules.facts import FACTS
from tijdig.covenant.rules.feedback_codes import ExternalCode
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.purposes import DISCIPLINES, PurposeCode
from tijdig.covenant.rules.reading import read_covenant
from tijdig.covenant.rules.schema import KEYS

SENTENCES = (ROOT / "docs" / "covenant-sentences.md").read_text(encoding="utf-8")
REFERENCE = (ROOT / "docs" / "covenant-file.md").read_text(encoding="utf-8")


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    section = text.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


SHIPPED = [("Weert", "weert"), ("Sittard-Geleen", "sittard-geleen"), ("National practice", "landelijk")]


@pytest.mark.parametrize(("heading", "name"), SHIPPED)
def test_every_sentence_has_its_key_rule_and_test(heading: str, name: str) -> None:
    table = rows(SENTENCES, heading)

    assert table
    assert all(all(cells) and len(cells) == 5 for cells in table)
    assert all(re.fullmatch(r"[RC]\d+(, [RC]\d+)*", rule) for *_, rule, _ in table)


@pytest.mark.parametrize(("heading", "name"), SHIPPED)
def test_the_sentences_and_keys_are_those_of_the_file(heading: str, name: str) -> None:
    told = [(article, text, tuple(codes(keys))) for article, text, keys, *_ in rows(SENTENCES, heading)]

    assert told == [(p.article, p.text, p.carried_by) for p in profile(name).provisions]
    outline = read_covenant(profile_text(name)).outline
    assert all(key in outline for *_, keys in told for key in keys)


@pytest.mark.parametrize(("heading", "name"), SHIPPED)
def test_the_named_tests_exist(heading: str, name: str) -> None:
    for *_, cell in rows(SENTENCES, heading):
        assert codes(cell)
        for named in codes(cell):
            path, _, function = named.partition("::")
            assert f"\ndef {function}(" in (ROOT / path).read_text(encoding="utf-8"), named


def test_the_reference_lists_every_key_as_the_reader_knows_it() -> None:
    told = [
        (codes(key)[0], required == "yes", meaning) for key, required, _, meaning in rows(REFERENCE, "Keys")
    ]

    assert told == [(key.path, key.required, key.meaning) for key in KEYS]


def test_the_reference_tells_what_each_key_holds() -> None:
    told = [(holds.split(":")[0], tuple(codes(holds))) for _, _, holds, _ in rows(REFERENCE, "Keys")]

    assert told == [(str(key.shape).split(":")[0], key.choices) for key in KEYS]


def test_the_reference_lists_every_fact() -> None:
    told = [
        (codes(name)[0], kind.split(":")[0], tuple(codes(kind)), sources, freshness, meaning)
        for name, kind, sources, freshness, meaning in rows(REFERENCE, "Facts")
    ]

    assert told == [
        (f.name, f.kind, f.choices, ", ".join(sorted(f.sources)), str(f.freshest), f.description)
        for f in FACTS.values()
    ]
    assert {kind: frozenset(codes(cell)) for kind, cell in rows(REFERENCE, "Operators")} == OPERATORS


def test_the_reference_lists_every_field_purpose_and_code() -> None:
    fields = [
        (codes(code)[0], kind, partner == "yes", meaning)
        for code, kind, partner, meaning in rows(REFERENCE, "Fields")
    ]

    assert fields == [(f.code, f.kind, f.for_signal_partners, f.description) for f in FIELDS.values()]
    assert {codes(code)[0] for code, _ in rows(REFERENCE, "What a signal partner hears")} == set(ExternalCode)
    section = REFERENCE.split("## Purposes and disciplines", 1)[1].split("\n## ", 1)[0]
    assert codes(section) == [*PurposeCode, *DISCIPLINES]
