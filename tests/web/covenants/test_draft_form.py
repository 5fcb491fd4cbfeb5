"""A draft edited as a form: a page for each subject, the linter's findings beside the fields, the text kept."""

from __future__ import annotations

import html as entities
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.parties.town import signed_in
from tests.web.unknown import UNKNOWN
from tijdig.actors import Role
from tijdig.covenant import services
from tijdig.covenant.models import CovenantDraft
from tijdig.covenant.rules.form import Part

pytestmark = pytest.mark.django_db
# What a page says of a text, and what text it makes of what comes back, is decided outside the database. That a text is
# kept there, and a colleague's is not lost, is held by the tests without this mark.
of_the_text = pytest.mark.any_database
FIELD = re.compile(
    r"<(?:(?P<input>input)|(?P<kind>select|textarea))(?P<attrs>[^>]*)>(?(kind)(?P<inside>.*?)</(?P=kind)>)",
    re.DOTALL,
)


@pytest.fixture
def coordinator(town) -> Client:
    return signed_in(town.assignments[Role.COORDINATOR])


@pytest.fixture
def draft(town, version) -> CovenantDraft:
    return services.start_draft(actor=town.actor(Role.COORDINATOR), based_on=version.pk)


def address(draft: CovenantDraft, part: str, name: str = "draft_part") -> str:
    return reverse(f"covenants:{name}", args=[draft.pk, part])


def page(client: Client, draft: CovenantDraft, part: str) -> str:
    response = client.get(address(draft, part))
    assert response.status_code == 200
    text = response.content.decode()
    assert UNKNOWN not in text
    return text


def filled_in(text: str, part: str, draft: CovenantDraft) -> dict[str, list[str]]:
    """What a browser would send of the form as it stands."""
    form = text[text.index(f'action="{address(draft, part)}"') :]
    form = form[: form.index("</form>")]
    sent: dict[str, list[str]] = {}
    for _, kind, attrs, inside in FIELD.findall(form):
        told = dict(re.findall(r'(\w+)="([^"]*)"', attrs))
        name = entities.unescape(told.get("name", ""))
        if kind == "select":
            values = re.findall(r'<option value="([^"]*)"[^>]*selected', inside) or [""]
        elif kind == "textarea":
            values = [inside.removeprefix("\n")]
        elif told.get("type") == "checkbox":
            values = [told.get("value", "on")] if " checked" in attrs else []
        else:
            values = [told.get("value", "")]
        sent.setdefault(name, []).extend(entities.unescape(value) for value in values)
    return {name: values for name, values in sent.items() if name and values}


def save(client: Client, draft: CovenantDraft, part: str, **changes: str | list[str]):
    sent = filled_in(page(client, draft, part), part, draft)
    names = {name.replace("__", "."): value for name, value in changes.items()}
    return client.post(address(draft, part), {**sent, **names}, follow=True)


def text_of(draft: CovenantDraft) -> str:
    draft.refresh_from_db()
    return draft.text


def changed(before: str, after: str) -> list[str]:
    return [line for line in after.splitlines() if line not in before.splitlines()]


@of_the_text
def test_saving_a_page_as_it_stands_changes_not_a_byte(coordinator: Client, draft: CovenantDraft) -> None:
    before, parts = draft.text, list(Part)
    shown = page(coordinator, draft, parts[0])
    # The page that is opened next tells that the one before it was saved.
    for part, following in zip(parts, [*parts[1:], parts[0]], strict=True):
        response = coordinator.post(address(draft, part), filled_in(shown, part, draft))
        assert (response.status_code, response.headers["Location"]) == (302, address(draft, part)), part
        assert text_of(draft) == before, part
        shown = page(coordinator, draft, following)
        assert "Het concept is bewaard en nagekeken." in shown, part


def test_a_term_is_changed_and_the_linter_answers_beside_it(
    coordinator: Client, draft: CovenantDraft
) -> None:
    before = draft.text
    response = save(
        coordinator, draft, Part.TERMS, termijn__informeren_number="6", termijn__informeren_unit="W"
    )
    shown = entities.unescape(response.content.decode())

    assert changed(before, text_of(draft)) == ['informeren = "P6W"']
    assert 'id="controle-termijn.informeren"' in shown
    assert 'aria-describedby="controle-termijn.informeren"' in shown
    assert 'Schrijf informeren = "P1M" of korter.' in shown
    assert "1 klopt niet" in shown


@of_the_text
def test_the_table_gives_a_group_of_data_by_a_tick(coordinator: Client, draft: CovenantDraft) -> None:
    sent = filled_in(page(coordinator, draft, Part.EXCHANGES), Part.EXCHANGES, draft)
    given = sent["uitwisseling[4].gegevens"]
    assert given == ["hulpverloop", "doorgeleiding", "bericht"]
    before = draft.text
    changes = {"uitwisseling[4].gegevens": ["kenmerk", *given[:-1]]}
    coordinator.post(address(draft, Part.EXCHANGES), {**sent, **changes})
    assert changed(before, text_of(draft)) == ['gegevens = ["hulpverloop", "doorgeleiding", "kenmerk"]']


