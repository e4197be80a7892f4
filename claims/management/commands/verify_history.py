"""Walk the hash chains of the history; exit status 1 and the first broken link if one is broken."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

FIRST_BROKEN = """
SELECT subject, position FROM (
    SELECT e.subject, e.position, e.id,
           e.digest = event_digest(e) AS itself,
           e.previous = COALESCE(lag(e.digest) OVER chain, '') AS linked,
           e.position = COALESCE(lag(e.position) OVER chain, 0) + 1 AS counted
      FROM claims_event e
    WINDOW chain AS (PARTITION BY e.subject ORDER BY e.position)
) link WHERE NOT (itself AND linked AND counted) ORDER BY id LIMIT 1
"""


class Command(BaseCommand):
    help = "Verify that no entry of the history was changed or taken out."

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(FIRST_BROKEN)
            broken = cursor.fetchone()
            cursor.execute("SELECT count(*), count(DISTINCT subject) FROM claims_event")
            entries, chains = cursor.fetchone()
        if broken:
            raise CommandError(f"The history of {broken[0]} is broken at entry {broken[1]}.", returncode=1)
        self.stdout.write(f"{entries} entries in {chains} chains: unbroken.")
