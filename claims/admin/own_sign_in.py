"""How I sign in: my password and my second factor, for the person himself."""

import base64
from typing import Any
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_otp import login as mark_as_verified

from claims import accounts
from claims.admin import single_sign_on
from claims.admin.sign_in import second_factor
from claims.models import SecondFactor, User
from claims.refusals import Refused

BORDER = 4  # modules of white around a QR code, as its standard asks
ACTS = ("begin", "confirm", "codes", "remove")


def urls(site: AdminSite) -> list[URLPattern]:
    """What the desk's site adds for it. The second step is for those who are not signed in yet."""

    def with_context(view: Any) -> Any:
        def shown(request: HttpRequest, **given: Any) -> Any:
            return view(request, site.each_context(request), **given)

        return shown

    return [
        *single_sign_on.urls(),
        path("code/", with_context(second_factor), name="second_factor"),
        path("sign-in/", site.admin_view(with_context(sign_in)), name="sign_in"),
        path("sign-in/<str:act>/", site.admin_view(with_context(act)), name="sign_in_act"),
    ]


@never_cache
@require_safe
def sign_in(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return _page(request, context)


@never_cache
@require_POST
def act(request: HttpRequest, context: dict[str, Any], act: str) -> HttpResponse:
    """Begin, confirm, renew the recovery codes, or take the second factor away."""
    person = User.of(request.user)
    code = request.POST.get("code", "").strip()
    if act not in ACTS:
        raise Http404
    codes: list[str] = []
    try:
        if act == "begin":
            accounts.begin(by=person)
        elif act == "confirm":
            codes = accounts.confirm(by=person, code=code)
        elif act == "codes":
            codes = accounts.new_recovery_codes(by=person, code=code)
        else:
            accounts.remove(person=person, by=person, code=code)
            messages.success(request, "Your second factor is taken away.")
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("admin:sign_in")
    if act in ("confirm", "remove"):
        _go_on(request, person)
    return _page(request, context, codes=codes) if codes else redirect("admin:sign_in")


def _go_on(request: HttpRequest, person: User) -> None:
    """This session knows of the change and goes on; every other session of the person ends."""
    update_session_auth_hash(request, person)
    if factor := accounts.factor_of(person):
        mark_as_verified(request, factor)


def _page(request: HttpRequest, context: dict[str, Any], **more: Any) -> HttpResponse:
    person = User.of(request.user)
    factor = SecondFactor.objects.filter(user=person).first()
    given = {
        **context,
        "title": "How you sign in",
        "factor": factor,
        "must_have": accounts.must_have(person),
        "setup": _setup(person, factor) if factor and not factor.confirmed else None,
        **more,
    }
    return TemplateResponse(request, "desk/sign_in.html", given)


def _setup(person: User, factor: SecondFactor) -> dict[str, Any]:
    """The secret as a QR code, drawn by the template as one path, and as letters to type."""
    letters = base64.b32encode(factor.secret()).decode()
    issuer = settings.DESK_NAME
    label = quote(f"{issuer}:{person.username}")
    address = f"otpauth://totp/{label}?{urlencode({'secret': letters, 'issuer': issuer}, quote_via=quote)}"
    rows = segno.make(address, error="m").matrix
    dark = [(x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark]
    return {
        "path": "".join(f"M{x + BORDER} {y + BORDER}h1v1h-1z" for x, y in dark),
        "size": len(rows) + 2 * BORDER,
        "letters": " ".join(letters[at : at + 4] for at in range(0, len(letters), 4)),
    }
