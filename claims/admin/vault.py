"""The vault at the desk. Custodians see a list by public label; an identity only after they have said why.

No model of the vault is registered with the admin: there is no list to sort, filter or search, no history page and no
log entry that could tell anything. For everybody else these pages are not there.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from claims import vault
from claims.models import Source, User
from claims.refusals import NotNow, NotSo, NotYours, Refused
from claims.vault import Identity
from claims.vault.holding import LONGEST


def urls(site: AdminSite) -> list[URLPattern]:
    """The pages, for the desk's site to include."""
    pages = Pages(site)
    form = require_http_methods(["GET", "HEAD", "POST"])
    return [
        path("vault/", site.admin_view(require_safe(pages.all)), name="vault"),
        path("vault/<int:source_id>/", site.admin_view(require_safe(pages.one)), name="vault_identity"),
        path("vault/<int:source_id>/entrust/", site.admin_view(form(pages.entrust)), name="vault_entrust"),
        path("vault/<int:source_id>/replace/", site.admin_view(form(pages.replace)), name="vault_replace"),
        path("vault/<int:source_id>/<slug:act>/", site.admin_view(require_POST(pages.act)), name="vault_act"),
    ]


class IdentityForm(forms.Form):
    """Who a source is, as it is entrusted; never filled in with what the vault holds."""

    name = forms.CharField(label="Who it is", max_length=LONGEST["name"])
    contact = forms.CharField(label="How to reach them", max_length=LONGEST["contact"], required=False)
    note = forms.CharField(
        label="What else only the vault may know",
        max_length=LONGEST["note"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class ReplacementForm(IdentityForm):
    reason = forms.CharField(label="Why it is replaced", max_length=1000)


class Pages:
    """The views; each is wrapped by the site, so that only people of the desk get here, and nothing is cached."""

    def __init__(self, site: AdminSite) -> None:
        self.site = site

    def all(self, request: HttpRequest) -> HttpResponse:
        held = vault.held(by=_custodian(request))
        return self._page(request, "desk/vault.html", title="Vault", held=held)

    @sensitive_variables()
    def one(self, request: HttpRequest, source_id: int) -> HttpResponse:
        """The record, and the identity while it is open to this person: each look at it is on record first."""
        person = _custodian(request)
        records = vault.records_of(source_id, by=person)
        if not records.exists():
            raise Http404
        identity, opening, trouble = None, vault.opening_of(source_id, by=person), ""
        if opening is not None:
            try:
                identity = vault.reveal(source_id=source_id, by=person)
            except NotNow as refused:
                trouble = refused.sentence
        response = self._page(
            request,
            "desk/vault_identity.html",
            title=vault.label(source_id),
            source_id=source_id,
            is_held=vault.is_held(source_id),
            opening=opening if identity else None,
            identity=identity,
            trouble=trouble,
            records=records,
        )
        if opening is not None and opening.until is not None:
            # Without script too, the page asks again when the time is over, and is shown nothing.
            response["Refresh"] = str(max(1, int((opening.until - timezone.now()).total_seconds()) + 1))
        return response

    @method_decorator(sensitive_post_parameters())
    @sensitive_variables()
    def entrust(self, request: HttpRequest, source_id: int) -> HttpResponse:
        source = get_object_or_404(Source, pk=source_id)
        refused = vault.entrust_refusal(source, by=User.of(request.user))
        if isinstance(refused, NotYours):
            raise Http404
        form = IdentityForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                vault.entrust(source=source, identity=Identity(**form.cleaned_data), by=User.of(request.user))
            except Refused as again:
                _tell(form, again)
            else:
                messages.success(request, "The identity is in the vault. Only a custodian can read it from now on.")
                return redirect("admin:claims_source_change", source_id)
        return self._form(request, source, form, title="Entrust an identity", refused=refused)

    @method_decorator(sensitive_post_parameters())
    @sensitive_variables()
    def replace(self, request: HttpRequest, source_id: int) -> HttpResponse:
        person = _custodian(request)
        source = get_object_or_404(Source, pk=source_id)
        form = ReplacementForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data.pop("reason")
            try:
                vault.replace(source_id=source_id, identity=Identity(**form.cleaned_data), by=person, reason=reason)
            except Refused as again:
                _tell(form, again)
            else:
                messages.success(request, "Replaced. The history says that, and not from what to what.")
                return redirect("admin:vault_identity", source_id)
        return self._form(request, source, form, title="Replace an identity")

    def act(self, request: HttpRequest, source_id: int, act: str) -> HttpResponse:
        person, reason = _custodian(request), request.POST.get("reason", "")
        try:
            if act == "open":
                vault.open_identity(source_id=source_id, by=person, reason=reason)
            elif act == "close":
                vault.close(source_id=source_id, by=person)
            elif act == "destroy":
                vault.destroy(source_id=source_id, by=person, reason=reason)
                messages.success(request, "Destroyed. Backups made before still hold it, until they expire.")
            else:
                raise Http404
        except Refused as refused:
            messages.error(request, refused.sentence)
        return redirect("admin:vault_identity", source_id)

    def _form(
        self, request: HttpRequest, source: Source, form: forms.Form, *, title: str, refused: Refused | None = None
    ) -> HttpResponse:
        sentence = refused.sentence if refused else ""
        return self._page(request, "desk/vault_form.html", title=title, source=source, form=form, refused=sentence)

    def _page(self, request: HttpRequest, template: str, **context: Any) -> TemplateResponse:
        return TemplateResponse(request, template, {**self.site.each_context(request), **context})


def _custodian(request: HttpRequest) -> User:
    person = User.of(request.user)
    if not vault.is_custodian(person):
        raise Http404
    return person


def _tell(form: forms.Form, refused: Refused) -> None:
    field = refused.field if isinstance(refused, NotSo) and refused.field in form.fields else None
    form.add_error(field, refused.sentence)
