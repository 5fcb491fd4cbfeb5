"""Every write to organisations, people, roles and invitations."""

from tijdig.parties.services.api_clients import (
    IssuedToken,
    MadeClient,
    end_api_client,
    issue_api_token,
    make_api_client,
    record_failed_client,
)
from tijdig.parties.services.demo import DemoEntry, make_demo_link, use_demo_link
from tijdig.parties.services.invitations import (
    Invited,
    accept_invitation,
    accept_invitation_as,
    invite_person,
    withdraw_invitation,
)
from tijdig.parties.services.organisations import (
    join_covenant,
    leave_covenant,
    register_controller,
    register_organisation,
    set_case_access,
)
from tijdig.parties.services.people import assign_role, disable_person, end_assignment, register_person
from tijdig.parties.services.second_factors import record_enrolment, record_second_factor, spend_code
from tijdig.parties.services.sign_ins import record_failed_sign_in, record_sign_in

__all__ = [
    "DemoEntry",
    "Invited",
    "IssuedToken",
    "MadeClient",
    "accept_invitation",
    "accept_invitation_as",
    "assign_role",
    "disable_person",
    "end_api_client",
    "end_assignment",
    "invite_person",
    "issue_api_token",
    "join_covenant",
    "leave_covenant",
    "make_api_client",
    "make_demo_link",
    "record_enrolment",
    "record_failed_client",
    "record_failed_sign_in",
    "record_second_factor",
    "record_sign_in",
    "register_controller",
    "register_organisation",
    "register_person",
    "set_case_access",
    "spend_code",
    "use_demo_link",
    "withdraw_invitation",
]
