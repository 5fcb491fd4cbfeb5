"""Row-level security on PostgreSQL: the database itself keeps municipalities apart (A7).

Every table with a ``controller_id`` gets one policy, forced on its owner as well: a row is seen, written and deleted
only while ``tijdig.controller`` names its municipality (:mod:`tijdig.tenancy`). The pages and the work connect as a
role that owns nothing and cannot switch the policies off; ``tijdig migrate`` runs as the owner, and lays them down
again each time, from the tables that it finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import connection
from psycopg import sql

from tijdig.problems import ProblemKind, Refused
from tijdig.tenancy import SETTING

POLICY = "own_controller"
ROLE_UNFIT = ProblemKind(
    code="row-security.role-unfit",
    rule="A7",
    nl="De databaserol {role} bestaat niet, gaat aan elke regel voorbij of is zelf eigenaar van de tabellen.",
    en="The database role {role} does not exist, passes by every policy, or owns the tables itself.",
    remedy_nl="Maak een eigen rol voor het werk: CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS.",
    remedy_en="Make a role of its own for the work: CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS.",
)

# The tables that have none, each with why. Whatever else stands in the schema has a policy, or a test fails.
WITHOUT_POLICY: Mapping[str, str] = {
    "parties_controller": "names the municipalities; asked before one is chosen",
    "parties_organisation": "organisations work for several municipalities; holds no data of residents",
    "parties_partnership": "who takes part where: asked when someone signs in, before a municipality is chosen",
    "parties_person": "people work for several municipalities; holds no data of residents",
    "parties_roleassignment": "which roles someone has: asked to choose the municipality",
    "parties_invitation": "found by the token in a link, by someone who is nobody yet",
    "parties_apiclient": "how systems sign in: found by an id, by a system that is nobody yet",
    "parties_apitoken": "how systems stay signed in, for minutes",
    "parties_demolink": "found by the token in a link; in a demo only",
    "account_emailaddress": "how people sign in",
    "account_emailconfirmation": "how people sign in",
    "mfa_authenticator": "how people sign in",
    "django_session": "how people stay signed in",
    "django_content_type": "names of tables",
    "django_migrations": "what was migrated",
    "auth_permission": "not used: what a role may do stands in the source",
    "auth_group": "not used",
    "auth_group_permissions": "not used",
    "django_tasks_database_dbtaskresult": "the queue; its arguments are codes and identifiers (L6)",
    "vault_controllerkey": "wrapped keys, the installation's own too: used before a municipality is chosen",
    "vault_tombstone": "ids of keys that are no more, brought to a file for every municipality at once",
    "vault_tombstonefile": "the name of that file",
    "ledger_logstate": "the size of each log; sealing asks for every municipality",
    "ledger_tile": "hashes that anyone may read (T3)",
    "ledger_signedcheckpoint": "signatures that anyone may read (T3)",
}


def tables_with_controller() -> tuple[str, ...]:
    """Return the tables of this schema whose rows belong to a municipality, and that are to have a policy, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns JOIN information_schema.tables"
            " USING (table_schema, table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
            " AND column_name = 'controller_id' ORDER BY table_name"
        )
        return tuple(name for (name,) in cursor.fetchall() if name not in WITHOUT_POLICY)


def keep_controllers_apart(app_role: str) -> tuple[str, ...]:
    """Lay down the policies, and let ``app_role`` read and write, but own nothing; returns the tables with a policy.

    Runs as the owner of the tables, at any time. Raises :class:`Refused` for a role that does not exist, that passes by
    policies, or that owns the tables itself.
    """
    _check_role(app_role)
    tables = tables_with_controller()
    with connection.cursor() as cursor:
        for statement in _statements(tables, app_role):
            cursor.execute(statement)
    return tables


def _check_role(app_role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR rolname = current_user FROM pg_roles WHERE rolname = %s",
            [app_role],
        )
        found = cursor.fetchone()
    if found is None or found[0]:
        raise Refused(ROLE_UNFIT(role=app_role))


def _statements(tables: tuple[str, ...], app_role: str) -> Iterator[sql.Composed]:
    role = sql.Identifier(app_role)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role)
    yield sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(role)
    yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role)
    for name in tables:
        table, policy = sql.Identifier(name), sql.Identifier(POLICY)
        yield sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table)
        yield sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(table)
        yield sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(policy, table)
        # Without a setting the comparison is with null or an empty text: no row has that.
        yield sql.SQL(
            "CREATE POLICY {} ON {} USING (controller_id = current_setting({}, true))"
            " WITH CHECK (controller_id = current_setting({}, true))"
        ).format(policy, table, sql.Literal(SETTING), sql.Literal(SETTING))
