"""The public face of covenant's writes: draft, propose, sign, put into force."""

from tijdig.covenant.services.activating import activate_covenant, file_signed_activation
from tijdig.covenant.services.drafts import discard_draft, save_draft, send_draft, start_draft
from tijdig.covenant.services.holding import check_in_force
from tijdig.covenant.services.proposing import propose_covenant
from tijdig.covenant.services.signing import file_signed_verdict, sign_covenant

__all__ = [
    "activate_covenant",
    "check_in_force",
    "discard_draft",
    "file_signed_activation",
    "file_signed_verdict",
    "propose_covenant",
    "save_draft",
    "send_draft",
    "sign_covenant",
    "start_draft",
]
