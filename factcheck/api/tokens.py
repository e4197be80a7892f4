"""`Authorization: Bearer fcd_…`: who calls, and what the token is for."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from claims.models import ApiToken, User

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it reads the settings that name this module

SEEN_EVERY = timedelta(minutes=1)  # how exact “last used” is; a write per call would cost more than it tells


class TokenAuthentication(BaseAuthentication):
    """A token in force makes its person the caller; sessions do not reach the API."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:  # noqa: PLR2004 - the scheme and the key
            raise AuthenticationFailed("Write: Authorization: Bearer KEY.")
        now = timezone.now()
        token = ApiToken.in_force(words[1].decode("ascii", "replace"), at=now)
        if token is None:
            raise AuthenticationFailed("The token is unknown, expired or revoked.")
        if token.last_used_at is None or now - token.last_used_at > SEEN_EVERY:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class ScopeOfToken(BasePermission):
    """The token must carry the view's scope for this method, and its person the view's permission to read.

    What a person may do is refused by the function of the business event, with its sentence.
    """

    message = "The token does not carry the scope that this needs."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not isinstance(request.auth, ApiToken):
            return False
        if getattr(view, "action", "") in (None, "metadata"):
            return True  # a method that the address does not take is answered with 405, whoever asks
        scopes: dict[str, str] = getattr(view, "scopes", {})
        needed = scopes.get("GET" if request.method in {"GET", "HEAD", "OPTIONS"} else "POST")
        may_read = request.user.has_perm(getattr(view, "reading", "claims.view_claim"))
        return needed in request.auth.scopes and may_read
