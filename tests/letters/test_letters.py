"""Letters and receipts: what they say, that they are accessible, and that a tenant's text is only ever text."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tijdig.contact.rules.messages import MessageKind
from tijdig.contact.rules.texts import PLACEHOLDERS, filled
from tijdig.contact.shipped import shipped_text
from tijdig.letters.dutch import enumeration, euros, long_date, weekday_date
from tijdig.letters.markup import plain_text, read_blocks, unmarked
from tijdig.letters.meeting import AgreedAction, DiscussedCase, MeetingPaper, meeting_paper
from tijdig.letters.message import Message, batch_pdf, message_pdf
from tijdig.letters.receipts import (
    Arrears,
    DeliveryReceipt,
    Effort,
    SignalReceipt,
    delivery_receipt,
    receipt_number,
    signal_receipt,
)
from tijdig.letters.referral import GivenFact, ReferralLetter, referral_letter
from tijdig.letters.sender import Addressee, CovenantMark, Municipality

COVENANT = CovenantMark("Convenant vroegsignalering Voorbeeldstad", "1.2.0", "sha256:" + "ab" * 32)
TOWN = Municipality(
    "Gemeente Voorbeeldstad", "Raadhuisplein 1, Voorbeeldstad", "14 0999", "hulp@voorbeeldstad.example",
    "F. Geers", "fg@voorbeeldstad.example",
)  # fmt: skip
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 4"><rect width="9" height="4" fill="#0b4f8a"/>'
    '<text x="1" y="3" font-size="2" font-family="Verdana">Stad</text></svg>'
)
TENANT = Addressee("mevrouw J. de Vries-Jansen", ("Dorpsstraat 12 A", "6001 AB Voorbeeldstad"))
RECEIPT = SignalReceipt(
    number="0999-202603-AAAA-BBBB-CCCC",
    municipality=TOWN,
    landlord="Woonstichting Voorbeeld",
    collection_agent="",
    reference="HUUR-00123",
    received_on=date(2026, 3, 4),
    arrears=Arrears(123_456, months=2, onset_on=date(2026, 1, 1)),
    efforts=(
        Effort("Persoonlijk contact gezocht", date(2026, 1, 12)),
        Effort("Gewezen op schuldhulpverlening", date(2026, 1, 13)),
        Effort("Schriftelijke herinnering gestuurd", date(2026, 1, 20)),
        Effort("Aangeboden gegevens door te geven", date(2026, 1, 21)),
    ),
    covenant=COVENANT,
    issued_on=date(2026, 3, 9),
)
DELIVERY = DeliveryReceipt(
    number="0999-202603-DDDD-EEEE-FFFF",
    municipality=TOWN,
    landlord="Woonstichting Voorbeeld",
    collection_agent="Incasso Voorbeeld",
    received_on=date(2026, 3, 4),
    file_name="maart.csv",
    content_sha256="cd" * 32,
    rows=12,
    accepted=7,
    unchanged=2,
    corrected=1,
    refused=2,
    covenant=COVENANT,
    issued_on=date(2026, 3, 4),
)
# Every shipped text, filled with made-up values as the longest a letter gets.
VALUES = {
    **dict.fromkeys(PLACEHOLDERS, "Voorbeeld"),
    "naam": TENANT.name,
    "bronnen": "Woonstichting Voorbeeld en Stroom Voorbeeld",
    "bereikbaar": "bel 14 0999 of mail naar hulp@voorbeeldstad.example",
    "gegevens": "- Contactgegevens: naam, adres.\n- Achterstand: bedrag.",
    "bewaren": "- Uw gegevens bewaren wij 6 maanden na afsluiting.",
    "functionaris": "Vragen kunt u stellen aan F. Geers: fg@voorbeeldstad.example.",
}


def message(kind: MessageKind, values: Mapping[str, str] = VALUES, **changed: object) -> Message:
    text = filled(shipped_text(kind), values)
    standing = {
        "addressee": TENANT,
        "covenant": COVENANT if kind is MessageKind.INFORMING else None,
        **changed,
    }
    return Message(
        TOWN,
        reference="2026-0042",
        written_on=date(2026, 3, 10),
        title=text.title,
        text=text.body,
        **standing,
    )  # type: ignore[arg-type]


REFERRAL = ReferralLetter(
    municipality=TOWN,
    helper=Addressee("Maatschappelijk Werk Voorbeeld"),
    reference="Z-1234",
    written_on=date(2026, 3, 10),
    answer_by=date(2026, 3, 17),
    reason="Dit huishouden heeft geen uitkering. Volgens het convenant helpt u verder.",
    facts=(GivenFact("Naam", "J. de Vries-Jansen"), GivenFact("Adres", "Dorpsstraat 12 A")),
    purpose="Hulpverlening",
    ground="Wgs art. 3",
    covenant=COVENANT,
)
ACTION = AgreedAction("Regeling aanbieden", "Wonen Voorbeeld", date(2026, 4, 10), "open", "Z-1234")
MEETING = MeetingPaper(
    municipality=TOWN,
    participant="Wonen Voorbeeld",
    is_minutes=True,
    meeting_on=date(2026, 4, 7),
    version=2,
    made_on=date(2026, 4, 7),
    present=("Wonen Voorbeeld",),
    absent=("Maatschappelijk Werk Voorbeeld",),
    earlier=(ACTION,),
    cases=(
        DiscussedCase(
            "Zaak Z-1234",
            "Besproken omdat het noodzakelijk is.",
            (GivenFact("Stand", "opgepakt"),),
            ((GivenFact("Naam", "J. de Vries"),), ()),
            "Uitstel",
            (ACTION,),
        ),
    ),
    purpose="Zaken en voortgang bespreken",
    ground="AVG art. 6.1.e; Wgs art. 3",
    covenant=COVENANT,
)
DOCUMENTS = {
    "meeting paper": lambda: meeting_paper(MEETING),
    "signal receipt": lambda: signal_receipt(RECEIPT),
    "receipt with a logo": lambda: signal_receipt(replace(RECEIPT, municipality=replace(TOWN, logo=LOGO))),
    "delivery receipt": lambda: delivery_receipt(DELIVERY),
    **{f"{kind} letter": partial(message_pdf, message(kind)) for kind in MessageKind},
    "batch": lambda: batch_pdf(tuple(message(kind) for kind in MessageKind), on=date(2026, 3, 10)),
    "referral letter": lambda: referral_letter(REFERRAL),
}


def text_of(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).replace("\u00a0", " ").split())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_accessible_and_archivable(name: str) -> None:
    root = PdfReader(io.BytesIO(DOCUMENTS[name]())).trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()

    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert f"<pdfaid:part>{3 if 'receipt' in name else 2}</pdfaid:part>" in metadata
    assert "/StructTreeRoot" in root


@pytest.mark.parametrize("name", DOCUMENTS)
def test_equal_input_gives_equal_bytes(name: str) -> None:
    assert DOCUMENTS[name]() == DOCUMENTS[name]()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_only_fonts_that_travel_along_are_used(name: str) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(DOCUMENTS[name]())).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("Libertinus" in font or "DejaVu" in font for font in fonts)


def test_r15_the_signal_receipt_holds_date_parties_reference_arrears_and_the_four_r5_facts() -> None:
    text = text_of(signal_receipt(RECEIPT))

    for expected in (
        RECEIPT.number, "4 maart 2026", "Gemeente Voorbeeldstad", "Woonstichting Voorbeeld", "HUUR-00123",
        "€ 1.234,56", "2 maanden achterstand", "1 januari 2026", "12 januari 2026", "13 januari 2026",
        "20 januari 2026", "21 januari 2026", COVENANT.title, "versie 1.2.0",
    ):  # fmt: skip
        assert expected in text
    assert COVENANT.hash in text.replace(" ", "")
    assert "Aangeleverd door" not in text


def test_r1_the_receipt_names_landlord_and_collection_agent() -> None:
    text = text_of(signal_receipt(replace(RECEIPT, collection_agent="Incasso Voorbeeld")))
    assert "Woonstichting Voorbeeld" in text
    assert "Incasso Voorbeeld, namens de melder" in text


def test_r5_a_missing_step_says_so() -> None:
    text = text_of(signal_receipt(replace(RECEIPT, efforts=(Effort("Persoonlijk contact gezocht", None),))))
    assert "Persoonlijk contact gezocht niet opgegeven" in text


def test_the_delivery_receipt_counts_rows_and_marks_the_file() -> None:
    text = text_of(delivery_receipt(DELIVERY))
    for expected in (
        "maart.csv",
        "In het bestand 12",
        "nieuw signaal 7",
        "zonder wijziging 2",
        "Geweigerd 2",
    ):
        assert expected in text
    assert DELIVERY.content_sha256 in text.replace(" ", "")


def test_r18_the_informing_letter_says_all_that_article_14_asks() -> None:
    text = text_of(message_pdf(message(MessageKind.INFORMING)))
    for expected in (
        "Woonstichting Voorbeeld en Stroom Voorbeeld", "Contactgegevens: naam", "6 maanden na afsluiting", "inzien",
        "verbeteren", "wissen", "bezwaar maken", "Autoriteit Persoonsgegevens", "fg@voorbeeldstad.example",
        COVENANT.title,
    ):  # fmt: skip
        assert expected in text


@pytest.mark.parametrize(
    "kind", [MessageKind.INFORMING, MessageKind.JOINT_INVITATION, MessageKind.INVITATION]
)
def test_r37_letters_say_that_help_is_voluntary(kind: MessageKind) -> None:
    assert "*U beslist zelf of u hulp wilt. Nee zeggen heeft geen gevolgen.*" in shipped_text(kind).body


def test_a_text_says_its_form_with_few_signs_and_a_name_is_never_form() -> None:
    blocks = read_blocks(
        "## Kop\nEen *vet* woord.\n\n- een\n- twee\n\n| Wat | Hoe |\n| Waar | Hier |\n\n* los"
    )
    assert [block.kind for block in blocks] == ["heading", "paragraph", "points", "table", "paragraph"]
    assert [run.strong for run in blocks[1].lines[0]] == [False, True, False]
    assert [cell[0].text for cell in blocks[3].lines] == ["Wat", "Hoe", "Waar", "Hier"]
    assert blocks[4].lines[0][0].text == "* los"
    assert unmarked("| *J.* |\n## x") == "/ ∗J.∗ / ## x"
    assert (
        plain_text("Dag *u*.\n\n- een\n\n| Wat | Hoe |\n| Waar | Hier |") == "Dag u.\n\n- een\n\nWaar: Hier"
    )


def test_the_referral_holds_the_permitted_facts_and_the_answer_day() -> None:
    text = text_of(referral_letter(REFERRAL))
    for expected in ("17 maart 2026", "J. de Vries-Jansen", "Dorpsstraat 12 A", "Wgs art. 3"):
        assert expected in text


HOSTILE = (
    '#eval("1+1")',
    "*vet* _schuin_ $x$",
    "]#pagebreak()[",
    "= kop",
    "\\u{41} // weg",
    "<label> @ref",
    "`a`",
)


@pytest.mark.parametrize("written", HOSTILE)
def test_text_from_outside_is_shown_and_never_run(written: str) -> None:
    letter = replace(RECEIPT, reference=written)
    shown = text_of(signal_receipt(letter)).replace(" ", "")
    assert written.replace(" ", "") in shown


@given(written=st.text(max_size=40))
@settings(max_examples=40)
def test_no_name_breaks_a_letter(written: str) -> None:
    """A name in another script is printed as question marks: the address and reference still lead home."""
    values = {**VALUES, "naam": unmarked(written)}
    letter = message(MessageKind.CLOSING, values, addressee=Addressee(written, (written,)))
    assert message_pdf(letter).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("cents", "shown"),
    [
        (0, "€ 0,00"),
        (5, "€ 0,05"),
        (123_456, "€ 1.234,56"),
        (100_000_000, "€ 1.000.000,00"),
        (-150, "€ -1,50"),
    ],
)
def test_amounts_are_written_the_dutch_way(cents: int, shown: str) -> None:
    assert euros(cents).replace("\u00a0", " ") == shown


def test_dates_and_lists_are_written_the_dutch_way() -> None:
    assert long_date(date(2026, 3, 2)) == "2 maart 2026"
    assert weekday_date(date(2026, 3, 2)) == "maandag 2 maart 2026"
    assert [enumeration(parts) for parts in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "", "a", "a en b", "a, b en c",
    ]  # fmt: skip


def test_r15_a_receipt_keeps_its_number_and_two_signals_have_two() -> None:
    first, second = UUID(int=1), UUID(int=2)
    number = receipt_number("0999", date(2026, 3, 4), first)
    assert number == receipt_number("0999", date(2026, 3, 4), first)
    assert number != receipt_number("0999", date(2026, 3, 4), second)
    assert number.startswith("0999-202603-")
