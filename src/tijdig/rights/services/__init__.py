"""The writes of the tenant's rights: erase what is past its term, see to it that tenants are informed."""

from tijdig.rights.services.erasing import Erased, erase_due
from tijdig.rights.services.following import Followed, follow_destroyed_keys
from tijdig.rights.services.informing import raise_informing_tasks

__all__ = [
    "Erased",
    "Followed",
    "erase_due",
    "follow_destroyed_keys",
    "raise_informing_tasks",
]
