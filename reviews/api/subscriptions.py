"""Webhooks over REST: subscribe an address to what becomes of pages, see what was delivered, have it sent again."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from claims.api.resource import Resource, RowFilter, given
from claims.api.write import Act, Nothing
from claims.models import Scope, User
from reviews import subscriptions
from reviews.enums import Announced, Progress
from reviews.models import Attempt, Message, Subscription
from reviews.models.subscriptions import PROGRESS


class SubscriptionRead(serializers.ModelSerializer[Subscription]):
    """An address that is told of events. Its secret is told once, by the act that makes it."""

    person = serializers.CharField(source="person.username", read_only=True)

    class Meta:
        model = Subscription
        fields = ["id", "person", "label", "url", "events", "made_at", "secret_at", "ended_at"]
        read_only_fields = fields


class SubscriptionMade(SubscriptionRead):
    secret = serializers.CharField(
        required=False, help_text="`whsec_…`, this once. An answer repeated for an Idempotency-Key is without it."
    )

    class Meta(SubscriptionRead.Meta):
        fields = [*SubscriptionRead.Meta.fields, "secret"]
        read_only_fields = SubscriptionRead.Meta.fields


class AttemptRead(serializers.ModelSerializer[Attempt]):
    class Meta:
        model = Attempt
        fields = ["at", "answer", "trouble"]
        read_only_fields = fields


class DeliveryRead(serializers.ModelSerializer[Message]):
    """One event for one subscription: `waiting` for its next try, `sent`, or `failed` after the last."""

    slug = serializers.CharField(source="publication.slug", read_only=True)
    state = serializers.ChoiceField(source="progress", choices=Progress.choices, read_only=True)

    class Meta:
        model = Message
        fields = ["id", "subscription", "event", "slug", "at", "state", "attempts", "due_at", "sent_at", "trouble"]
        read_only_fields = fields


class DeliveryDetail(DeliveryRead):
    tries = AttemptRead(many=True, read_only=True)

    class Meta(DeliveryRead.Meta):
        fields = [*DeliveryRead.Meta.fields, "tries"]
        read_only_fields = fields


class Subscribe(Act):
    label: Any = serializers.CharField(max_length=100, help_text="What it is for.")
    url = serializers.CharField(max_length=500, help_text="An address on the public network.")
    events = serializers.ListField(
        child=serializers.ChoiceField(choices=Announced.choices), min_length=1, max_length=len(Announced)
    )


class Subscriptions(Resource[Subscription]):
    """Your own; all of them for the desk's editors."""

    scopes = {"GET": Scope.WEBHOOKS, "POST": Scope.WEBHOOKS}
    reading = "reviews.view_subscription"
    model = Subscription

    def seen_by(self, person: User) -> QuerySet[Subscription]:
        return subscriptions.visible_to(person)

    def get_serializer_class(self) -> type[BaseSerializer[Subscription]]:
        return SubscriptionRead

    @extend_schema(request=Subscribe, responses={201: SubscriptionMade})
    def create(self, request: Request) -> Response:
        """Subscribe an address to events of pages. The answer tells its secret, this once."""
        words = given(Subscribe, request)
        return self.with_secret(subscriptions.subscribe(by=User.of(request.user), **words))

    @extend_schema(request=Nothing, responses={201: SubscriptionMade})
    @action(detail=True, methods=["post"])
    def secrets(self, request: Request, pk: str) -> Response:
        """Make a new secret, in force at once, and tell it this once."""
        given(Nothing, request)
        subscription, by = self.get_object(), User.of(request.user)
        return self.with_secret(subscriptions.renew_secret(subscription=subscription, by=by))

    @extend_schema(request=Nothing, responses={201: SubscriptionRead})
    @action(detail=True, methods=["post"])
    def endings(self, request: Request, pk: str) -> Response:
        """End it. What waits to be sent is not sent; the log stays."""
        given(Nothing, request)
        return self.shown(subscriptions.end(subscription=self.get_object(), by=User.of(request.user)))

    def with_secret(self, subscription: Subscription) -> Response:
        answer = self.shown(subscription)
        answer.data = {**answer.data, "secret": subscriptions.secret_of(subscription)}
        return answer


class DeliveryFilter(django_filters.FilterSet):  # type: ignore[misc]
    subscription = RowFilter()
    event = django_filters.ChoiceFilter(choices=Announced.choices)
    state = django_filters.ChoiceFilter(
        choices=Progress.choices, method="as_far", help_text="`failed` lists what was given up."
    )

    def as_far(self, messages: QuerySet[Message], name: str, progress: str) -> QuerySet[Message]:
        return messages.filter(PROGRESS[Progress(progress)])


class Deliveries(Resource[Message]):
    """The log of what was sent to your subscriptions, newest first."""

    scopes = {"GET": Scope.WEBHOOKS, "POST": Scope.WEBHOOKS}
    reading = "reviews.view_subscription"
    filterset_class = DeliveryFilter
    derived = frozenset({"state", "attempts", "due_at", "sent_at", "trouble", "tries"})

    def get_serializer_class(self) -> type[BaseSerializer[Message]]:
        return DeliveryRead if self.action == "list" else DeliveryDetail

    model = Message

    def seen_by(self, person: User) -> QuerySet[Message]:
        mine = subscriptions.visible_to(person)
        messages = Message.objects.filter(subscription__in=mine).select_related("publication", "subscription__person")
        return messages if self.action == "list" else messages.prefetch_related("tries")

    @extend_schema(request=Nothing, responses={201: DeliveryDetail})
    @action(detail=True, methods=["post"])
    def replays(self, request: Request, pk: str) -> Response:
        """Send it again now, whatever came of it so far."""
        given(Nothing, request)
        message = subscriptions.replay(message=self.get_object(), by=User.of(request.user))
        return self.shown(self.get_queryset().get(pk=message.pk))
