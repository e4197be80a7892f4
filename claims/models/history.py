"""What happened, to what, by whom, when and why. The database chains the rows and refuses to change them."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from claims.models.people import User

CHAIN = """
    -- Of two entries about one subject at the same instant the later waits, and is chained to the earlier.
    PERFORM pg_advisory_xact_lock(hashtextextended('history of ' || NEW.subject, 0));
    SELECT position, digest INTO last_position, last_digest FROM claims_event
     WHERE subject = NEW.subject ORDER BY position DESC LIMIT 1;
    NEW.position := COALESCE(last_position, 0) + 1;
    NEW.previous := COALESCE(last_digest, '');
    NEW.at := clock_timestamp();
    NEW.digest := event_digest(NEW);
    RETURN NEW;
"""


class Event(models.Model):
    """One entry of the history of one subject ("claim:12", "source:3", "article:1").

    `position`, `previous`, `at` and `digest` are set by the database: each row carries the sha256 of itself and of
    the row before it in its subject's chain. Values of confidential fields never stand here.
    """

    subject = models.CharField(max_length=60)
    position = models.PositiveIntegerField(db_default=0)
    what = models.CharField(max_length=60)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    why = models.TextField(blank=True)
    details = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, db_default="")
    digest = models.CharField(max_length=64, db_default="")

    class Meta:
        verbose_name_plural = "history"
        constraints = [models.UniqueConstraint(fields=["subject", "position"], name="history_has_no_gaps_to_fill")]
        triggers = [
            pgtrigger.Trigger(
                name="history_is_chained",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("last_position", "integer"), ("last_digest", "text")],
                func=CHAIN,
            ),
            pgtrigger.Protect(name="history_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="history_is_never_truncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from claims_event table';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.position}: {self.what}"

    @classmethod
    def record(cls, *, subject: models.Model, what: str, by: User | None, why: str = "", **details: object) -> None:
        """Write one entry; `by` is None for the desk's own tasks. Part of the caller's transaction."""
        cls.objects.create(subject=cls.subject_of(subject), what=what, who=by, why=why, details=details)

    @staticmethod
    def subject_of(row: models.Model) -> str:
        return f"{row._meta.model_name}:{row.pk}"
