"""Whether anything was written since the whole desk was last decided, as PostgreSQL counts it.

The server counts the rows that are inserted, changed and deleted in every table, whoever writes them and whether or
not triggers fire: a restored row, a repair by hand with triggers off, a basis altered past the rule all show. Equal
counts mean the same rows, and so the same decision. The counts come up to a second late and include what was rolled
back; both err on the side of deciding again, since what is noted is read before the rows are.

Not seen: a session whose superuser has set track_counts off. `manage.py check_sourcing` always decides again.
"""

import hashlib
import inspect
from typing import Any

from django.db import connection

from claims.models import StaleClaim, WholeDecision
from claims.sourcing import flags, reach, rule, whole

GROUNDS = ("article", "articlerevision", "claim", "attribution", "source", "evidence", "evidenceorigin", "citation",
           "claimevidence")  # fmt: skip
DECIDED = ("basis", "flag")  # written by the decision itself
# What the transaction has written itself counts once it is over; until then it stands beside.
COUNTED = """
SELECT c.relname, c.oid::bigint, pg_relation_filenode(c.oid)::bigint,
       pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_inserted(c.oid),
       pg_stat_get_tuples_updated(c.oid) + pg_stat_get_xact_tuples_updated(c.oid),
       pg_stat_get_tuples_deleted(c.oid) + pg_stat_get_xact_tuples_deleted(c.oid)
  FROM pg_class c WHERE c.oid = ANY(%(tables)s::regclass[]) ORDER BY 1
"""
# Counts begin anew after a crash and when somebody resets them, and are others on another server.
SERVER = """
SELECT (SELECT system_identifier FROM pg_control_system())::text, pg_stat_get_bgwriter_stat_reset_time()::text,
       (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database())::text
"""
Seen = dict[str, Any]


def look(names: tuple[str, ...]) -> Seen:
    """The counts of these tables as they are now, {"rule": …, "server": …, "tables": …}."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(SERVER)
        server = list(cursor.fetchone())
        cursor.execute(COUNTED, {"tables": [f"claims_{name}" for name in names]})
        return {"rule": RULE, "server": server, "tables": {row[0]: list(row[1:]) for row in cursor.fetchall()}}


def note(grounds: Seen) -> None:
    """Keep that the desk was decided: the grounds as seen before, the decision as just written."""
    tables = grounds["tables"] | look(DECIDED)["tables"]
    WholeDecision.objects.update_or_create(id=1, defaults={"seen": grounds | {"tables": tables}})


def nothing_written() -> bool:
    """Whether every claim stands as the last decision of the whole desk left it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('track_counts')")
        if cursor.fetchone() != ("on",) or StaleClaim.objects.exists():
            return False
    kept = WholeDecision.objects.first()
    return kept is not None and kept.seen == look(GROUNDS + DECIDED)


def _rule() -> str:
    """Another rule is another decision."""
    words = "".join(inspect.getsource(module) for module in (rule, whole, reach, flags))
    return hashlib.sha256(words.encode()).hexdigest()


RULE = _rule()
