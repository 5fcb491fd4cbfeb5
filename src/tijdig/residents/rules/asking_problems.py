"""Everything that can go wrong when a register is asked over its API; the sentences never repeat what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tijdig.problems import Problem, ProblemKind

_CODE = re.compile(r"[a-zA-Z0-9]{1,25}")
_PARAMETER = re.compile(r"[a-zA-Z0-9._]{1,30}")


def _kind(name: str, nl: str, en: str, remedy_nl: str, remedy_en: str) -> ProblemKind:
    return ProblemKind(f"residents.asking.{name}", "R23", nl, en, remedy_nl, remedy_en)


NOT_CONNECTED = _kind(
    "not-connected",
    "Voor gemeente {controller} is geen verbinding met {service} ingesteld.",
    "No connection with {service} is set for municipality {controller}.",
    "Vraag de beheerder een bestand {controller}.toml met [{service}] in de map met verbindingen te zetten.",
    "Ask the operator to put a file {controller}.toml with [{service}] in the folder of connections.",
)
CONNECTION_WRONG = _kind(
    "connection-wrong",
    "De verbinding met {service} voor gemeente {controller} is niet goed ingesteld: {key}.",
    "The connection with {service} for municipality {controller} is not set up well: {key}.",
    "Verbeter dit in het bestand {controller}.toml. De handleiding voor de beheerder noemt wat er moet staan.",
    "Mend this in the file {controller}.toml. The operator's manual says what belongs there.",
)
CONNECTION_OPEN_TO_OTHERS = _kind(
    "connection-open-to-others",
    "Het bestand met de verbindingen van gemeente {controller} kan door anderen worden gelezen.",
    "The file with the connections of municipality {controller} can be read by others.",
    "Geef het bestand de rechten 600: er staat een geheim in.",
    "Give the file mode 600: it holds a secret.",
)
NOT_REACHED = _kind(
    "not-reached",
    "{service} is niet bereikt, ook niet na {attempts} keer proberen. Wat wacht, blijft wachten.",
    "{service} was not reached, not after {attempts} attempts either. What waits goes on waiting.",
    "Het wordt vanzelf opnieuw geprobeerd. Blijft het zo, vraag dan de beheerder.",
    "It is tried again by itself. If it stays this way, ask the operator.",
)
BUSY = _kind(
    "busy",
    "{service} kan nu geen vragen aan (antwoord {status}), ook niet na {attempts} keer proberen.",
    "{service} cannot take questions now (answer {status}), not after {attempts} attempts either.",
    "Het wordt vanzelf opnieuw geprobeerd. Wat al gevraagd was, wordt niet nog eens gevraagd.",
    "It is tried again by itself. What was asked already is not asked again.",
)
NOT_SIGNED_IN = _kind(
    "not-signed-in",
    "{service} laat ons niet binnen (antwoord {status}).",
    "{service} does not let us in (answer {status}).",
    "Laat de beheerder de naam en het geheim van de verbinding nakijken.",
    "Let the operator check the name and the secret of the connection.",
)
NOT_AUTHORISED = _kind(
    "not-authorised",
    "De gemeente heeft voor deze vraag geen autorisatie bij {service} (antwoord 403).",
    "The municipality has no authorisation for this question with {service} (answer 403).",
    "Vergelijk het autorisatiebesluit met de gegevens die Tijdig vraagt; die staan in de handleiding.",
    "Compare the authorisation decree with the fields that Tijdig asks for; the manual lists them.",
)
QUESTION_REFUSED = _kind(
    "question-refused",
    "{service} kan niets met deze vraag ({code}): {names}.",
    "{service} cannot work with this question ({code}): {names}.",
    "Het signaal blijft bestaan en komt bij Twijfels.",
    "The signal stays, and goes to Doubts.",
)
TOO_MANY = _kind(
    "too-many",
    "{service} vindt te veel mensen om te noemen.",
    "{service} finds too many people to name.",
    "Het signaal blijft bestaan en komt bij Twijfels.",
    "The signal stays, and goes to Doubts.",
)
FAILED = _kind(
    "failed",
    "Er ging iets mis bij {service} (antwoord {status}).",
    "Something went wrong at {service} (answer {status}).",
    "Het wordt vanzelf opnieuw geprobeerd. Blijft het zo, vraag dan de beheerder.",
    "It is tried again by itself. If it stays this way, ask the operator.",
)
ANSWER_UNREADABLE = _kind(
    "answer-unreadable",
    "Het antwoord van {service} heeft niet de afgesproken vorm ({where}). Er is niets van overgenomen.",
    "The answer of {service} does not have the agreed form ({where}). Nothing of it was taken over.",
    "Laat de beheerder kijken welke versie van de API er achter het adres zit.",
    "Let the operator see which version of the API is behind the address.",
)

# The question itself is at fault: the others can still be asked.
OF_THE_QUESTION = frozenset({QUESTION_REFUSED.code, TOO_MANY.code})


class AnswerUnreadable(Exception):
    """An answer does not have the agreed form; its text names the place in the form, never what stood there."""


def refusal_of(service: str, status: int, body: object) -> Problem:
    """Return the problem that an answer with another status than 200 tells of (RFC 9457 ``body``, or anything).

    Of the body only its code and the names of parameters are told, and only where they look like that.
    """
    if status == 401:
        return NOT_SIGNED_IN(service=service, status=status)
    if status == 403:
        return NOT_AUTHORISED(service=service)
    if status != 400:
        return FAILED(service=service, status=status)
    told = body if isinstance(body, dict) else {}
    code = told.get("code")
    if code == "tooManyResults":
        return TOO_MANY(service=service)
    known = code if isinstance(code, str) and _CODE.fullmatch(code) else "400"
    names = ", ".join(_parameters(told.get("invalidParams"))) or "–"
    return QUESTION_REFUSED(service=service, code=known, names=names)


def _parameters(told: object) -> Iterable[str]:
    for one in told if isinstance(told, list) else ():
        name = one.get("name") if isinstance(one, dict) else None
        if isinstance(name, str) and _PARAMETER.fullmatch(name):
            yield name