@of_the_text
def test_a_folded_exchange_tells_who_gives_whom_what_for(coordinator: Client, draft: CovenantDraft) -> None:
    summary = page(coordinator, draft, "uitwisselingen").split("<summary>", 1)[1].split("</summary>", 1)[0]
    assert "Alle verhuurders → Gemeente Weert: Vroegtijdig hulp bieden bij betalingsachterstanden" in summary


@of_the_text
def test_a_condition_is_filled_in_and_another_taken_away(coordinator: Client, draft: CovenantDraft) -> None:
    new = "uitwisseling[4].voorwaarde[0]"
    changes = {f"{new}.feit": "toestemming.doorgeleiding", f"{new}.op": "=", f"{new}.waarde": "ja",
               "uitwisseling[1].voorwaarde[0].feit": ""}  # fmt: skip
    save(coordinator, draft, Part.EXCHANGES, **changes)
    from tijdig.covenant.rules.editing import content_of

    exchanges = content_of(text_of(draft))["uitwisseling"]
    assert exchanges[4]["voorwaarde"] == [{"feit": "toestemming.doorgeleiding", "op": "=", "waarde": True}]
    assert "voorwaarde" not in exchanges[1]
    assert "# het maatschappelijk werk erbij halen, met toestemming van de inwoner" in draft.text


@of_the_text
def test_a_party_and_an_exchange_are_added_and_taken_away_again(
    coordinator: Client, draft: CovenantDraft
) -> None:
    party = {"naam": "Kredietbank Limburg", "rol": "kredietbank", "revision": 1}
    coordinator.post(address(draft, Part.PARTIES, "add_to_draft"), party)
    exchange = {"van": "gemeente-weert", "naar": "kredietbank-limburg", "doel": "hulpverlening", "artikel": "6a",
                "gegevens": ["kenmerk", "contact"], "revision": 2}  # fmt: skip
    shown = coordinator.post(address(draft, Part.EXCHANGES, "add_to_draft"), exchange, follow=True)
    assert "U11" in shown.content.decode()
    assert '[[uitwisseling]]\nid = "U11"\nartikel = "6a"\nvan = "gemeente-weert"' in text_of(draft)

    save(coordinator, draft, Part.EXCHANGES, **{"weg:uitwisseling[10]": "on"})
    save(coordinator, draft, Part.PARTIES, **{"weg:partij.kredietbank-limburg": "on"})
    after = text_of(draft)
    assert "kredietbank" not in after
    assert "U11" not in after


RULE = {"naam": "Gas afgesloten", "uitleg": "Er is geen energie meer", "feit": "ontruiming.dreigt", "op": "=",
        "waarde": "ja"}  # fmt: skip
ADDED = [
    (
        Part.TRIAGE,
        {"soort": "route", **RULE, "naar": "amw", "taken": ["doorgeleiding", "taak:problemen-in-kaart"]},
        """[[route]]
naam = "gas-afgesloten"
uitleg = "Er is geen energie meer"
als = [{ feit = "ontruiming.dreigt", op = "=", waarde = true }]
doe = ["doorgeleiding", "taak:problemen-in-kaart"]
naar = "amw"
""",
    ),
    (
        Part.TRIAGE,
        {"soort": "voorrang", **RULE, "feit": "achterstand.maanden", "op": ">=", "waarde": "6"},
        """[[voorrang]]
naam = "gas-afgesloten"
uitleg = "Er is geen energie meer"
als = [{ feit = "achterstand.maanden", op = ">=", waarde = 6 }]
""",
    ),
    (
        Part.TRIAGE,
        {"soort": "contact_na_keuze", **RULE, "naam": "Geheimhouding"},
        """[[contact_na_keuze]]
naam = "geheimhouding-2"
""",
    ),
    (
        Part.DATA,
        {"naam": "Wat de buren zien", "velden": ["signaal.naam", "signaal.adres"]},
        """[gegeven.wat-de-buren-zien]
velden = ["signaal.naam", "signaal.adres"]
""",
    ),
    (
        Part.PURPOSES,
        {"naam": "nazorg", "omschrijving": "Nabellen", "avg": "6.1.e", "wet": "Wgs art. 3"},
        """[doel.nazorg]
omschrijving = "Nabellen"
grondslag = { avg = "6.1.e", wet = "Wgs art. 3" }
""",
    ),
    (
        Part.PROVISIONS,
        {"artikel": "99", "tekst": "Partijen bellen na.", "gedragen_door": "doel\r\n\r\n uitwisseling.U1 "},
        """[[bepaling]]
artikel = "99"
tekst = "Partijen bellen na."
gedragen_door = ["doel", "uitwisseling.U1"]
""",
    ),
]


