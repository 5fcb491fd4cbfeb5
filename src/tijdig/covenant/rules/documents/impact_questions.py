"""What a DPIA asks and a covenant file cannot know: the questions that each of the seventeen points leaves open."""

from __future__ import annotations

from tijdig.letters.papers import Question

QUESTIONS: dict[int, tuple[str, ...]] = {
    1: (
        "Waarom wil de gemeente dit, en wat ging eraan vooraf?",
        "Wie stelt deze DPIA vast, op welke dag, en wat was het advies van de functionaris?",
    ),
    2: ("Over hoeveel inwoners gaat het ongeveer in een jaar?",),
    3: ("Welke verwerkingen doet de gemeente daarnaast, buiten het systeem om? Denk aan mail en papier.",),
    4: ("Met welke andere systemen wisselt de gemeente gegevens uit, en hoe zijn die beveiligd?",),
    5: ("Gebruikt een partij de gegevens ook voor een ander doel? Dan hoort dat doel in het convenant.",),
    6: (
        "Welke partij is verantwoordelijke, wie is verwerker, en welke overeenkomsten zijn er?",
        "Wie levert en beheert het systeem?",
    ),
    7: (
        "Welk belang heeft elke partij bij de verwerkingen?",
        "Wat vinden inwoners ervan, en hoe is hun dat gevraagd?",
    ),
    8: (
        "In welk land staan de gegevens, en wie kan er van buiten de EER bij?",
        "Gaan er gegevens naar een land buiten de EER? Zo ja: met welke waarborg?",
    ),
    9: ("Welke verordening of welk beleid van de gemeente geldt hier nog meer?",),
    10: (
        "Waarom is elke termijn nodig, en niet korter?",
        "Welke selectielijst geldt, waar het convenant daarnaar verwijst?",
    ),
    11: ("Wat vindt een jurist van de grondslag bij elk doel?",),
    12: (
        "Komen er strafrechtelijke gegevens voor, bijvoorbeeld in notities? Zo ja: op welke grond?",
        "Wat vindt een jurist van de extra grondslagen?",
    ),
    13: ("Waarvoor zijn de gegevens eerst verzameld, en past het nieuwe gebruik daarbij?",),
    14: (
        "Kan het doel ook worden bereikt met minder gegevens, of op een andere manier?",
        "Staat de inbreuk in verhouding tot wat de inwoner ermee wint?",
    ),
    15: ("Hoe vraagt een inwoner om inzage, verbetering of wissing, en wie handelt dat af?",),
    16: ("Welke risico's zijn er voor inwoners? Noem bij elk risico de oorzaak, de kans en de ernst.",),
    17: (
        "Welke andere maatregelen neemt de gemeente, en tegen welk risico?",
        "Welk risico blijft over, en wie aanvaardt dat?",
    ),
}


def asked(number: int) -> tuple[Question, ...]:
    """Return the open questions of one of the seventeen points."""
    return tuple(Question(text) for text in QUESTIONS[number])
