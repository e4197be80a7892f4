"""Other systems are told what becomes of a page: signed, once, again when it failed, and never more than is public."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims import outbound
from claims.models import RememberedAnswer, User
from claims.refusals import NotNow, NotSo, NotYours
from reviews import publishing, subscriptions
from reviews.enums import Announced, Progress
from reviews.models import Attempt, Message, Publication, Rating, Subscription
from reviews.models.subscriptions import PROGRESS
from tests.factcheck.api.caller import Caller
from tests.factories.reviews import published, review_at
from tests.reviews.admin.test_desk import signed_in

pytestmark = pytest.mark.django_db
HOOK = "https://hook.example/in"
EVERY = list(Announced.values)


def public(host: str, port: int) -> list[str]:
    return ["93.184.216.34"]


@pytest.fixture
def _hosts_are_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("93.184.216.34", 443))])


class Receiver:
    """Stands for the partner's machine; answers in turn, then always with the last."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.got: list[dict[str, Any]] = []

    def __call__(self, url: str, *, body: bytes, headers: dict[str, str], resolve: Any) -> outbound.Answer:
        outbound.check(url, resolve=resolve)
        self.got.append({"url": url, "body": body, **headers})
        return outbound.Answer(self.answers.pop(0) if len(self.answers) > 1 else self.answers[0], {}, b"", url)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Receiver]:
    def make(*answers: int) -> Receiver:
        made = Receiver(*answers)
        monkeypatch.setattr(outbound, "post", made)
        return made

    return make


def subscribed(person: User, *, events: list[str] = EVERY, url: str = HOOK) -> Subscription:
    return subscriptions.subscribe(by=person, label="Aggregator", url=url, events=events, resolve=public)


def retracted(page: Publication, by: User) -> None:
    publishing.retract(publication=page, by=by, reason="It was another bridge.")


def fail(receiver: Callable[..., Receiver]) -> None:
    """Every try there is, all answered with 500."""
    receiver(500)
    for _ in range(9):
        subscriptions.send_messages(resolve=public)
        Message.objects.filter(sent_at=None).update(due_at=timezone.now() - timedelta(days=1))


# --- what is told -----------------------------------------------------------------------------------------


def test_p24_message_is_signed_and_says_what_the_public_api_says(
    cast: SimpleNamespace, ratings: dict[str, Rating], receiver: Callable[..., Receiver]
) -> None:
    subscription, inbox = subscribed(cast.partner), receiver(204)
    page = published(cast, ratings)
    assert subscriptions.send_messages(resolve=public) == 1
    (got,) = inbox.got
    key = base64.b64decode(subscriptions.secret_of(subscription).removeprefix("whsec_"))
    signed = f"{got['Webhook-Id']}.{got['Webhook-Timestamp']}.".encode() + got["body"]
    assert (
        got["Webhook-Signature"] == f"v1,{base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()}"
    )
    told = json.loads(got["body"])
    assert (told["type"], told["timestamp"]) == ("publication.published", page.shown_from.isoformat())
    shown = Client().get(f"/api/v1/public/claims/{page.slug}/").json()
    data = told["data"]
    assert data.pop("api").endswith(f"/api/v1/public/claims/{page.slug}/")
    assert data.pop("correction_reason") is None
    for field in ("first_published_at", "shown_from"):
        assert data.pop(field)[:19] == shown[field][:19]
    assert data == {name: shown[name] for name in data}
    assert {"statement", "rating", "basis", "digest", "url"} <= set(data)


def test_nothing_is_told_of_what_is_not_published(
    cast: SimpleNamespace, ratings: dict[str, Rating], receiver: Callable[..., Receiver]
) -> None:
    subscribed(cast.partner)
    receiver(204)
    review_at("approved", cast, ratings)
    assert (Message.objects.count(), subscriptions.send_messages(resolve=public)) == (0, 0)


