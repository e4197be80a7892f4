"""Webhooks at the desk: which addresses are told of pages, what was delivered, what was given up and is sent again."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from claims.admin.base import DeskAdmin
from claims.models import User
from claims.refusals import Refused
from reviews import subscriptions
from reviews.enums import Announced, Progress
from reviews.models import Message, Subscription
from reviews.models.subscriptions import PROGRESS

SHOWN = 100


class SubscriptionForm(forms.ModelForm):
    url = forms.CharField(
        label="Address", max_length=500, widget=forms.URLInput, help_text="https://… on the public network."
    )
    events = forms.MultipleChoiceField(choices=Announced.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Subscription
        fields = ["label", "url", "events"]


@admin.register(Subscription)
class SubscriptionAdmin(DeskAdmin):
    """Each person sees his own, whoever oversees them all of them. What was made is ended, never edited."""

    form = SubscriptionForm
    list_display = ["label", "person", "url", "events", "made_at", "failed", "ended_at"]
    list_select_related = ["person"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        failed = Message.objects.filter(PROGRESS[Progress.FAILED], subscription=OuterRef("pk")).order_by()
        counted = failed.values("subscription").annotate(number=Count("pk")).values("number")
        mine = subscriptions.visible_to(User.of(request.user))
        return mine.annotate(given_up=Coalesce(Subquery(counted), 0)).order_by("-pk")

    @admin.display(description="given up")
    def failed(self, subscription: Any) -> int:
        return int(subscription.given_up)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.has_perm("reviews.view_subscription"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("reviews.add_subscription"))

    def get_urls(self) -> list[URLPattern]:
        act, again = (self.admin_site.admin_view(require_POST(each)) for each in (self.act, self.again))
        return [
            path("<int:pk>/act/<slug:act>/", act, name="subscription_act"),
            path("again/<int:pk>/", again, name="message_again"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Subscribe, and show the secret in this answer alone. What is refused is there to be mended."""
        if request.method != "POST" or not self.has_add_permission(request):
            plain = {"show_save_and_add_another": False, "show_save_and_continue": False}
            return super().add_view(request, form_url, {**plain, **(extra_context or {})})
        try:
            made = subscriptions.subscribe(
                by=User.of(request.user),
                label=request.POST.get("label", "")[:100],
                url=request.POST.get("url", "").strip()[:500],
                events=request.POST.getlist("events"),
            )
        except Refused as refused:
            messages.error(request, refused.sentence)
            request.method, request.GET = "GET", request.POST
            return self.add_view(request, form_url, extra_context)
        return self._page(request, made, secret=subscriptions.secret_of(made))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**request.GET.dict(), "events": request.GET.getlist("events")}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Its log: what was given up first, then the newest."""
        subscription = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if subscription is None:
            raise Http404
        return self._page(request, subscription)

    def act(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """End it, or make a new secret, which is shown in this answer alone."""
        subscription = self._own(request).filter(pk=pk).first()
        if subscription is None or act not in ("end", "secret"):
            raise Http404
        try:
            if act == "secret":
                renewed = subscriptions.renew_secret(subscription=subscription, by=User.of(request.user))
                return self._page(request, renewed, secret=subscriptions.secret_of(renewed))
            subscriptions.end(subscription=subscription, by=User.of(request.user))
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, "It is told nothing any more.")
        return redirect("admin:reviews_subscription_change", pk)

    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send one message again."""
        message = Message.objects.filter(pk=pk, subscription__in=self._own(request)).first()
        if message is None:
            raise Http404
        try:
            subscriptions.replay(message=message, by=User.of(request.user))
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, "It is sent again within seconds.")
        return redirect("admin:reviews_subscription_change", message.subscription_id)

    def _own(self, request: HttpRequest) -> QuerySet[Subscription]:
        if not self.has_view_permission(request):
            raise Http404
        return subscriptions.visible_to(User.of(request.user))

    def _page(self, request: HttpRequest, subscription: Subscription, *, secret: str = "") -> HttpResponse:
        log = subscription.messages.select_related("publication").prefetch_related("tries").order_by("-pk")
        failed = log.filter(PROGRESS[Progress.FAILED])[:SHOWN]
        others = log.exclude(PROGRESS[Progress.FAILED])[:SHOWN]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(subscription),
            "subscription": subscription,
            "events": [Announced(event).label for event in subscription.events],
            "secret": secret,
            "logs": [("Given up", failed), ("Delivered and waiting", others)],
            "may_act": subscription.ended_at is None,
        }
        return TemplateResponse(request, "desk/subscription.html", context)
