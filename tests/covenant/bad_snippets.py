# ruff: noqa: E501
# WHY: a row of the table stands on one line, so that old and new can be read beside each other.
"""What each check of the linter must find: a piece of the Weert covenant, and what is wrongly written instead."""

from __future__ import annotations

R5D = '[[uitwisseling.voorwaarde]]           # onder d\nfeit = "incasso.aanbod_doorgeven"\nop = "hooguit-geleden"\nwaarde = "P1Y"\n'
OBJECTION = '[[uitwisseling.voorwaarde]]           # wie bezwaar maakt, wordt niet gemeld\nfeit = "huurder.bezwaar"\nop = "="\nwaarde = false\n'
U1_CONDITION = 'feit = "achterstand.maanden"\nop = ">="\nwaarde = 2\n'
TWO_MUNICIPALITIES = '[partij.gemeente-b]\nnaam = "B"\nrol = "gemeente"\n[partij.gemeente-weert]'
AGENT = '[partij.bureau]\nnaam = "Bureau"\nrol = "incassobureau"\n{levert}[partij.amw]'
HOLDER = '[partij.hypotheek]\nnaam = "Bank"\nrol = "schuldeiser"\nsector = "Hypotheek"\n[partij.amw]'
FEEDBACK_TO_LANDLORD = 'gegevens = ["kenmerk", "terugkoppeling"]'

