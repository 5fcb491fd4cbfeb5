"""The sentences with which a result is refused; the catalogue in the docs is made from them."""

from __future__ import annotations

from tijdig.problems import ProblemKind

QUICK_FIX_NOT_ANSWERED = ProblemKind(
    code="casework.quick-fix-not-answered",
    rule="R40",
    nl="Beantwoord beide vragen: kan de inwoner de achterstand op tijd inlopen, en bleef het bij algemene tips?",
    en="Answer both questions: can the resident clear the arrears in time, and were there general tips only?",
)
GENERAL_TIPS_ONLY = ProblemKind(
    code="casework.general-tips-only",
    rule="R40",
    nl="Alleen algemene tips zijn geen advies of quick fix.",
    en="General tips alone are no advice or quick fix.",
    remedy_nl="Kies 'Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering'.",
    remedy_en="Choose the result that the resident manages alone.",
)
ARREARS_NOT_CLEARED = ProblemKind(
    code="casework.arrears-not-cleared",
    rule="R40",
    nl="Een quick fix kan alleen als de inwoner de achterstand binnen de afgesproken termijn inloopt.",
    en="A quick fix supposes that the resident clears the arrears within the agreed term.",
    remedy_nl="Kies een van de resultaten met vervolghulp.",
    remedy_en="Choose one of the results with follow-up help.",
)
HELP_NOT_ACCEPTED = ProblemKind(
    code="casework.help-not-accepted",
    rule="R37",
    nl="De inwoner heeft nog geen hulp aanvaard.",
    en="The resident has not accepted help yet.",
    remedy_nl="Leg eerst het aanbod en de reactie vast, of wacht op de terugmelding van de hulpverlener.",
    remedy_en="Record the offer and the reaction first, or wait for the helper's report.",
)
HELP_WAS_ACCEPTED = ProblemKind(
    code="casework.help-was-accepted",
    rule="R40",
    nl="De inwoner heeft hulp aanvaard; dit resultaat zegt iets anders.",
    en="The resident accepted help; this result says otherwise.",
    remedy_nl="Kies advies of vervolghulp, of geef aan dat het bij algemene tips bleef.",
    remedy_en="Choose advice or follow-up, or say that it was general tips only.",
)
CONTACT_NOT_TRIED = ProblemKind(
    code="casework.contact-not-tried",
    rule="R35",
    nl="Er is nog geen contactpoging vastgelegd.",
    en="No contact attempt has been recorded yet.",
    remedy_nl="Probeer eerst contact te krijgen.",
    remedy_en="Try to get into contact first.",
)
WAS_REACHED = ProblemKind(
    code="casework.was-reached",
    rule="R36",
    nl="Er is contact geweest met de inwoner.",
    en="There has been contact with the resident.",
    remedy_nl="Kies 'Geen reactie na eerder contact' of een ander resultaat.",
    remedy_en="Choose 'no reaction after earlier contact' or another result.",
)
NEVER_REACHED = ProblemKind(
    code="casework.never-reached",
    rule="R36",
    nl="Er is nog geen contact geweest met de inwoner.",
    en="There has been no contact with the resident yet.",
    remedy_nl="Leg de poging vast waarbij de inwoner is bereikt, of kies 'Definitief geen contact kunnen krijgen'.",
    remedy_en="Record the attempt that reached the resident, or choose 'no contact'.",
)
NOT_CONFIRMED_PAID = ProblemKind(
    code="casework.payment-not-known",
    rule="R41",
    nl="Niemand heeft gemeld dat er betaald is of een regeling is.",
    en="Nobody has said that it was paid or arranged.",
    remedy_nl="Vraag het de inwoner, of wacht op de melding van de partner.",
    remedy_en="Ask the resident, or wait for the partner's message.",
)
HELPER_NOT_NAMED = ProblemKind(
    code="casework.helper-not-named",
    rule="R33",
    nl="Noem de hulpverlener die het overneemt. Een bewindvoerder geldt als de inwoner zelf.",
    en="Name the helper who takes over. An administrator counts as the resident.",
)
SUB_REASON_MISSING = ProblemKind(
    code="casework.sub-reason-missing",
    rule="R32",
    nl="Kies waarom het signaal niet is opgepakt. Deze reden blijft binnen de gemeente.",
    en="Choose why the signal was not taken up. This reason stays inside the municipality.",
)
SUB_REASON_MISPLACED = ProblemKind(
    code="casework.sub-reason-misplaced",
    rule="R32",
    nl="Deze nadere reden hoort alleen bij 'Niet opgepakt: andere reden'.",
    en="This restricted reason belongs to 'not taken up: other reason' only.",
)
NOT_PROPOSED = ProblemKind(
    code="casework.result-not-proposed",
    rule="R34",
    nl="Register en convenant wijzen niet op '{result}'. Schrijf op waarom dit toch klopt.",
    en="Register and covenant do not point to '{result}'. Record why it holds all the same.",
)
HOUSEHOLD_NOT_DECIDED = ProblemKind(
    code="casework.household-not-decided",
    rule="R26",
    nl="Besluit eerst wat er gebeurt met het huishouden dat achterblijft.",
    en="First decide about the household that is left behind.",
    remedy_nl="Rond de taak daarvoor af.",
    remedy_en="Complete the task for it.",
)
EVICTION_STILL_THREATENS = ProblemKind(
    code="casework.eviction-still-threatens",
    rule="R27",
    nl="De ontruiming is nog niet van de baan. Sluiten kan, als u het huishouden in het oog houdt.",
    en="The eviction is not off yet. You may close, if you keep the household in view.",
    remedy_nl="Vul in op welke dag u weer kijkt, of leg vast dat er geen ontruiming meer dreigt.",
    remedy_en="Fill in on which day you look again, or record that eviction no longer threatens.",
)
REQUEST_UNDECIDED = ProblemKind(
    code="casework.request-undecided",
    rule="R38",
    nl="Op het verzoek om schuldhulp is nog niet besloten.",
    en="The request for debt help has not been decided yet.",
    remedy_nl="Leg eerst de toelating of de weigering vast.",
    remedy_en="Record the admission or the refusal first.",
)
REFERRAL_UNANSWERED = ProblemKind(
    code="casework.referral-unanswered",
    rule="R41",
    nl="De hulpverlener heeft nog niet geantwoord op de verwijzing.",
    en="The helper has not answered the referral yet.",
    remedy_nl="Wacht op het antwoord of trek de verwijzing in.",
    remedy_en="Wait for the answer or withdraw the referral.",
)
REFERRAL_MISSING = ProblemKind(
    code="casework.referral-missing",
    rule="R42",
    nl="Er is geen verwijzing.",
    en="There is no referral.",
    remedy_nl="Verwijs de zaak eerst naar een hulpverlener.",
    remedy_en="Refer the case first.",
)
REASON_MISSING = ProblemKind(
    code="casework.reason-missing",
    rule="R42",
    nl="Schrijf op waarom dit zonder de inwoner moest. Het mag alleen in uitzonderlijke gevallen.",
    en="Record why this had to be without the resident. It is for exceptional cases only.",
)
SECOND_PERSON_MISSING = ProblemKind(
    code="casework.second-person-missing",
    rule="R42",
    nl="Een tweede persoon moet instemmen met verwijzen zonder de inwoner.",
    en="A second person must agree to a referral without the resident.",
)
SECOND_PERSON_SAME = ProblemKind(
    code="casework.second-person-same",
    rule="R42",
    nl="De tweede persoon moet een ander zijn dan u.",
    en="The second person must be someone other than you.",
)

