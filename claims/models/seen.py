"""How the rows stood when the whole desk was last decided."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class WholeDecision(models.Model):
    """The one row of it: `seen` is what `claims.sourcing.witness` reads of the tables."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    seen = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="whole_decision_has_one_row")]

    def __str__(self) -> str:
        return f"decided as a whole at {self.at:%Y-%m-%d %H:%M}"
