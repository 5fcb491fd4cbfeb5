"""The arrangement and the file agree: all that the file says stands in the text, and nothing more (R57)."""

from __future__ import annotations

import re

import pytest

from tests.covenant.documents.changing import (
    content_of,
    covenant_from,
    dotted,
    table_at,
    tables,
    unseen_changes,
    without,
)
from tijdig.covenant.profiles import PROFILES, profile, profile_text
from tijdig.covenant.rules.document import Covenant
from tijdig.covenant.rules.documents.arrangement import INTRO, arrangement
from tijdig.covenant.rules.fields import FIELDS
from tijdig.covenant.rules.outline import outline
from tijdig.covenant.rules.reading import read_covenant
from tijdig.letters.papers import Clause, Paper, Quote, Remark, SignatureLine


def texts(covenant: Covenant) -> list[str]:
    return list(arrangement(covenant).texts)


@pytest.mark.parametrize("name", PROFILES)
def test_r57_each_value_that_changes_in_the_file_changes_the_text(name: str) -> None:
    assert unseen_changes(name, tuple(content_of(name)), texts) == []


@pytest.mark.parametrize("name", PROFILES)
def test_r57_each_table_that_is_taken_out_of_the_file_is_gone_from_the_text(name: str) -> None:
    content = content_of(name)
    before = texts(covenant_from(content))
    left_over = []
    for steps in tables(content):
        gone = table_at(content, steps)
        if isinstance(gone, dict) and gone.get("rol") == "gemeente":
            continue
        after = texts(covenant_from(without(content, steps)))
        if after == before or names_of(gone) & set(after):
            left_over.append(dotted(steps))
    assert left_over == []


def names_of(table: object) -> set[str]:
    """What only this table says: the text of a sentence, a name, an explanation."""
    told = table if isinstance(table, dict) else {}
    return {str(told[name]) for name in ("id", "tekst", "omschrijving") if name in told}


@pytest.mark.parametrize("name", PROFILES)
def test_r57_every_key_of_the_file_is_told_by_a_clause_or_a_row(name: str) -> None:
    paper = arrangement(profile(name))
    told = {key for block in paper.blocks for key in block.keys}
    lines = read_covenant(profile_text(name)).outline

    untold = [
        path
        for path, line in lines.items()
        if line.text and not any(f"{path}.".startswith(f"{key}.") for key in told)
    ]
    assert untold == []


@pytest.mark.parametrize("name", PROFILES)
def test_r57_no_block_names_a_key_that_the_file_cannot_hold(name: str) -> None:
    lines = read_covenant(profile_text(name)).outline
    patterns = {part for line in lines.values() for part in (line.pattern, line.path)}
    optional = {"vervangt", "opschorting.duur", "opschorting.controle"}
    optional |= {f"aanlevering.drempel.{unit}" for unit in ("maanden", "dagen", "bedrag")}
    optional |= {"aanlevering.onterecht.onder_bedrag", "aanlevering.onterecht.ouder_dan_dagen"}
    unknown = [
        key
        for block in arrangement(profile(name)).blocks
        for key in block.keys
        if key not in patterns and key not in lines and key not in optional
    ]
    assert unknown == []


@pytest.mark.parametrize("name", PROFILES)
def test_r57_what_is_not_from_the_file_is_the_same_in_every_covenant(name: str) -> None:
    """A clause without a key decides nothing of this covenant: it holds no name, number or date."""
    fixed = fixed_sentences(arrangement(profile(name)))

    assert fixed == fixed_sentences(arrangement(profile("weert")))
    parties = {party.name for party in profile(name).parties.values()}
    assert not any(party in sentence for party in parties for sentence in fixed)
    assert not any(
        re.search(r"\d", re.sub(r"R\d+", "", sentence)) for sentence in fixed if sentence not in INTRO
    )


def fixed_sentences(paper: Paper) -> set[str]:
    blocks = {text for block in paper.blocks if not block.keys for text in block.texts}
    return blocks | set(paper.intro) | {paper.signing_text}


@pytest.mark.parametrize("name", PROFILES)
def test_r57_every_number_in_a_clause_comes_from_its_own_keys(name: str) -> None:
    covenant, lines = profile(name), read_covenant(profile_text(name)).outline
    for block in arrangement(covenant).blocks:
        if not isinstance(block, Clause) or not block.keys or block.keys[0].startswith("bepaling"):
            continue
        beneath = [
            f"{path} {line.text}"
            for path, line in lines.items()
            if any(f"{path}.".startswith(f"{key}.") for key in block.keys)
        ]
        known = set(re.findall(r"\d+", " ".join([*beneath, *_linked(covenant, block)])))
        told = set(re.findall(r"\d+", " ".join(block.texts).replace("convenant/1", "")))
        assert {str(int(number)) for number in told} <= {str(int(number)) for number in known}, block