# Why a result fits what is recorded: a proposal, no refusal.
FITS_PROPOSED = ProblemKind(
    code="casework.fits-proposed",
    rule="R34",
    nl="Dit is voorgesteld.",
    en="This was proposed.",
)
FITS_HELPER_HELPED = ProblemKind(
    code="casework.fits-helper-helped",
    rule="R41",
    nl="De hulpverlener meldde terug dat de inwoner hulp heeft aanvaard.",
    en="The helper reported back that the resident accepted help.",
)
FITS_QUICK_FIX = ProblemKind(
    code="casework.fits-quick-fix",
    rule="R40",
    nl="De inwoner aanvaardde hulp en loopt de achterstand op tijd in.",
    en="The resident accepted help and clears the arrears in time.",
)
FITS_ACCEPTED = ProblemKind(
    code="casework.fits-accepted",
    rule="R40",
    nl="De inwoner aanvaardde hulp en er is meer nodig dan een snelle oplossing.",
    en="The resident accepted help and needs more than a quick fix.",
)
FITS_TIPS = ProblemKind(
    code="casework.fits-tips",
    rule="R40",
    nl="Het bleef bij algemene tips.",
    en="There were general tips only.",
)
FITS_PAID = ProblemKind(
    code="casework.fits-paid",
    rule="R41",
    nl="De melder zegt dat betaald is, of dat er een regeling is.",
    en="The partner says that it was paid, or that there is an arrangement.",
)
FITS_DECLINED = ProblemKind(
    code="casework.fits-declined",
    rule="R37",
    nl="De inwoner wil geen hulp.",
    en="The resident wants no help.",
)
FITS_NO_REACTION = ProblemKind(
    code="casework.fits-no-reaction",
    rule="R36",
    nl="Er was contact, en daarna kwam er geen antwoord op het aanbod.",
    en="There was contact, and then no answer to the offer.",
)
FITS_NEVER_REACHED = ProblemKind(
    code="casework.fits-never-reached",
    rule="R36",
    nl="U zocht contact en hebt de inwoner niet bereikt.",
    en="You sought contact and did not reach the resident.",
)
