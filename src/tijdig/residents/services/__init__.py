"""Take in register and benefit facts, by file or as they are asked for; choose between the two; forget them."""

from tijdig.residents.services.choosing import choose_sources
from tijdig.residents.services.forgetting import (
    forget_extract,
    forget_people,
    forget_people_of_before,
    retire_imported,
)
from tijdig.residents.services.importing import Import, import_benefit_facts, import_register_extract
from tijdig.residents.services.keeping import keep_benefits, keep_records

__all__ = [
    "Import",
    "choose_sources",
    "forget_extract",
    "forget_people",
    "forget_people_of_before",
    "import_benefit_facts",
    "import_register_extract",
    "keep_benefits",
    "keep_records",
    "retire_imported",
]
