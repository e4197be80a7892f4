"""Public pages whose files are older than what they show."""

from collections.abc import Iterable
from contextvars import ContextVar

from django.db import connection, models
from django.db.models.functions import Now

MAX_ATTEMPTS = 3
marked: ContextVar[bool] = ContextVar("marked", default=False)  # whether this request has marked a page

MARK = """
INSERT INTO reviews_stalepage (path)
SELECT DISTINCT path FROM unnest(%s::text[]) AS path ORDER BY path
ON CONFLICT (path) DO UPDATE SET attempts = 0, trouble = ''
"""


class StalePage(models.Model):
    """One page to be written again. The row is the queue: a task writes the file and takes the row away.

    `path` is the page's address without its origin. Written in the transaction of the act that changes the page.
    """

    path = models.CharField(max_length=300, primary_key=True)
    since = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(db_default=0)
    trouble = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        indexes = [models.Index(fields=["since"], name="stale_pages_oldest_first")]

    def __str__(self) -> str:
        return self.path

    @classmethod
    def mark(cls, paths: Iterable[str]) -> None:
        """These pages are to be written again; part of the caller's transaction. Marking twice is marking once."""
        with connection.cursor() as cursor:
            cursor.execute(MARK, [sorted(set(paths))])
        marked.set(True)