@of_the_text
@pytest.mark.parametrize(
    ("part", "sent", "written"), ADDED, ids=[f"{one[0]}-{one[1].get('soort', '')}" for one in ADDED]
)
def test_what_a_covenant_holds_is_added_as_a_form_and_taken_away_again(
    coordinator: Client, draft: CovenantDraft, part: Part, sent: dict, written: str
) -> None:
    before = draft.text
    response = coordinator.post(address(draft, part, "add_to_draft"), {**sent, "revision": 1})
    assert response.status_code == 302, entities.unescape(response.content.decode())
    assert written in text_of(draft)
    assert changed(text_of(draft), before) == []

    kind, name = written.split("]", 1)[0].strip("["), written.split("\n", 1)[0]
    last = f"{kind}[{before.count(name)}]" if name.startswith("[[") else kind
    save(coordinator, draft, part, **{f"weg:{last}": "on"})
    assert text_of(draft) == before


@of_the_text
def test_a_new_route_is_read_by_the_linter_at_once(coordinator: Client, draft: CovenantDraft) -> None:
    sent = {
        "soort": "route",
        **RULE,
        "waarde": "soms",
        "naar": "amw",
        "taken": ["doorgeleiding"],
        "revision": 1,
    }
    shown = coordinator.post(address(draft, Part.TRIAGE, "add_to_draft"), sent, follow=True)
    told = entities.unescape(shown.content.decode())
    assert 'id="controle-route[2].als[0].waarde"' in told
    assert 'waarde = "soms"' in text_of(draft)


@of_the_text
def test_a_route_that_does_nothing_is_not_added(coordinator: Client, draft: CovenantDraft) -> None:
    before = draft.text
    sent = {"soort": "route", **RULE, "naar": "amw", "revision": 1}
    response = coordinator.post(address(draft, Part.TRIAGE, "add_to_draft"), sent)
    assert response.status_code == 422
    told = entities.unescape(response.content.decode())
    assert "Kies wat er gebeurt, of wie de inwoner uitnodigen." in told
    assert "Voeg een voorrangsregel toe" in told  # the other forms of the page stay
    assert text_of(draft) == before


def test_k6_a_colleagues_text_is_not_overwritten_and_ones_own_is_not_lost(
    town, coordinator: Client, draft: CovenantDraft
) -> None:
    sent = filled_in(page(coordinator, draft, Part.TERMS), Part.TERMS, draft)
    services.save_draft(
        actor=town.actor(Role.PRIVACY_OFFICER), draft_id=draft.pk, text=draft.text + "# FG\n", revision=1
    )
    response = coordinator.post(address(draft, Part.TERMS), {**sent, "termijn.besluit_number": "7"})
    shown = entities.unescape(response.content.decode())
    assert response.status_code == 409
    assert "Een collega heeft dit concept intussen bewaard." in shown
    assert 'name="termijn.besluit_number" value="7"' in shown
    assert text_of(draft).endswith("# FG\n")


def test_what_is_no_number_is_told_at_the_field_and_nothing_is_saved(
    coordinator: Client, draft: CovenantDraft
) -> None:
    before = draft.text
    response = save(coordinator, draft, Part.DELIVERY, aanlevering__venster__van_dag="eerste")
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()
    assert text_of(draft) == before


def test_a_text_that_is_no_toml_is_mended_as_text_first(
    town, coordinator: Client, draft: CovenantDraft
) -> None:
    services.save_draft(
        actor=town.actor(Role.COORDINATOR),
        draft_id=draft.pk,
        text=draft.text + "dit = is = niets\n",
        revision=1,
    )
    for response in (
        coordinator.get(address(draft, Part.TERMS)),
        coordinator.post(address(draft, Part.TERMS), {"revision": 2}),
        coordinator.post(address(draft, Part.PARTIES, "add_to_draft"), {"revision": 2}),
    ):
        assert response.status_code == 409
        assert "Dit kan niet als formulier." in response.content.decode()


@pytest.mark.parametrize(
    ("part", "name"), [("iets", "draft_part"), ("iets", "add_to_draft"), ("termijnen", "add_to_draft")]
)
def test_a_page_that_is_not_there(coordinator: Client, draft: CovenantDraft, part: str, name: str) -> None:
    assert coordinator.post(address(draft, part, name), {"revision": 1}).status_code == 404


def test_the_draft_leads_to_its_pages(coordinator: Client, draft: CovenantDraft) -> None:
    shown = coordinator.get(reverse("covenants:draft", args=[draft.pk])).content.decode()
    assert all(address(draft, part) in shown for part in Part)
