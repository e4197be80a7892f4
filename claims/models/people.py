"""Who works at the desk, and the tokens with which other systems act for them."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone


class User(AbstractUser):
    """A person at the desk. What he may do follows from his groups alone (see `reviews.permissions`)."""

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @classmethod
    def of(cls, who: object) -> "User":
        """The person who is signed in; nobody else ever gets as far as an act."""
        if not isinstance(who, cls):
            raise PermissionDenied
        return who


class Scope(models.TextChoices):
    """What a token may be used for; its person must be allowed it as well."""

    CLAIMS_READ = "claims:read", "Read articles, claims, sources and evidence"
    CLAIMS_WRITE = "claims:write", "Add articles and evidence"
    REVIEWS_READ = "reviews:read", "Read reviews"
    VERDICTS_WRITE = "verdicts:write", "Submit verdicts"
    REVIEWS_WRITE = "reviews:write", "Assign, settle, approve, publish"


class ApiToken(models.Model):
    """A key of one person for one purpose. Only its sha256 is kept: it is shown once, when it is made."""

    PREFIX = "fcd_"

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField(max_length=100, help_text="What it is for: “Partner newsroom, verdicts”.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=30, choices=Scope.choices), default=list)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    def __str__(self) -> str:
        return f"{self.label} ({self.person})"

    @staticmethod
    def digest_of(key: str) -> str:
        return hashlib.sha256(key.encode()).hexdigest()

    @classmethod
    def make(
        cls,
        *,
        person: User,
        label: str,
        scopes: list[str],
        lasts: timedelta = timedelta(days=90),
        at: datetime | None = None,
    ) -> tuple["ApiToken", str]:
        """A new token and its key; the key cannot be read again."""
        key = cls.PREFIX + secrets.token_urlsafe(32)
        at = at or timezone.now()
        token = cls.objects.create(
            person=person,
            label=label,
            scopes=scopes,
            digest=cls.digest_of(key),
            made_at=at,
            expires_at=at + lasts,
        )
        return token, key

    @classmethod
    def in_force(cls, key: str, *, at: datetime) -> "ApiToken | None":
        """The token of this key, if it is neither expired nor revoked and its person is still active."""
        return (
            cls.objects.select_related("person")
            .filter(digest=cls.digest_of(key), revoked_at=None, expires_at__gt=at, person__is_active=True)
            .first()
        )
