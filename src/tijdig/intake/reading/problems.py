"""What can be wrong with a file before a single row is looked at (S2, S3)."""

from __future__ import annotations

from tijdig.problems import ProblemKind

_AGAIN_NL = "Bewaar het bestand opnieuw als CSV of XLSX en lever het nog eens aan. Er is niets bewaard."
_AGAIN_EN = "Save the file again as CSV or XLSX and deliver it once more. Nothing was kept."


def _kind(code: str, rule: str, nl: str, en: str, *remedy: str) -> ProblemKind:
    remedy_nl, remedy_en = remedy or (_AGAIN_NL, _AGAIN_EN)
    return ProblemKind(f"intake.{code}", rule, nl, en, remedy_nl, remedy_en)


HIDDEN_ROWS = _kind(
    "hidden-rows",
    "R10",
    "In werkblad {sheet} staan verborgen rijen met gegevens ({count}), met de hand of door een filter.",
    "In sheet {sheet} rows with data are hidden ({count}), by hand or by a filter.",
    "Maak alle rijen zichtbaar, of zet de rijen die u wilt melden in een nieuw bestand. Er is niets bewaard.",
    "Show all rows, or put the rows that you want to report in a new file. Nothing was kept.",
)
EMPTY_FILE = _kind("empty-file", "S2", "Het bestand is leeg.", "The file is empty.")
FILE_TOO_LARGE = _kind(
    "file-too-large", "S2",
    "Het bestand is groter dan {most} MB.", "The file is larger than {most} MB.",
    "Verdeel de aanlevering over meer bestanden. Er is niets bewaard.",
    "Split the delivery over several files. Nothing was kept.",
)  # fmt: skip
NOT_A_TABLE_FILE = _kind(
    "not-a-table-file", "S2",
    "Dit is geen CSV- of XLSX-bestand, maar {what}.", "This is not a CSV or XLSX file but {what_en}.",
)  # fmt: skip
OLD_OR_PROTECTED_WORKBOOK = _kind(
    "old-or-protected-workbook", "S2",
    "Dit is een oud Excelbestand (.xls) of een werkmap met wachtwoord.",
    "This is an old Excel file (.xls) or a workbook with a password.",
    "Bewaar de werkmap zonder wachtwoord als .xlsx. Er is niets bewaard.",
    "Save the workbook without a password as .xlsx. Nothing was kept.",
)  # fmt: skip
CORRUPT_WORKBOOK = _kind(
    "corrupt-workbook",
    "S2",
    "De werkmap is beschadigd en niet te lezen.",
    "The workbook is damaged and cannot be read.",
)
UNSAFE_WORKBOOK = _kind(
    "unsafe-workbook", "S2",
    "De werkmap bevat iets dat wij om veiligheid niet openen: {what}.",
    "The workbook contains something we do not open, for safety: {what_en}.",
    "Kopieer alleen de tabel naar een nieuwe werkmap en lever die aan. Er is niets bewaard.",
    "Copy only the table to a new workbook and deliver that. Nothing was kept.",
)  # fmt: skip
TOO_MUCH_TO_READ = _kind(
    "too-much-to-read", "S2",
    "Het lezen van dit bestand kost te veel tijd of geheugen. Het is gestopt.",
    "Reading this file takes too much time or memory. It was stopped.",
    "Kopieer alleen de gevulde cellen naar een nieuw bestand. Er is niets bewaard.",
    "Copy only the filled cells to a new file. Nothing was kept.",
)  # fmt: skip
TOO_MANY_ROWS = _kind(
    "too-many-rows", "S2", "Het bestand heeft meer dan {most} rijen.", "The file has more than {most} rows.",
    "Verdeel de aanlevering over meer bestanden. Er is niets bewaard.",
    "Split the delivery over several files. Nothing was kept.",
)  # fmt: skip
TOO_MANY_COLUMNS = _kind(
    "too-many-columns", "S2",
    "Het bestand heeft een regel met meer dan {most} kolommen.", "The file has a row with more than {most} columns.",
    "Lever alleen de kolommen aan die nodig zijn. Er is niets bewaard.",
    "Deliver only the columns that are needed. Nothing was kept.",
)  # fmt: skip
CELL_TOO_LONG = _kind(
    "cell-too-long", "S2",
    "Regel {line} van het bestand heeft een cel met meer dan {most} tekens.",
    "Line {line} of the file has a cell with more than {most} characters.",
    "Lever geen lange teksten aan. Er is niets bewaard.", "Do not deliver long texts. Nothing was kept.",
)  # fmt: skip
UNKNOWN_ENCODING = _kind(
    "unknown-encoding", "S3",
    "De tekens in dit bestand zijn niet te lezen als UTF-8 of Windows-1252 (bij regel {line}).",
    "The characters in this file cannot be read as UTF-8 or Windows-1252 (near line {line}).",
    "Bewaar het bestand als CSV UTF-8. Er is niets bewaard.", "Save the file as CSV UTF-8. Nothing was kept.",
)  # fmt: skip
MIXED_ENCODING = _kind(
    "mixed-encoding", "S3",
    "In dit bestand staan twee soorten tekencodering door elkaar (bij regel {line}).",
    "This file mixes two character encodings (near line {line}).",
    "Bewaar het bestand als CSV UTF-8. Er is niets bewaard.", "Save the file as CSV UTF-8. Nothing was kept.",
)  # fmt: skip
UTF_16 = _kind(
    "utf-16", "S3",
    "Dit bestand is opgeslagen als UTF-16 (\"Unicode-tekst\").", "This file was saved as UTF-16 (\"Unicode text\").",
    "Bewaar het bestand als CSV UTF-8. Er is niets bewaard.", "Save the file as CSV UTF-8. Nothing was kept.",
)  # fmt: skip
CONTROL_SIGNS = _kind(
    "control-signs", "S3",
    "In dit bestand staan onzichtbare stuurtekens (bij regel {line}).",
    "This file holds invisible control characters (near line {line}).",
)  # fmt: skip
BROKEN_QUOTES = _kind(
    "broken-quotes", "S3",
    "Bij regel {line} kloppen de aanhalingstekens niet.", "Near line {line} the quotes do not match.",
    "Sluit elk aanhalingsteken af, of bewaar het bestand als XLSX. Er is niets bewaard.",
    "Close each quote, or save the file as XLSX. Nothing was kept.",
)  # fmt: skip
NO_HEADING = _kind(
    "no-heading", "S3",
    "Wij vinden geen regel met kolomkoppen die wij kennen, zoals achternaam, postcode en bedrag.",
    "We find no line with column headings that we know, such as surname, postcode and amount.",
    "Zet boven de gegevens één regel met de namen van de kolommen, of gebruik het sjabloon. Er is niets bewaard.",
    "Put one line with the names of the columns above the data, or use the template. Nothing was kept.",
)  # fmt: skip
NO_ROWS = _kind(
    "no-rows", "S3", "Onder de kolomkoppen staan geen gegevens.", "There are no data below the column headings.",
    "Controleer of u het goede bestand hebt gekozen. Er is niets bewaard.",
    "Check that you chose the right file. Nothing was kept.",
)  # fmt: skip
TWO_TABLES = _kind(
    "two-tables", "S3",
    "Meer dan één werkblad lijkt op een aanlevering: {sheets}.", "More than one sheet looks like a delivery: {sheets}.",
    "Bewaar alleen het juiste werkblad. Er is niets bewaard.", "Keep only the right sheet. Nothing was kept.",
)  # fmt: skip
