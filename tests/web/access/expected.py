"""What pages answer to those who may read them, other than themselves."""

from __future__ import annotations

from tijdig.actors import Role

# What this delivery has not: a sheet or columns that wait to be confirmed, and a file with its errors marked. And no
# certificates sign in this town: there is no statement to fetch. The meeting goes on and has no case on its agenda.
ELSE_THAN_OK: dict[Role, dict[str, int]] = {
    Role.LANDLORD_CLERK: {
        "landlord:columns": 404,
        "landlord:sheets": 404,
        "landlord:returned_file": 404,
        "meeting:minutes_paper": 409,
    },
    Role.CASE_DIRECTOR: {"meeting:minutes_paper": 409},
    Role.SOCIAL_WORKER: {"meeting:minutes_paper": 409},
    Role.COORDINATOR: {
        "covenants:statement": 409,
        "meeting:minutes_paper": 409,
        "meeting:item": 404,
        "coordinator:progress": 302,  # a part of the page of the month, which is where one comes
    },
    Role.PRIVACY_OFFICER: {"covenants:statement": 409},
    Role.ORGANISATION_ADMIN: {"covenants:statement": 409},
}
