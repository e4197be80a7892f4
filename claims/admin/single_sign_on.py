"""The two addresses of single sign-on at the desk: to the provider, and back from it. Not there unless configured."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from claims.admin.sign_in import ask_for_code

BY_PROVIDER = "second_factor_by_provider"  # in the session: the provider asked for it
FAILED = "Your organisation’s provider did not let you in, or nobody at the desk has your mail address."


class Callback(OIDCAuthenticationCallbackView):  # type: ignore[misc] # mozilla-django-oidc ships no types
    def login_success(self) -> HttpResponse:
        """Signed in; or on to the second step, where the provider is not trusted to have asked for it."""
        if self.user.second_factor_since and not settings.SSO_SECOND_FACTOR:
            return ask_for_code(self.request, self.user, next_page=self.success_url)
        response: HttpResponse = super().login_success()
        if settings.SSO_SECOND_FACTOR:
            self.request.session[BY_PROVIDER] = True
        return response

    def login_failure(self) -> HttpResponse:
        messages.error(self.request, FAILED)
        return redirect("admin:login")


def urls() -> list[URLPattern]:
    return [
        path("sso/", _configured(OIDCAuthenticationRequestView.as_view()), name="sso"),
        path("sso/callback/", _configured(Callback.as_view()), name="sso_callback"),
    ]


def _configured(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    @never_cache
    def only_if(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.SSO_ISSUER:
            raise Http404
        return view(request, *args, **kwargs)

    return only_if
