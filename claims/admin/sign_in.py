"""Signing in at the desk: the password, then the code of a second factor where there is one."""

from datetime import datetime
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth import login
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp import login as mark_as_verified

from claims import accounts
from claims.accounts.waiting import KEY, Waiting, wait, waiting
from claims.models import User

LONGEST_CODE = 20


class DeskLogin(LoginView):
    """The first step. Whoever has a second factor is not signed in by it."""

    def form_valid(self, form: Any) -> HttpResponse:
        person = form.get_user()
        if not person.second_factor_since:
            return super().form_valid(form)
        return ask_for_code(self.request, person, next_page=self.get_success_url())


def ask_for_code(request: HttpRequest, person: User, *, next_page: str) -> HttpResponse:
    """On to the second step; nobody is signed in yet, and the session gets a new key all the same."""
    request.session.cycle_key()
    wait(request.session, person=person, backend=person.backend, next_page=next_page)
    return redirect("admin:second_factor")


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=LONGEST_CODE, help_text="Six digits from your authenticator app, or one of your recovery codes."
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The second step: of signing in, or for a session that has not shown its second factor."""
    who = _who(request)
    if who is None:
        return redirect("admin:login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        trouble = _trouble(request, who.person, form.cleaned_data["code"])
        if not trouble:
            return _enter(request, who)
        form.add_error("code", trouble)
    return TemplateResponse(request, "admin/second_factor.html", {**context, "title": "Your code", "form": form})


def _who(request: HttpRequest) -> Waiting | None:
    person = request.user
    if isinstance(person, User) and person.second_factor_since and not person.is_verified():  # type: ignore[attr-defined] # django-otp adds it
        return Waiting(person, str(request.session["_auth_user_backend"]), request.GET.get("next", ""))
    return waiting(request.session)


def _trouble(request: HttpRequest, person: User, code: str) -> str:
    """Why this code does not let him in; empty if it does. A wrong one is a failed log-in, and doubles a wait."""
    credentials = {"username": person.username}
    if not AxesProxyHandler.is_allowed(request, credentials):
        return "Too many failures. Please wait a quarter of an hour."
    if until := accounts.wait_for(person):
        return f"After a wrong code the next is looked at in {_seconds(until)} seconds."
    if accounts.check(person=person, code=code):
        return ""
    user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    return "The code is not right."


def _seconds(until: datetime) -> int:
    return int((until - timezone.now()).total_seconds()) + 1


def _enter(request: HttpRequest, who: Waiting) -> HttpResponse:
    login(request, who.person, backend=who.backend)
    mark_as_verified(request, accounts.factor_of(who.person))
    request.session.pop(KEY, None)
    allowed = url_has_allowed_host_and_scheme(who.next, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(who.next if allowed else reverse("admin:index"))
