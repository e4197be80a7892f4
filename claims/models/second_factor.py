"""A person's second factor: the secret of an authenticator app, sealed, and the digests of recovery codes.

The arithmetic (RFC 6238), the throttle (each failure doubles the wait) and the mark in the session are django-otp's.
"""

import hashlib
import secrets
import time
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.encoding import force_bytes
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

KEY_BYTES = 20  # what RFC 4226 recommends
TOLERANCE = 1  # steps of 30 seconds before and after
CODE_DIGITS = 6
NO_STEP_YET = -1
THROTTLE = ["throttling_failure_timestamp", "throttling_failure_count"]


def _ring() -> MultiFernet:
    """Sealed with a key derived from SECRET_KEY, opened by the fallbacks too, so that SECRET_KEY can be changed."""

    def fernet(secret: str) -> Fernet:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"claims.models.second_factor")
        return Fernet(urlsafe_b64encode(derived.derive(force_bytes(secret))))

    return MultiFernet([fernet(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


class SecondFactor(ThrottlingMixin, Device):  # type: ignore[misc] # django-otp ships no types
    """The authenticator of one person. Until it is confirmed with a code it is none."""

    sealed = models.TextField(editable=False)
    last_step = models.BigIntegerField(default=NO_STEP_YET, editable=False)
    recovery_digests = ArrayField(models.CharField(max_length=64), default=list, blank=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "second factor"
        constraints = [models.UniqueConstraint(fields=["user"], name="person_has_one_second_factor")]

    def __str__(self) -> str:
        return f"second factor of person {self.user_id}"

    @staticmethod
    def sealed_secret() -> str:
        """A new secret, sealed."""
        return _ring().encrypt(secrets.token_bytes(KEY_BYTES)).decode()

    def secret(self) -> bytes:
        """The secret in the clear; empty when it was sealed with a SECRET_KEY that is gone."""
        try:
            return _ring().decrypt(self.sealed.encode())
        except InvalidToken:
            return b""

    @staticmethod
    def digest_of(code: str) -> str:
        return hashlib.sha256(code.replace("-", "").replace(" ", "").lower().encode()).hexdigest()

    def get_throttle_factor(self) -> int:
        return 1

    def verify_token(self, token: str) -> bool:
        """Whether this is the code of now, not used before, or a recovery code, which is used up. On a locked row."""
        allowed, _ = self.verify_is_allowed()
        if not allowed:
            return False
        if self._is_code_of_now(token) or self._is_recovery_code(token):
            self.throttle_reset(commit=False)
            self.save(update_fields=["last_step", "recovery_digests", *THROTTLE])
            return True
        self.throttle_increment(commit=False)
        self.save(update_fields=THROTTLE)
        return False

    def _is_code_of_now(self, token: str) -> bool:
        code, secret = token.replace(" ", ""), self.secret()
        if not (code.isascii() and code.isdecimal() and len(code) == CODE_DIGITS and secret):
            return False
        totp = TOTP(secret)
        totp.time = time.time()
        if not totp.verify(int(code), TOLERANCE, self.last_step + 1):
            return False
        self.last_step = totp.t()
        return True

    def _is_recovery_code(self, token: str) -> bool:
        digest = self.digest_of(token)
        if digest not in self.recovery_digests:
            return False
        self.recovery_digests = [each for each in self.recovery_digests if each != digest]
        return True
