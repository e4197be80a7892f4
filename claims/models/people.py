"""Who works at the desk, and the tokens with which other systems act for them."""

import hashlib
import secrets
from datetime import datetime, timedelta

import pgtrigger
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac


class User(AbstractUser):  # type: ignore[django-manager-missing] # of django-otp, which ships no types
    """A person at the desk. What he may do follows from his groups alone (see `reviews.permissions`)."""

    second_factor_since = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        triggers = [
            pgtrigger.Trigger(
                name="new_password_and_leaving_revoke_tokens",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("password", "is_active"),
                func="""
                    IF (NEW.password IS DISTINCT FROM OLD.password
                        AND coalesce(current_setting('desk.same_password', true), '') <> 'on')
                       OR (OLD.is_active AND NOT NEW.is_active)
                    THEN UPDATE claims_apitoken SET revoked_at = now()
                          WHERE person_id = NEW.id AND revoked_at IS NULL;
                    END IF;
                    RETURN NULL;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def check_password(self, raw_password: str | None) -> bool:
        """As Django does; but a stronger hash of the same password is no new one, and revokes nothing."""
        return check_password(raw_password, self.password, self._hash_again)

    def _hash_again(self, raw_password: str) -> None:
        self.set_password(raw_password)
        self._password = None  # as in Django: nothing was changed that validators should hear of
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL desk.same_password = 'on'")
            self.save(update_fields=["password"])
            cursor.execute("SET LOCAL desk.same_password = 'off'")

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must know to go on: it ends with a new password, and with another second factor."""
        known = f"{self.password} {self.second_factor_since or ''}"
        return salted_hmac("claims.models.people.session", known, secret=secret, algorithm="sha256").hexdigest()

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
    WEBHOOKS = "webhooks:manage", "Subscribe to what is published, and see what was delivered"


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
