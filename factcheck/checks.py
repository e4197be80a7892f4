"""Mistakes in the settings, found before they hurt. Each has an id and says what to do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004 - Django's own name
from django.db import OperationalError, connection

from claims.accounts.second_factor import ADMINISTRATOR
from claims.vault.keys import KeyTrouble, read_ring
from factcheck.database_roles import rights
from reviews.enums import Role

OWNS = "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass('claims_event')"
LOGS = "SELECT current_setting('log_error_verbosity'), current_setting('log_min_error_statement')"
CLOSED = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT has_table_privilege(c.oid, 'SELECT')
 ORDER BY c.relname
"""


@register(Tags.security, deploy=True)
def embedded_services_are_not_for_production(**kwargs: Any) -> Sequence[CheckMessage]:
    found = []
    if not settings.DATABASE_URL:
        found.append(
            Error("The embedded PostgreSQL is for trying the desk out.", hint="Set DATABASE_URL.", id="factcheck.E001")
        )
    if "socket:///" in settings.CELERY_BROKER_URL and str(settings.FACTCHECK_DATA) in settings.CELERY_BROKER_URL:
        found.append(
            Error(
                "The embedded broker is for trying the desk out.", hint="Set CELERY_BROKER_URL.", id="factcheck.E002"
            )
        )
    if not settings.HTTPS:
        found.append(
            Error(
                "PUBLIC_ORIGIN does not start with https://.",
                hint="Set PUBLIC_ORIGIN to the address that readers use, such as https://desk.example.",
                id="factcheck.E003",
            )
        )
    return found


@register(Tags.database)
def database_knows_letters(databases: Sequence[str] | None, **kwargs: Any) -> Sequence[CheckMessage]:
    """With the C locale text search and similarity drop every letter outside ASCII without a word."""
    if not databases or "default" not in databases:
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT datctype, datlocprovider FROM pg_database WHERE datname = current_database()",
            )
            ctype, provider = cursor.fetchone()
    except OperationalError:
        return []  # migrate tells by itself that the database is away
    if provider == "c" and ctype in {"C", "POSIX"}:
        return [
            Error(
                f"The database's locale is {ctype}: searches would miss every accented letter.",
                hint="Create the database with a UTF-8 locale, for example LC_CTYPE 'C.UTF-8'.",
                id="factcheck.E004",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def vault_has_its_keys(**kwargs: Any) -> Sequence[CheckMessage]:
    """Without a key no identity can be entrusted; with a file that others can read the vault is none."""
    if settings.DATABASE_ROLE == "worker":
        return []
    try:
        read_ring()
    except KeyTrouble as trouble:
        hint = "docs/how-to/keep-identities.md tells how to make a key and where to keep it."
        return [Error(str(trouble), hint=hint, id="factcheck.E005")]
    file = Path(settings.VAULT_KEYS_FILE)
    if not settings.VAULT_KEYS and file.stat().st_mode & 0o077:
        return [Error("Others can read the file of the vault's keys.", hint="chmod 600", id="factcheck.E006")]
    return []


@register(Tags.database, deploy=True)
def owner_does_not_serve(databases: Sequence[str] | None, **kwargs: Any) -> Sequence[CheckMessage]:
    """The owner of the tables could switch off what keeps the history; the web process must be somebody else."""
    found = []
    if databases and settings.DATABASE_ROLE != "owner" and _asked(OWNS) == [(True,)]:
        hint = "docs/how-to/run-in-production.md: DATABASE_OWNER_URL, DATABASE_WORKER_URL, apply_database_roles."
        found.append(
            Warning(
                f"The {settings.DATABASE_ROLE} logs in as the owner of the tables.", hint=hint, id="factcheck.W007"
            )
        )
    return found


@register(Tags.database, deploy=True)
def server_keeps_values_out_of_its_log(databases: Sequence[str] | None, **kwargs: Any) -> Sequence[CheckMessage]:
    """The DETAIL line of an error repeats the values of a row, its STATEMENT line those of a query."""
    told = _asked(LOGS) if databases else []
    if not told or told[0][0] == "terse":
        return []
    hint = "Set log_error_verbosity = terse and log_min_error_statement = panic in postgresql.conf."
    return [Warning("PostgreSQL writes the values of rows into its log.", hint=hint, id="factcheck.W008")]


@register(Tags.database)
def role_may_read_its_tables(databases: Sequence[str] | None, **kwargs: Any) -> Sequence[CheckMessage]:
    """After a migration the new tables are closed to all but the owner, until the grants are made again."""
    if not databases or settings.DATABASE_ROLE == "owner":
        return []
    closed = [name for (name,) in _asked(CLOSED) if getattr(rights(name), settings.DATABASE_ROLE)]
    if not closed:
        return []
    words = f"The {settings.DATABASE_ROLE} may not read {', '.join(closed)}."
    return [Error(words, hint="Run manage.py apply_database_roles.", id="factcheck.E009")]


def _asked(question: str) -> list[Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return list(cursor.fetchall())
    except OperationalError:
        return []  # migrate tells by itself that the database is away


@register(Tags.security)
def second_factor_is_for_roles_that_exist(**kwargs: Any) -> Sequence[CheckMessage]:
    known = {*Role.values, ADMINISTRATOR}
    unknown = sorted(set(settings.SECOND_FACTOR_FOR) - known)
    if not unknown:
        return []
    words = f"SECOND_FACTOR_FOR names {', '.join(unknown)}, which is no role."
    return [Error(words, hint=f"Roles are: {', '.join(sorted(known))}.", id="factcheck.E010")]


@register(Tags.security, deploy=True)
def second_factor_is_asked_of_somebody(**kwargs: Any) -> Sequence[CheckMessage]:
    """A stolen password alone should not publish."""
    if settings.SECOND_FACTOR_FOR:
        return []
    hint = "Set SECOND_FACTOR_FOR; docs/how-to/sign-in.md tells how people set it up."
    return [Warning("No role is held with a second factor only.", hint=hint, id="factcheck.W011")]
