"""Real log-ins to the test database, as each of its roles."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

USERS = {"owner": "desk", **settings.DATABASE_USERS}


@contextmanager
def logged_in(role: str) -> Iterator["psycopg.Connection[Any]"]:
    """A connection of its own, which commits statement by statement."""
    place = connection.settings_dict
    with psycopg.connect(host=place["HOST"], dbname=place["NAME"], user=USERS[role], autocommit=True) as found:
        yield found


def refusal(role: str, statement: str) -> str:
    """How the database refuses a statement to a role; "" if it does not. Nothing stays of what it allows."""
    with logged_in(role) as database, database.transaction(force_rollback=True):
        try:
            database.execute(statement)
        except psycopg.Error as error:
            return type(error).__name__
    return ""