# (what stands in the Weert file, what is written instead, code, key)
BAD = [
    # what the file says it is
    ("urn:uuid:7c1e54a2", "urn:uuid:7c1e54a", "bad-id", "id"),
    ('versie = "1.0.0"', 'versie = "1"', "bad-id", "versie"),
    ('versie = "1.0.0"', 'versie = "1.0.0"\nvervangt = "sha256:12"', "bad-id", "vervangt"),
    ('gemeente = "0988"', 'gemeente = "Weert"', "bad-id", "gemeente"),
    ("tot = 2028-02-29", "tot = 2026-03-01", "term-backwards", "geldig.tot"),
    ("tot = 2028-02-29", "tot = 9999-12-31", "term-without-end", "geldig.tot"),
    ('elke = "P1Y"', 'elke = "P5Y"', "no-evaluation-within-term", "evaluatie.elke"),
    # parties
    ('naar = "amw"', 'naar = "awm"', "unknown-party", "uitwisseling[2].naar"),
    ('van = "rol:verhuurder"', 'van = "rol:zorgverzekeraar"', "unknown-party", "uitwisseling[0].van"),
    ('doe = ["doorgeleiding", "taak:problemen-in-kaart"]\nnaar = "amw"', 'doe = ["doorgeleiding"]\nnaar = "ggz"', "unknown-party", "route[1].naar"),
    ('voorrang = ["gezin-met-dreigende-ontruiming"]', 'voorrang = ["ouderen"]', "unknown-rank-factor", "overleg.voorstel.voorrang"),
    ('deelnemers = ["gemeente-weert", "amw"', 'deelnemers = ["gemeente-weert", "politie"', "unknown-party", "overleg.deelnemers"),
    ("[partij.gemeente-weert]", TWO_MUNICIPALITIES, "one-municipality", "partij"),
    ('rol = "gemeente"', 'rol = "hulpverlener"', "one-municipality", "partij"),
    ('rol = "verhuurder"\nsector = "Huur"', 'rol = "verhuurder"', "sector-missing", "partij.wonen-limburg.sector"),
    ('rol = "hulpverlener"', 'rol = "hulpverlener"\nsector = "Huur"', "sector-not-fitting", "partij.amw.sector"),
    ("[partij.amw]", HOLDER, "sector-without-ground", "partij.hypotheek.sector"),
    ("[partij.amw]", HOLDER, "partner-cannot-deliver", "partij.hypotheek"),
    ('na = "P3WD"', 'na = "P2W"', "contact-steps-out-of-order", "contactstap[2].na"),
    ("[partij.amw]", HOLDER, "no-feedback-exchange", "partij.hypotheek"),
    # data, purposes, facts
    ('"signaal.telefoon", ', '"signaal.telefon", ', "unknown-field", "gegeven.contact.velden"),
    ('door = "gemeente-weert"\nrollen = ["coordinator", "system"]\ndoel = "koppeling"\ngegevens = ["kenmerk", "contact", "achterstand", "bewoner", "bsn"]', 'door = "gemeente-weert"\ndoel = "koppeling"\ngegevens = ["bewoner"]', "field-unused", "gegeven.bsn.velden"),
    (FEEDBACK_TO_LANDLORD, 'gegevens = ["terugkoppelen"]', "unknown-category", "uitwisseling[5].gegevens"),
    ('doel = "terugkoppeling"', 'doel = "nieuws"', "unknown-purpose", "uitwisseling[5].doel"),
    ("[doel.triage]", '[doel.marketing]\nomschrijving = "x"\ngrondslag = { avg = "6.1.e", wet = "x" }\n[doel.triage]', "purpose-not-acted-on", "doel.marketing"),
    ('feit = "achterstand.maanden"', 'feit = "achterstand.maand"', "unknown-fact", "uitwisseling[0].voorwaarde[0].feit"),
    ('"bewoner.ingezetene" =', '"bewoner.inwoner" =', "unknown-fact", "versheid.bewoner.inwoner"),
    ('op = ">="\nwaarde = 2', 'op = "~"\nwaarde = 2', "wrong-operator", "uitwisseling[0].voorwaarde[0].op"),
    ('feit = "huurder.bezwaar"\nop = "="\nwaarde = false', 'feit = "huurder.bezwaar"\nop = "="\nwaarde = "nee"', "wrong-value", "uitwisseling[0].voorwaarde[6].waarde"),
    ('op = "hooguit-geleden"\nwaarde = "P1Y"', 'op = "hooguit-geleden"\nwaarde = "een jaar"', "wrong-value", "uitwisseling[0].voorwaarde[1].waarde"),
    ('"uitkering.participatiewet" = "P1M"', '"uitkering.participatiewet" = "P1Y"', "freshness-too-long", "versheid.uitkering.participatiewet"),
    # exchanges and own uses
    ('avg = "6.1.e"', 'avg = "6.2"', "no-such-ground", "doel.vroegsignalering.grondslag.avg"),
    ('bijzondere_grondslag = "UAVG art. 46; Wet algemene bepalingen burgerservicenummer art. 10"\n', "", "special-without-ground", "eigen_gebruik[0].gegevens"),
    ('bijzondere_grondslag = "AVG art. 9 lid 2 onder g; UAVG art. 30 lid 3"\n', "", "special-without-ground", "eigen_gebruik[2].gegevens"),
    (FEEDBACK_TO_LANDLORD, 'gegevens = ["kenmerk", "uitkering"]', "not-for-creditors", "uitwisseling[5].gegevens"),
    (FEEDBACK_TO_LANDLORD, 'gegevens = ["kenmerk", "gezin"]', "not-for-creditors", "uitwisseling[5].gegevens"),
    (FEEDBACK_TO_LANDLORD, 'gegevens = ["kenmerk", "voortgang"]', "not-for-creditors", "uitwisseling[5].gegevens"),
    ('gegevens = ["kenmerk", "contact", "achterstand", "incasso", "dreiging"]', 'gegevens = ["gezin"]', "not-from-creditors", "uitwisseling[0].gegevens"),
    ('id = "U2"', 'id = "U1"', "duplicate-id", "uitwisseling[1].id"),
    ('naam = "maatschappelijk-werk"', 'naam = "participatiewet"', "duplicate-id", "route[1].naam"),
    ('id = "U1"\nartikel = "1"', 'id = "U1"\nartikel = "99"', "unknown-article", "uitwisseling[0].artikel"),
    ('bewaren = { termijn = "P6M"', 'bewaren = { termijn = "P3M"', "kept-too-short", "uitwisseling[0].bewaren.termijn"),
    ('bewaren = { termijn = "P6M"', 'bewaren = { termijn = "P200WD"', "kept-in-working-days", "uitwisseling[0].bewaren.termijn"),
    ('periode = "P1M"', 'periode = "P20WD"', "period-in-working-days", "aanlevering.matching.periode"),
    # delivery
    ("tot_dag = 10", "tot_dag = 31", "window-impossible", "aanlevering.venster"),
    ("van_dag = 1, tot_dag = 10", "van_dag = 12, tot_dag = 10", "window-impossible", "aanlevering.venster"),
    ("drempel = { maanden = 2 }\n", "", "no-minimum", "aanlevering.drempel"),
    ("drempel = { maanden = 2 }", "drempel = { maanden = 3 }", "minimum-not-a-condition", "uitwisseling[0].voorwaarde"),
    ("drempel = { maanden = 2 }", "drempel = { maanden = 2, bedrag = 75 }", "minimum-not-a-condition", "uitwisseling[0].voorwaarde"),
    (R5D, "", "duty-missing", "uitwisseling[0].voorwaarde"),
    (OBJECTION, "", "objection-not-heeded", "uitwisseling[0].voorwaarde"),
    # triage
    ("als = [{ feit = \"uitkering.participatiewet\", op = \"=\", waarde = true }]\n", "", "route-unreachable", "route[1]"),
    ('"taak:inhouding-huur"', '"taak:inhouding"', "unknown-action", "route[0].doe"),
    ('"uitnodiging:schulddienstverlening+participatie"', '"bellen"', "unknown-action", "route[0].doe"),
    ('doe = ["doorgeleiding", "taak:problemen-in-kaart"]\nnaar = "amw"', 'doe = ["doorgeleiding"]\nnaar = "wonen-limburg"', "role-cannot", "route[1].doe"),
    ('doe = ["doorgeleiding", "taak:problemen-in-kaart"]', 'doe = ["uitnodiging:schulddienstverlening"]', "role-cannot", "route[1].doe"),
    ('"schulddienstverlening", "participatie"]', '"schulddienstverlening"]', "role-cannot", "route[0].doe"),
    ("[partij.amw]", AGENT.format(levert=""), "agent-for-nobody", "partij.bureau.levert_voor"),
    ("[partij.amw]", AGENT.format(levert='levert_voor = ["amw"]\n'), "agent-for-others", "partij.bureau.levert_voor"),
    ("[partij.amw]", '[partij.amw]\nlevert_voor = ["wonen-limburg"]', "not-an-agent", "partij.amw.levert_voor"),
    ('"dreiging", "bewoner", "gezin", "uitkering"', '"dreiging", "gezin", "uitkering"', "fact-without-permission", "contact_na_keuze[0].als"),
    ('feit = "bewoner.geheimhouding"', 'feit = "bewoner.geheim"', "unknown-fact", "contact_na_keuze[0].als[0].feit"),
    ('"dreiging", "bewoner", "gezin", "uitkering"', '"dreiging", "bewoner", "uitkering"', "fact-without-permission", "voorrang[0].als"),
    ('"dreiging", "bewoner", "gezin", "uitkering"', '"dreiging", "bewoner", "gezin"', "fact-without-permission", "route[0].als"),
    # terms of the law
    ('eerste_gesprek = "P4W"', 'eerste_gesprek = "P5W"', "term-too-long", "termijn.eerste_gesprek"),
    ('eerste_gesprek_dreigend = "P3WD"', 'eerste_gesprek_dreigend = "P4WD"', "term-too-long", "termijn.eerste_gesprek_dreigend"),
    ('eerste_gesprek_dreigend = "P3WD"', 'eerste_gesprek_dreigend = "P5D"', "term-too-long", "termijn.eerste_gesprek_dreigend"),
    ('informeren = "P1M"', 'informeren = "P6W"', "term-too-long", "termijn.informeren"),
    ('besluit = "P8W"', 'besluit = "P9W"', "term-too-long", "termijn.besluit"),
    ('snelle_oplossing = "P30D"', 'snelle_oplossing = "P31D"', "term-too-long", "termijn.snelle_oplossing"),
    ('antwoord_rechten = "P1M"', 'antwoord_rechten = "P2M"', "term-too-long", "termijn.antwoord_rechten"),
    ('verlenging_rechten = "P2M"', 'verlenging_rechten = "P3M"', "term-too-long", "termijn.verlenging_rechten"),
    ("mogelijk = false", 'mogelijk = false\nduur = "P30D"', "pause-unclear", "opschorting"),
    ("mogelijk = false", "mogelijk = true", "pause-unclear", "opschorting"),
    ("mogelijk = false", 'mogelijk = true\nduur = "P40D"\ncontrole = "P20D"', "pause-unclear", "opschorting.duur"),
    ("mogelijk = false", 'mogelijk = true\nduur = "P30D"\ncontrole = "P30D"', "pause-unclear", "opschorting.controle"),
    # feedback and meeting
    ('    "Vervolghulp en/of verwijzing",\n', "", "result-without-projection", "terugkoppeling"),
    ('intern = [\n    "Inwoner is overleden",', 'intern = [\n    "Inwoner is overleden",\n    "Niet opgepakt: andere reden",', "result-twice", "terugkoppeling[6].intern"),
    ('extern = "niet_opgepakt"', 'extern = "onterecht_signaal"', "tells-too-much", "terugkoppeling[6].extern"),
    ('extern = "geen_terugkoppeling"', 'extern = "geen_contact"', "no-contact-switched-off", "terugkoppeling[7].extern"),
    ('naar = "amw"\ndoel = "overleg"', 'naar = "amw"\ndoel = "hulpverlening"', "meeting-without-exchange", "overleg.deelnemers"),
    # provisions
    ('gedragen_door = ["opschorting.mogelijk"]', 'gedragen_door = ["opschorting.ooit"]', "not-carried", "bepaling[2].gedragen_door"),
]  # fmt: skip
