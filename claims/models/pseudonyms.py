"""Codes for unnamed sources that the desk knows across articles, and known sizes of groups.

That two sources bear one code is confidential: these rows are read by those who hold `view_pseudonym` alone, and
nothing that others see (the source, its naming, its history) changes when a code is given.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from claims.models.sources import Source


class Pseudonym(models.Model):
    """A code such as “S-014”. It says nothing about who it is."""

    code = models.CharField(max_length=20, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        permissions = [("give_pseudonym", "Can say that unnamed sources are one, by a code")]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^S-\d{3,6}$"), name="pseudonym_is_a_number_of_the_desk")
        ]

    def __str__(self) -> str:
        return self.code


class PseudonymLink(models.Model):
    """From when to when a source of one article bears a code. Taking it back ends the row; nothing is deleted."""

    pseudonym = models.ForeignKey(Pseudonym, on_delete=models.PROTECT, related_name="links")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(db_default=Now())
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(ended_at=None), name="source_bears_one_code_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None) | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="ended_code_names_its_person",
            ),
        ]

    def __str__(self) -> str:
        return f"code from {self.given_at:%Y-%m-%d}"


class GroupSize(models.Model):
    """How many people a group has, as far as the public can know: “safety team”, about 20."""

    group = models.CharField(max_length=100, help_text="The words that stand in descriptions: safety team, board.")
    organisation = models.CharField(max_length=200, blank=True, help_text="Where: OpenAI. Empty if it is any.")
    about = models.PositiveIntegerField("about how many people")
    grounds = models.CharField(max_length=300, help_text="Whence it is known: a report, an organisation chart.")
    as_of = models.DateField("as of")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(about__gte=1), name="group_has_somebody_in_it"),
            models.CheckConstraint(condition=~Q(grounds=""), name="group_size_gives_its_grounds"),
        ]

    def __str__(self) -> str:
        return f"{self.group}, about {self.about}"
