"""Filters of the claim list that somebody comes back to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class SavedFilter(models.Model):
    """A name for a filtered list of claims: its owner's, or everybody's at the desk."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField("query string", max_length=1000)
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="saved_filter_has_one_name"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="saved_filter_has_name_and_query"),
        ]

    def __str__(self) -> str:
        return self.name
