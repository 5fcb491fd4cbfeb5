"""Every write of keys: destroy them for good, replay what was destroyed on a restored database, rotate them."""

from tijdig.vault.services.destroying import destroy_group, destroy_keys, erase_rows
from tijdig.vault.services.replaying import Replayed, is_behind, replay_tombstones
from tijdig.vault.services.rotating import Rotated, rotate_controller_key, rotate_operator_key
from tijdig.vault.services.watching import begin_tombstones_anew, require_tombstone_file

__all__ = [
    "Replayed",
    "Rotated",
    "begin_tombstones_anew",
    "destroy_group",
    "destroy_keys",
    "erase_rows",
    "is_behind",
    "replay_tombstones",
    "require_tombstone_file",
    "rotate_controller_key",
    "rotate_operator_key",
]
