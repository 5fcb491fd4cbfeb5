"""The public face of covenant's writes: propose, sign, put into force."""

from tijdig.covenant.services.activating import activate_covenant, file_signed_activation
from tijdig.covenant.services.holding import check_in_force
from tijdig.covenant.services.proposing import propose_covenant
from tijdig.covenant.services.signing import file_signed_verdict, sign_covenant

__all__ = [
    "activate_covenant",
    "check_in_force",
    "file_signed_activation",
    "file_signed_verdict",
    "propose_covenant",
    "sign_covenant",
]
