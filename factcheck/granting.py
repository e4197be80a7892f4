"""Make the database's grants what `factcheck.database_roles` says, in one transaction. Run as the owner."""

from collections.abc import Mapping

from django.db import connection, transaction
from psycopg import sql

from factcheck.database_roles import EXCEPT, NUMBERS, rights

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm') AND pg_get_userbyid(c.relowner) = current_user
 ORDER BY c.relname
"""
STRONG = """
SELECT rolsuper OR rolcreaterole OR rolbypassrls OR pg_has_role(rolname, current_user, 'MEMBER')
  FROM pg_roles WHERE rolname = %s
"""
# The whole desk is decided over temporary tables (claims.sourcing.bulk).
ON_DATABASE = {"app": "CONNECT, TEMPORARY", "worker": "CONNECT, TEMPORARY", "public": "CONNECT"}
MAY_CREATE = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"


class GrantTrouble(Exception):  # noqa: N818 - it is told as a sentence
    """The grants cannot be made. The text says what to do."""


def are_apart(users: Mapping[str, str]) -> bool:
    """Whether the roles log in under names of their own; with one DATABASE_URL for all they do not."""
    return len(set(users.values())) == len(users)


def apply(users: Mapping[str, str]) -> int:
    """Grant what the table says to the users {"app": …, "worker": …, "public": …}. Returns the number of tables.

    Takes away whatever else they had, and what everybody had. Raises GrantTrouble for a user who is too strong or who
    is not there and cannot be made here, and for a table that is named but not there; then nothing has changed.
    """
    if not are_apart(users):
        raise GrantTrouble(f"Three roles need three log-ins; these are {', '.join(users.values())}.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
        if missing := sorted(set(EXCEPT) - set(tables)):
            raise GrantTrouble(f"These tables are not there, or not yours: {', '.join(missing)}. Migrate first.")
        for user in users.values():
            _see_to(user)
        _run("REVOKE ALL ON DATABASE {} FROM PUBLIC", connection.settings_dict["NAME"])
        _run("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        for role, user in users.items():
            _grant(role, user, tables)
    return len(tables)


def _see_to(user: str) -> None:
    """The user exists and is no stronger than he should be."""
    with connection.cursor() as cursor:
        cursor.execute(STRONG, [user])
        found = cursor.fetchone()
        if found is None:
            cursor.execute(MAY_CREATE)
            if not cursor.fetchone()[0]:
                raise GrantTrouble(f"Let an administrator of the server run: CREATE ROLE {user} LOGIN PASSWORD '…';")
            _run("CREATE ROLE {} LOGIN", user)
        elif found[0]:
            raise GrantTrouble(f"{user} is the owner, or may do as the owner does; use a log-in without such rights.")


def _grant(role: str, user: str, tables: list[str]) -> None:
    _run("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", user)
    _run("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}", user)
    _run(f"GRANT {ON_DATABASE[role]} ON DATABASE {{}} TO {{}}", connection.settings_dict["NAME"], user)
    _run("GRANT USAGE ON SCHEMA public TO {}", user)
    for table in tables:
        if allowed := getattr(rights(table), role):
            _run(f"GRANT {allowed} ON {{}} TO {{}}", table, user)
    for sequence in NUMBERS.get(role, ()):
        _run("GRANT USAGE ON SEQUENCE {} TO {}", sequence, user)


def _run(statement: str, *names: str) -> None:
    quoted = sql.SQL(statement).format(*map(sql.Identifier, names))  # the statements are our own
    with connection.cursor() as cursor:
        cursor.execute(quoted.as_string(cursor.connection))