def test_correction_and_retraction_are_told_with_their_reasons_and_only_what_was_asked_for(
    cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    subscribed(cast.partner)
    subscribed(cast.editor, events=["retracted"])
    page = publishing.correct(
        publication=published(cast, ratings), by=cast.editor, reason="The date was wrong.", explanation="In June."
    )
    corrected = Message.objects.get(event="corrected")
    assert json.loads(subscriptions.body_of(corrected))["data"]["correction_reason"] == "The date was wrong."
    retracted(page, cast.editor)
    told = [(each.subscription.person.username, each.event) for each in Message.objects.order_by("pk")]
    assert told == [
        ("partner", "published"), ("partner", "corrected"), ("partner", "retracted"), ("editor", "retracted"),
    ]  # fmt: skip
    last = json.loads(subscriptions.body_of(Message.objects.latest("pk")))
    assert (last["type"], last["data"]["retraction_reason"]) == ("publication.retracted", "It was another bridge.")


def test_message_that_waited_until_its_page_was_retracted_has_none_of_the_words(
    cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    subscribed(cast.partner)
    page = published(cast, ratings)
    statement = page.shown["claim"]["statement"]
    first = Message.objects.get()
    assert statement in subscriptions.body_of(first).decode()
    retracted(page, cast.editor)
    for message in Message.objects.all():
        assert statement not in subscriptions.body_of(message).decode()
        assert json.loads(subscriptions.body_of(message))["data"]["retraction_reason"] == "It was another bridge."


def test_event_that_is_rolled_back_is_not_told(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    subscribed(cast.partner)
    page = published(cast, ratings)
    with transaction.atomic():
        retracted(page, cast.editor)
        transaction.set_rollback(True)
    assert set(Message.objects.values_list("event", flat=True)) == {"published"}


# --- tries, given up, again -------------------------------------------------------------------------------


def test_p24_failed_delivery_is_tried_eight_times_listed_and_sent_again_by_hand(
    cast: SimpleNamespace, ratings: dict[str, Rating], receiver: Callable[..., Receiver]
) -> None:
    subscribed(cast.partner)
    published(cast, ratings)
    fail(receiver)
    message, caller = Message.objects.get(), Caller(cast.partner)
    assert (message.attempts, message.progress, Attempt.objects.count()) == (8, Progress.FAILED, 8)
    (listed,) = caller.get("deliveries/", state="failed").json()["results"]
    assert (listed["id"], listed["trouble"]) == (message.pk, "The receiver answered 500.")
    assert [each["answer"] for each in caller.get(f"deliveries/{message.pk}/").json()["tries"]] == [500] * 8
    again = caller.post(f"deliveries/{message.pk}/replays/", {})
    assert (again.status_code, again.json()["state"]) == (201, "waiting")
    inbox = receiver(200)
    assert subscriptions.send_messages(resolve=public) == 1
    assert inbox.got[0]["Webhook-Id"] == f"message-{message.pk}"
    assert caller.get(f"deliveries/{message.pk}/").json()["state"] == "sent"
    assert caller.get("deliveries/", state="failed").json()["results"] == []
    assert Attempt.objects.count() == 9


def test_states_of_the_list_are_those_of_the_rows(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    subscribed(cast.partner)
    page = published(cast, ratings)
    retracted(page, cast.editor)
    past, future = timezone.now() - timedelta(minutes=5), timezone.now() + timedelta(minutes=5)
    for attempts, taken, sent in [
        (0, None, None),
        (8, None, None),
        (8, past, None),
        (8, future, None),
        (1, None, past),
    ]:
        Message.objects.update(attempts=attempts, taken_until=taken, sent_at=sent)
        message = Message.objects.latest("pk")
        found = [each for each, condition in PROGRESS.items() if Message.objects.filter(condition).count() == 2]
        assert found == [message.progress]


def test_message_under_way_is_not_sent_twice(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    subscribed(cast.partner)
    published(cast, ratings)
    Message.objects.update(attempts=1, taken_until=timezone.now() + timedelta(minutes=1))
    with pytest.raises(NotNow):
        subscriptions.replay(message=Message.objects.get(), by=cast.partner)


def test_ended_subscription_is_told_nothing_and_keeps_its_log(
    cast: SimpleNamespace, ratings: dict[str, Rating], receiver: Callable[..., Receiver]
) -> None:
    subscription, inbox = subscribed(cast.partner), receiver(204)
    page = published(cast, ratings)
    subscriptions.send_messages(resolve=public)
    retracted(page, cast.editor)
    subscriptions.end(subscription=subscription, by=cast.partner)
    assert subscriptions.send_messages(resolve=public) == 0
    assert (len(inbox.got), Message.objects.get().progress) == (1, Progress.SENT)
    for act in (subscriptions.end, subscriptions.renew_secret):
        with pytest.raises(NotNow):
            act(subscription=subscription, by=cast.partner)
    with pytest.raises(NotNow):
        subscriptions.replay(message=Message.objects.get(), by=cast.partner)


def test_person_who_left_is_told_nothing(
    cast: SimpleNamespace, ratings: dict[str, Rating], receiver: Callable[..., Receiver]
) -> None:
    subscribed(cast.partner)
    page = published(cast, ratings)
    User.objects.filter(pk=cast.partner.pk).update(is_active=False)
    inbox = receiver(204)
    retracted(page, cast.editor)
    subscriptions.send_messages(resolve=public)
    assert (inbox.got, Message.objects.count()) == ([], 0)


# --- who may, and the secret ------------------------------------------------------------------------------


def test_another_persons_subscription_is_not_there_but_for_the_desk(
    cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    mine, others = subscribed(cast.partner), subscribed(cast.editor)
    published(cast, ratings)
    partner, editor = Caller(cast.partner), Caller(cast.editor)
    assert [each["id"] for each in partner.get("subscriptions/").json()["results"]] == [mine.pk]
    assert [each["id"] for each in editor.get("subscriptions/").json()["results"]] == [others.pk, mine.pk]
    assert partner.get(f"subscriptions/{others.pk}/").status_code == 404
    assert partner.post(f"subscriptions/{others.pk}/endings/", {}).status_code == 404
    assert partner.get("deliveries/", subscription=others.pk).json()["results"] == []
    assert Caller(cast.partner, "claims:read").get("subscriptions/").status_code == 403
    with pytest.raises(NotYours):
        subscriptions.end(subscription=others, by=cast.partner)
    with pytest.raises(NotYours):
        subscribed(cast.reviewer)


@pytest.mark.usefixtures("_hosts_are_public")
def test_secret_is_told_once_and_stands_in_no_row(cast: SimpleNamespace) -> None:
    caller, words = Caller(cast.partner), {"label": "A", "url": HOOK, "events": ["published"]}
    made = caller.post("subscriptions/", words, key="once")
    secret = made.json()["secret"]
    assert secret == subscriptions.secret_of(Subscription.objects.get())
    again = caller.post("subscriptions/", words, key="once")
    assert (again["Idempotency-Replayed"], again["ETag"]) == ("true", made["ETag"])
    assert again.json() == {name: value for name, value in made.json().items() if name != "secret"}
    assert "secret" not in caller.get(f"subscriptions/{made.json()['id']}/").json()
    assert secret not in str([*Subscription.objects.values(), *RememberedAnswer.objects.values()])
    renewed = caller.post(f"subscriptions/{made.json()['id']}/secrets/", {}).json()["secret"]
    assert (renewed != secret, Subscription.objects.count()) == (True, 1)


def test_p20_subscription_never_reaches_inside(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    for url in (
        "http://127.0.0.1/",
        "https://[::1]/",
        "http://2130706433/",
        "https://a:b@hook.example/",
        "file:///etc",
    ):
        with pytest.raises(NotSo) as refused:
            subscribed(cast.partner, url=url)
        assert refused.value.field == "url"
    subscribed(cast.partner)
    published(cast, ratings)
    assert subscriptions.send_messages(resolve=lambda *_: ["10.0.0.1"]) == 0  # the name leads inside by now
    assert Message.objects.get().trouble == "The host of the address is not a public one."


def test_nobody_has_more_than_twenty_and_each_needs_an_event(cast: SimpleNamespace) -> None:
    for _ in range(20):
        subscribed(cast.partner)
    with pytest.raises(NotNow):
        subscribed(cast.partner)
    for events in ([], ["drafted"]):
        with pytest.raises(NotSo):
            subscribed(cast.editor, events=events)


def test_worker_reads_subscriptions_and_writes_the_log(cast: SimpleNamespace) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%(w)s, 'reviews_subscription', 'UPDATE'), "
            "has_table_privilege(%(w)s, 'reviews_subscription', 'SELECT'), "
            "has_table_privilege(%(w)s, 'reviews_attempt', 'INSERT')",
            {"w": settings.DATABASE_USERS["worker"]},
        )
        assert cursor.fetchone() == (False, True, True)


# --- at the desk ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_hosts_are_public")
def test_desk_subscribes_shows_what_was_given_up_and_sends_it_again(
    client: Client, cast: SimpleNamespace, ratings: dict[str, Rating], receiver: Callable[..., Receiver]
) -> None:
    add = reverse("admin:reviews_subscription_add")
    assert signed_in(client, cast.reviewer).get(add).status_code == 403
    signed_in(client, cast.partner)
    assert client.get(add).status_code == 200
    refused = client.post(add, {"label": "Our wire", "url": "http://127.0.0.1/", "events": ["published", "retracted"]})
    written = refused.content.decode()
    assert "not an IP address" in written
    assert 'value="Our wire"' in written
    assert written.count("checked") == 2  # nothing that was typed is lost
    made = client.post(add, {"label": "A", "url": HOOK, "events": ["published"]})
    subscription = Subscription.objects.get()
    assert subscriptions.secret_of(subscription) in made.content.decode()
    published(cast, ratings)
    fail(receiver)
    page = reverse("admin:reviews_subscription_change", args=[subscription.pk])
    text = client.get(page).content.decode()
    assert subscriptions.secret_of(subscription) not in text
    assert "8 tries; the last: The receiver answered 500." in text
    listed = reverse("admin:reviews_subscription_changelist")
    assert '<td class="field-failed">1</td>' in client.get(listed).content.decode()
    again = reverse("admin:message_again", args=[Message.objects.get().pk])
    assert signed_in(client, cast.reviewer).post(again).status_code == 404
    assert signed_in(client, cast.editor).post(again).status_code == 302
    assert Message.objects.get().progress is Progress.WAITING
    assert '<td class="field-failed">0</td>' in client.get(listed).content.decode()
    act = reverse("admin:subscription_act", args=[subscription.pk, "secret"])
    assert subscriptions.secret_of(subscription) not in client.post(act).content.decode()
    client.post(reverse("admin:subscription_act", args=[subscription.pk, "end"]))
    assert Subscription.objects.get().ended_at is not None
    assert signed_in(client, cast.reviewer).get(page).status_code == 404
