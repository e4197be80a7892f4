"""Mistakes in the settings, found before they hurt. Each has an id and says what to do."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import OperationalError, connection


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
