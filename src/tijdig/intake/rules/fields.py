"""The closed schema of a delivered row (R10): every field a landlord may fill, and nothing else.

One list drives the recognition of columns, the template, the values that are read, the checks' texts and the
documentation. ``covenant_field`` ties a field to the names in a covenant's ``[gegeven]`` tables (C9), ``fact`` to the
vocabulary in which its conditions are written.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kind of value: which reader a column gets."""

    TEXT = "text"
    INITIALS = "initials"
    NAME = "name"
    BIRTH_DATE = "birth-date"
    STREET = "street"
    HOUSE_NUMBER = "house-number"
    HOUSE_LETTER = "house-letter"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    AMOUNT = "amount"
    WHOLE_NUMBER = "whole-number"
    DATE = "date"
    YES_NO = "yes-no"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its code name, its heading in Tijdig's own template, what belongs in it, and how others call it.

    ``most`` is the largest number of characters (text) or the largest number (whole numbers).
    """

    name: str
    heading: str
    kind: Kind
    explanation_nl: str
    explanation_en: str
    example: str
    synonyms: tuple[str, ...]
    most: int = 0
    covenant_field: str = ""
    fact: str = ""

    @property
    def in_words(self) -> str:
        """The heading as a sentence says it; headings are recognised either way."""
        return self.heading.replace("_", " ")


EXAMPLE_REFERENCE = "VOORBEELD"

FIELDS: tuple[Field, ...] = (
    Field(
        "reference", "kenmerk", Kind.TEXT,
        "Uw eigen nummer van de huurder of het contract.", "Your own number of the tenant or contract.",
        EXAMPLE_REFERENCE,
        ("kenmerk", "referentie", "huurdernummer", "huurder nummer", "huurder", "relatie", "relatienummer",
         "klantnummer", "klant", "debiteur", "debiteurnummer", "debiteurennummer", "contractnummer", "contract",
         "contractant", "overeenkomst", "overeenkomstnummer", "dossiernummer", "dossier", "persoonsnummer",
         "huurovereenkomst", "vhe nummer", "customer id", "customer number", "customer", "customer no", "account",
         "account number", "tenant id", "tenant number", "contract id", "contract number", "reference", "case number"),
        most=64, covenant_field="signaal.kenmerk",
    ),
    Field(
        "initials", "voorletters", Kind.INITIALS,
        "Voorletters met punten.", "Initials with points.", "C.A.",
        ("voorletters", "voorletter", "initialen", "vl", "voornaam", "voornamen", "roepnaam", "initials", "first name",
         "first names", "given names", "forename", "forenames"),
        most=80, covenant_field="signaal.naam",
    ),
    Field(
        "prefix", "tussenvoegsel", Kind.TEXT,
        "Tussenvoegsel van de achternaam.", "Prefix of the surname.", "van der",
        ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels", "vv", "tv", "prefix", "infix", "name prefix",
         "surname prefix"),
        most=40, covenant_field="signaal.naam",
    ),
    Field(
        "surname", "achternaam", Kind.NAME,
        "Achternaam, zonder voorletters.", "Surname, without initials.", "Meulen",
        ("achternaam", "naam", "naam huurder", "huurdernaam", "naam klant", "klantnaam", "naam contractant",
         "naam debiteur", "debiteurnaam", "naam relatie", "naam bewoner", "naam hoofdhuurder", "familienaam",
         "geslachtsnaam", "naam volledig", "volledige naam", "surname", "last name", "family name", "name",
         "full name", "tenant name", "customer name"),
        most=400, covenant_field="signaal.naam",
    ),
    Field(
        "birth_date", "geboortedatum", Kind.BIRTH_DATE,
        "Geboortedatum; leeg als u die niet weet.", "Date of birth; empty if you do not know it.", "31-12-1980",
        ("geboortedatum", "geboorte datum", "geboorte", "geboren", "geboren op", "gebdat", "gebdatum", "date of birth",
         "birth date", "birthdate", "dob", "born"),
        covenant_field="signaal.geboortedatum",
    ),
    Field(
        "street", "straat", Kind.STREET,
        "Straatnaam.", "Street.", "Markt",
        ("straat", "straatnaam", "street", "street name"),
        most=100, covenant_field="signaal.adres",
    ),
    Field(
        "house_number", "huisnummer", Kind.HOUSE_NUMBER,
        "Huisnummer, alleen cijfers.", "House number, digits only.", "12",
        ("huisnummer", "huis nummer", "house number", "house no", "street number", "house nr", "number"),
        covenant_field="signaal.adres",
    ),
    Field(
        "house_letter", "huisletter", Kind.HOUSE_LETTER,
        "Huisletter.", "House letter.", "A",
        ("huisletter", "letter", "huis letter", "house letter", "huisnummer letter"),
        most=2, covenant_field="signaal.adres",
    ),
    Field(
        "addition", "toevoeging", Kind.TEXT,
        "Toevoeging bij het huisnummer.", "Addition to the house number.", "",
        ("toevoeging", "huisnummertoevoeging", "huisnummer toevoeging", "house number addition", "addition", "suffix",
         "house number suffix"),
        most=10, covenant_field="signaal.adres",
    ),
    Field(
        "address", "adres", Kind.ADDRESS,
        "Straat en huisnummer in één kolom, ook met postcode en plaats erachter; alleen als u ze niet apart hebt.",
        "Street and house number in one column, also with postcode and town; only if you do not have them apart.", "",
        ("adres", "adresregel", "straat en huisnummer", "straat huisnummer", "woonadres", "adres huurder", "vhe adres",
         "adres vhe", "volledig adres", "adresregel 1", "address", "address line", "address line 1", "street address",
         "street and number"),
        covenant_field="signaal.adres",
    ),
    Field(
        "postcode", "postcode", Kind.POSTCODE,
        "Postcode.", "Postcode.", "6001 AB",
        ("postcode", "pc", "post code", "postal code", "zip", "zip code", "zipcode"),
        covenant_field="signaal.adres",
    ),
    Field(
        "town", "woonplaats", Kind.TEXT,
        "Woonplaats.", "Town.", "Weert",
        ("woonplaats", "plaats", "plaatsnaam", "stad", "city", "town", "place"),
        most=80, covenant_field="signaal.adres",
    ),
    Field(
        "phone", "telefoon", Kind.PHONE,
        "Eén telefoonnummer.", "One phone number.", "0612345678",
        ("telefoon", "telefoonnummer", "tel", "mobiel", "mobiele telefoon", "mobiel nummer", "mobielnummer", "gsm",
         "telefoon mobiel", "telefoon 1", "telefoon prive", "phone", "phone number", "mobile", "mobile phone",
         "telephone"),
        covenant_field="signaal.telefoon",
    ),
    Field(
        "email", "email", Kind.EMAIL,
        "Eén e-mailadres.", "One e-mail address.", "naam@voorbeeld.nl",
        ("email", "e mail", "mail", "emailadres", "e mailadres", "e mail adres", "mailadres", "email address",
         "e mail address"),
        covenant_field="signaal.email",
    ),
    Field(
        "amount", "bedrag", Kind.AMOUNT,
        "Openstaand bedrag in euro's.", "Outstanding amount in euros.", "1.234,56",
        ("bedrag", "saldo", "openstaand bedrag", "openstaand saldo", "openstaand", "achterstand", "achterstand bedrag",
         "bedrag achterstand", "huurachterstand", "huurschuld", "schuld", "schuldbedrag", "achterstallig bedrag",
         "hoogte achterstand", "totaal openstaand", "amount", "amount due", "balance", "outstanding",
         "outstanding amount", "arrears", "arrears amount", "amount in arrears", "total due"),
        covenant_field="signaal.bedrag", fact="achterstand.bedrag",
    ),
    Field(
        "months", "maanden", Kind.WHOLE_NUMBER,
        "Aantal maanden achterstand.", "Months in arrears.", "3",
        ("maanden", "aantal maanden", "achterstand maanden", "maanden achterstand", "aantal maanden achterstand",
         "achterstand in maanden", "months", "months due", "months in arrears", "number of months", "months overdue"),
        most=600, covenant_field="signaal.maanden", fact="achterstand.maanden",
    ),
    Field(
        "days", "dagen", Kind.WHOLE_NUMBER,
        "Aantal dagen achterstand, als u dat in dagen telt.", "Days in arrears, if you count in days.", "",
        ("dagen", "aantal dagen", "achterstand dagen", "dagen achterstand", "achterstand in dagen", "ouderdom dagen",
         "days", "days due", "days in arrears", "days overdue", "number of days"),
        most=20000, covenant_field="signaal.maanden", fact="achterstand.dagen",
    ),
    Field(
        "onset_on", "ontstaansdatum", Kind.DATE,
        "Datum van de oudste openstaande post.", "Date of the oldest open item.", "01-01-2026",
        ("ontstaansdatum", "datum ontstaan", "datum oudste post", "oudste post", "oudste vordering",
         "datum oudste vordering", "oudste openstaande post", "datum oudste openstaande post", "oudste factuur",
         "datum oudste factuur", "oudste vervaldatum", "achterstand sinds", "datum achterstand", "oldest invoice",
         "oldest item", "oldest open item", "oldest invoice date", "arrears since", "onset date", "due since"),
        covenant_field="signaal.ontstaansdatum",
    ),
    Field(
        "contact_sought_on", "contact_gezocht", Kind.DATE,
        "Datum waarop u persoonlijk contact zocht over de achterstand.",
        "Date on which you sought personal contact about the arrears.", "15-02-2026",
        ("contact gezocht", "persoonlijk contact", "datum persoonlijk contact", "datum contact", "datum huisbezoek",
         "huisbezoek", "contactpoging", "datum contactpoging", "datum contact gezocht", "contact",
         "poging persoonlijk contact", "personal contact", "contact sought", "contact attempt", "home visit",
         "date personal contact"),
        covenant_field="signaal.contact_gezocht", fact="incasso.contact_gezocht",
    ),
    Field(
        "pointed_to_help_on", "gewezen_op_hulp", Kind.DATE,
        "Datum waarop u de huurder wees op schuldhulp.", "Date on which you pointed the tenant to debt help.",
        "15-02-2026",
        ("gewezen op hulp", "gewezen op schuldhulp", "gewezen op schuldhulpverlening",
         "verwezen naar schuldhulpverlening", "verwezen naar shv", "gewezen op shv", "datum info shv", "info shv",
         "datum informatie schuldhulpverlening",
         "datum gewezen op hulp", "datum verwijzing shv", "gewezen op mogelijkheden schuldhulpverlening",
         "referred to debt help", "pointed to help", "pointed to debt help", "debt help information",
         "referred to debt counselling"),
        covenant_field="signaal.gewezen_op_hulp", fact="incasso.gewezen_op_hulp",
    ),
    Field(
        "reminder_on", "herinnering", Kind.DATE,
        "Datum van de schriftelijke herinnering.", "Date of the written reminder.", "01-02-2026",
        ("herinnering", "datum herinnering", "datum 1e herinnering", "1e herinnering", "eerste herinnering",
         "datum eerste herinnering", "herinnering verstuurd", "herinnering verzonden", "schriftelijke herinnering",
         "aanmaning", "datum aanmaning", "herinneringsbrief", "datum herinneringsbrief", "reminder", "reminder sent",
         "reminder date", "first reminder", "written reminder"),
        covenant_field="signaal.herinnering", fact="incasso.herinnering",
    ),
    Field(
        "offer_to_share_on", "aanbod_doorgeven", Kind.DATE,
        "Datum waarop u aanbood de gegevens aan de gemeente door te geven.",
        "Date on which you offered to pass the contact data on to the municipality.", "01-02-2026",
        ("aanbod doorgeven", "aanbod", "aanbod gemeente", "datum aanbod", "datum aanbod gemeente",
         "datum aanbod doorgeven", "aanbod delen gegevens", "aanbod melding gemeente", "offer made", "offer",
         "offer to share", "offer date", "offered to share"),
        covenant_field="signaal.aanbod_doorgeven", fact="incasso.aanbod_doorgeven",
    ),
    Field(
        "informed_on", "geinformeerd", Kind.DATE,
        "Datum waarop u de huurder vertelde dat u de achterstand meldt.",
        "Date on which you told the tenant that you report the arrears.", "01-02-2026",
        ("geinformeerd", "aankondiging", "datum aankondiging", "aangekondigd", "datum geinformeerd",
         "huurder geinformeerd", "aankondiging melding", "datum aankondiging melding", "vooraankondiging", "announced",
         "informed", "announcement", "date announced", "tenant informed", "informed on"),
        covenant_field="signaal.geinformeerd", fact="huurder.geinformeerd",
    ),
    Field(
        "objection", "bezwaar", Kind.YES_NO,
        "J als de huurder bezwaar maakte; die regel wordt niet bewaard.",
        "J (yes) if the tenant objected; that row is not kept.", "N",
        ("bezwaar", "bezwaar gemaakt", "bezwaar huurder", "heeft bezwaar", "bezwaar tegen melding", "objected",
         "objection", "has objected", "opt out", "opted out"),
        fact="huurder.bezwaar",
    ),
    Field(
        "crisis", "crisis", Kind.YES_NO,
        "J bij een dreigende ontruiming of afsluiting.", "J (yes) when eviction or cut-off is imminent.", "N",
        ("crisis", "crisissignaal", "ontruiming", "dreigende ontruiming", "ontruiming dreigt",
         "ontruiming aangekondigd", "afsluiting", "dreigende afsluiting", "afsluiting dreigt",
         "afsluiting aangekondigd", "eviction", "eviction announced", "disconnection",
         "disconnection announced", "cut off announced", "crisis signal"),
        covenant_field="signaal.crisis", fact="signaal.crisis",
    ),
    Field(
        "warm_transfer", "warme_overdracht", Kind.YES_NO,
        "J als u al contact hebt en vraagt het over te nemen.",
        "J (yes) if you have contact already and ask to take over.", "N",
        ("warme overdracht", "warm", "warm overgedragen", "warm transfer", "warm handover"),
        covenant_field="signaal.warme_overdracht", fact="signaal.warme_overdracht",
    ),
    Field(
        "withdrawal", "afmelding", Kind.WITHDRAWAL,
        "Nieuws bij een eerdere melding: betaald, regeling, ingetrokken, dagvaarding, vonnis, aangezegd met de dag, "
        "ontruimd of afgelast; het kenmerk is dan genoeg.",
        "News of an earlier message: paid, arrangement, withdrawn, summons, judgment, announced with the day, evicted "
        "or cancelled; the reference is then enough.",
        "",
        ("afmelding", "nieuws", "stap ontruiming",
         "afmelden", "afgemeld", "reden afmelding", "betaald sinds", "betaald op", "datum betaald",
         "withdrawal", "withdrawn", "paid since", "paid on"),
    ),
)  # fmt: skip

FIELD_BY_NAME = {field.name: field for field in FIELDS}
TEMPLATE_FIELDS = tuple(field for field in FIELDS if field.name != "address")
