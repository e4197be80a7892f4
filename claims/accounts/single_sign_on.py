"""Sign-in by the organisation's own provider (OpenID Connect, authorization code with PKCE), where it is configured.

The provider says who somebody is; who works at the desk, and as what, is for the desk to say: nobody is made by it. A
person is found by a verified mail address that exactly one active person has. Beside what mozilla-django-oidc checks
(state, nonce, signature, expiry), issuer, audience and subject must be right (OpenID Connect Core 3.1.3.7, 5.3.2).
"""

import logging
from typing import Any

import jwt
import requests
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import HttpRequest
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from claims.models import User

log = logging.getLogger(__name__)


class ProviderBackend(OIDCAuthenticationBackend):  # type: ignore[misc] # mozilla-django-oidc ships no types
    def authenticate(self, request: HttpRequest | None, **kwargs: Any) -> User | None:
        """The person whom the provider names, or nobody. A password log-in carries no nonce and is not for us."""
        if not kwargs.get("nonce"):
            return None
        try:
            found: User | None = super().authenticate(request, **kwargs)
        except (SuspiciousOperation, requests.RequestException, jwt.PyJWTError, KeyError, ValueError) as error:
            # The class alone: the text may hold a token.
            log.warning("The provider's answer could not be used: %s", type(error).__name__)
            return None
        return found

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        payload: dict[str, Any] = super().verify_token(token, **kwargs)
        audience = payload.get("aud", [])
        audience = audience if isinstance(audience, list) else [audience]
        if payload.get("iss") != settings.SSO_ISSUER or audience != [settings.OIDC_RP_CLIENT_ID]:
            raise SuspiciousOperation("The token is of another issuer, or for somebody else.")
        if "exp" not in payload:
            raise SuspiciousOperation("The token does not say when it expires.")
        return payload

    def get_userinfo(self, access_token: str, id_token: str, payload: dict[str, Any]) -> dict[str, Any]:
        info: dict[str, Any] = super().get_userinfo(access_token, id_token, payload)
        if not payload.get("sub") or info.get("sub") != payload["sub"]:
            raise SuspiciousOperation("The token and the user's data are of two people.")
        return info

    def filter_users_by_claims(self, claims: dict[str, Any]) -> QuerySet[User]:
        email = claims.get("email")
        if not email or claims.get("email_verified") is not True:
            return User.objects.none()
        return User.objects.filter(email__iexact=email, is_active=True, is_staff=True)
