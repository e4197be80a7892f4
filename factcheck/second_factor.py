"""No page of the desk before the second factor, for whoever has one or must have one."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse

from claims import accounts
from claims.admin.single_sign_on import BY_PROVIDER
from claims.models import User

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class SecondFactorFirst:
    """Whoever must have a second factor, or has one, gets to no page of the desk before he has shown it."""

    OPEN = {"login", "logout", "second_factor", "sign_in", "sign_in_act", "sso", "sso_callback", "jsi18n"}

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        found = request.resolver_match
        if found is None or not self._is_of_the_desk(found) or found.url_name in self.OPEN:
            return None
        person = request.user
        if not isinstance(person, User) or person.is_verified():  # type: ignore[attr-defined] # django-otp adds it
            return None
        if request.session.get(BY_PROVIDER):
            return None
        if person.second_factor_since:
            return redirect_to_login(request.get_full_path(), reverse("admin:second_factor"))
        return redirect("admin:sign_in") if accounts.must_have(person) else None

    def _is_of_the_desk(self, found: ResolverMatch) -> bool:
        return "admin" in found.namespaces or found.view_name in {"pages:preview", "pages:preview_draft"}