def _linked(covenant: Covenant, block: Clause) -> list[str]:
    """What a clause may quote of what its key points at: grounds, parties, descriptions of tasks."""
    grounds = [f"{one.description} {one.ground}" for one in covenant.purposes.values()]
    named = [party.name for party in covenant.parties.values()]
    return [*grounds, *named, *(task.description for task in covenant.tasks.values())]


@pytest.mark.parametrize("name", PROFILES)
def test_each_signed_sentence_stands_under_its_own_article_with_what_carries_it(name: str) -> None:
    covenant = profile(name)
    articles = arrangement(covenant).parts[0].sections

    assert [section.label for section in articles] == [f"Artikel {p.article}" for p in covenant.provisions]
    for section, provision in zip(articles, covenant.provisions, strict=True):
        quote, carried_out = section.blocks
        assert isinstance(quote, Quote)
        assert quote.text == provision.text
        assert section.traced == provision.carried_by
        assert isinstance(carried_out, Clause)
        assert len(carried_out.points) >= 1


def test_an_annex_and_its_clauses_keep_their_numbers_in_every_covenant() -> None:
    def numbers(name: str) -> dict[str, str]:
        blocks = arrangement(profile(name)).blocks
        clauses = [one for one in blocks if isinstance(one, Clause) and one.number and one.keys]
        fixed = (
            "aanlevering",
            "termijn.",
            "opschorting",
            "overleg",
            "terugkoppelbeleid",
            "verantwoording",
            "geldig",
        )
        return {
            one.keys[0]: one.number
            for one in clauses
            if one.keys[0].startswith(fixed) and "rechtbank" not in one.keys[0]
        }

    assert numbers("weert") == numbers("sittard-geleen") == numbers("landelijk")
    assert [section.label for section in arrangement(profile("weert")).parts[1].sections] == [
        f"Bijlage {number}" for number in range(1, 17)
    ]


@pytest.mark.parametrize("name", PROFILES)
def test_c1_every_permission_stands_under_its_own_number_with_all_its_categories(name: str) -> None:
    covenant = profile(name)
    clauses = {
        one.number: one for one in arrangement(covenant).blocks if isinstance(one, Clause) and one.number
    }
    for permission in (*covenant.exchanges, *covenant.own_uses):
        clause = clauses[permission.id]
        assert all(category in clause.text for category in permission.categories)
        assert len(clause.points) == len(permission.conditions)


@pytest.mark.parametrize("name", PROFILES)
def test_c9_every_field_of_every_category_is_named(name: str) -> None:
    covenant, text = profile(name), " ".join(arrangement(profile(name)).texts)
    used = {field for fields in covenant.categories.values() for field in fields}

    assert [code for code in used if FIELDS[code].description not in text] == []


def test_the_place_to_sign_is_empty_until_a_party_has_signed(weert: Covenant) -> None:
    empty = arrangement(weert).signatures
    assert [line.party for line in empty] == [party.name for party in weert.parties.values()]
    assert {(line.answer, line.person, line.at, line.fingerprint) for line in empty} == {
        ("Nog niet getekend", "", "", "")
    }

    signed = SignatureLine("Wonen Limburg", "Akkoord", "A. Bakker", "12 maart 2026, 10.00 uur", "ab12")
    texts = list(arrangement(weert, (signed,)).texts)
    assert texts[-5:] == ["Wonen Limburg", "Akkoord", "A. Bakker", "12 maart 2026, 10.00 uur", "ab12"]


def test_hash_and_version_stand_on_the_cover(weert: Covenant) -> None:
    facts = {fact.label: fact.value for fact in arrangement(weert).facts}
    assert facts["Kenmerk van de tekst"] == weert.hash
    assert facts["Versie"] == weert.version
    assert facts["Geldig"] == "van 1 maart 2026 tot en met 29 februari 2028"


def test_remarks_stand_outside_the_numbering(weert: Covenant) -> None:
    assert all(not block.keys for block in arrangement(weert).blocks if isinstance(block, Remark))


def test_the_outline_of_the_file_is_what_the_tests_change() -> None:
    assert set(outline(content_of("weert"))) == set(read_covenant(profile_text("weert")).outline)
