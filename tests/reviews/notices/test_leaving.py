"""What leaves the desk: when, once, signed, and never a word of a claim."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.core import mail
from django.db import connection
from django.utils import timezone

from claims import outbound, sourcing
from claims.models import Claim, User
from claims.refusals import NotSo
from reviews import notices
from reviews.enums import NoticeKind, Way
from reviews.models import Delivery, Notice, Preferences, Rating
from reviews.notices import due, hooks
from reviews.notices.preferring import prefer
from tests.factories import AttributionFactory, SourceFactory
from tests.factories.reviews import named_claim, review_at

pytestmark = pytest.mark.django_db
HOOK = "https://hook.example/in"
SECRET_WORDS = "The mayor is a liar."


def public(host: str, port: int) -> list[str]:
    return ["93.184.216.34"]


@pytest.fixture
def reviewer(cast: SimpleNamespace) -> User:
    person: User = cast.reviewer
    person.email = "reviewer@desk.example"
    person.save(update_fields=["email"])
    return person


@pytest.fixture
def claim(db: None) -> Claim:
    found = named_claim()
    Claim.objects.filter(pk=found.pk).update(statement=SECRET_WORDS)
    return Claim.objects.get(pk=found.pk)


def tell(person: User, claim: Claim, *, ago: timedelta = timedelta(days=2)) -> Notice:
    at = timezone.now() - ago
    (notice,) = notices.notify(NoticeKind.MENTION, claim=claim, by=None, to=[person], at=at)
    return notice


class Receiver:
    """Stands for the machines that webhooks are sent to; answers in turn."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.got: list[dict[str, Any]] = []

    def __call__(self, url: str, *, body: bytes, headers: dict[str, str], resolve: Any) -> outbound.Answer:
        outbound.check(url, resolve=resolve)
        self.got.append({"url": url, "body": body, **headers})
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return outbound.Answer(answer, {}, b"", url)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Receiver]:
    def make(*answers: int | Exception) -> Receiver:
        made = Receiver(*answers)
        monkeypatch.setattr(outbound, "post", made)
        return made

    return make


def hooked(person: User) -> Preferences:
    return prefer(by=person, desk=[], mail=[], hook=["mention"], digest_hour=7, hook_url=HOOK, resolve=public)


def again() -> None:
    """The pause is over."""
    Delivery.objects.filter(sent_at=None).update(due_at=timezone.now() - timedelta(days=1))


# --- the mail ---------------------------------------------------------------------------------------------


def test_digest_is_one_mail_with_links_and_no_words_of_the_claim(reviewer: User, claim: Claim) -> None:
    for _ in range(2):
        tell(reviewer, claim)
    notices.deliver()
    notices.deliver()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["reviewer@desk.example"], "2 notices from the desk")
    told = f"You are mentioned in a comment: http://127.0.0.1:8000/desk/claims/claim/{claim.pk}/change/"
    assert str(sent.body).splitlines()[:2] == [told, told]
    assert SECRET_WORDS not in str(sent.message())


def test_mail_waits_for_its_hour(reviewer: User, claim: Claim) -> None:
    tell(reviewer, claim, ago=timedelta(0))
    notices.deliver()
    assert mail.outbox == []


def test_mail_that_failed_is_sent_later_and_the_address_is_in_no_row(
    reviewer: User, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(reviewer, claim)
    broken = monkeypatch.context()
    with broken as patch:
        patch.setattr(mail.EmailMessage, "send", _refuse)
        notices.deliver()
    delivery = Delivery.objects.get()
    assert (delivery.attempts, delivery.trouble, delivery.sent_at) == (1, "ConnectionRefusedError", None)
    notices.deliver()
    assert mail.outbox == []
    again()
    notices.deliver()
    assert len(mail.outbox) == 1


def _refuse(self: Any) -> None:
    raise ConnectionRefusedError("reviewer@desk.example")


def test_person_who_left_after_the_event_is_not_written_to(reviewer: User, claim: Claim) -> None:
    tell(reviewer, claim)
    User.objects.filter(pk=reviewer.pk).update(is_active=False)
    notices.deliver()
    assert (mail.outbox, Delivery.objects.count()) == ([], 0)


# --- webhooks ---------------------------------------------------------------------------------------------


def test_p24_webhook_is_signed_over_id_time_and_body(
    reviewer: User, claim: Claim, receiver: Callable[..., Receiver]
) -> None:
    preferences, inbox = hooked(reviewer), receiver(204)
    notice = tell(reviewer, claim)
    assert hooks.send_hooks(resolve=public) == 1
    (got,) = inbox.got
    assert json.loads(got["body"]) == {
        "type": "notice.mention",
        "timestamp": notice.at.isoformat(),
        "claim": claim.pk,
        "link": f"http://127.0.0.1:8000/desk/claims/claim/{claim.pk}/change/",
    }
    key = base64.b64decode(hooks.secret_of(preferences).removeprefix("whsec_"))
    signed = f"notice-{notice.pk}.{got['Webhook-Timestamp']}.".encode() + got["body"]
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert (got["Webhook-Id"], got["Webhook-Signature"]) == (f"notice-{notice.pk}", f"v1,{expected}")
    assert abs(int(got["Webhook-Timestamp"]) - timezone.now().timestamp()) < 5


def test_p24_signature_is_of_this_body_and_this_receiver(reviewer: User, cast: SimpleNamespace) -> None:
    mine, others = hooks.secret_of(hooked(reviewer)), hooks.secret_of(hooked(cast.editor))
    given = {"id": "notice-1", "timestamp": 1}
    right = hooks.signature(mine, body=b'{"a":1}', **given)  # type: ignore[arg-type]
    assert right != hooks.signature(mine, body=b'{"a": 1}', **given)  # type: ignore[arg-type]
    assert right != hooks.signature(others, body=b'{"a":1}', **given)  # type: ignore[arg-type]
    assert right != hooks.signature(mine, id="notice-1", timestamp=2, body=b'{"a":1}')


def test_p24_webhook_is_tried_eight_times_ever_later_and_then_no_more(
    reviewer: User, claim: Claim, receiver: Callable[..., Receiver]
) -> None:
    hooked(reviewer)
    inbox = receiver(500, 302, *[outbound.RefusedError("The host of the address does not answer.")] * 6, 204)
    tell(reviewer, claim)
    pauses = []
    for _ in range(12):
        hooks.send_hooks(resolve=public)
        pauses.append(Delivery.objects.annotate(now=TransactionNow()).get())
        again()
    seconds = [round((each.due_at - each.now).total_seconds()) for each in pauses[:8]]
    assert seconds == [30, 60, 120, 240, 480, 960, 1920, 3840]
    assert (len(inbox.got), Delivery.objects.get().attempts, Delivery.objects.get().sent_at) == (8, 8, None)


def test_p24_repeated_webhook_keeps_its_id(reviewer: User, claim: Claim, receiver: Callable[..., Receiver]) -> None:
    hooked(reviewer)
    inbox = receiver(500, 204)
    tell(reviewer, claim)
    hooks.send_hooks(resolve=public)
    again()
    hooks.send_hooks(resolve=public)
    assert inbox.got[0]["Webhook-Id"] == inbox.got[1]["Webhook-Id"]


def test_p20_webhook_never_reaches_inside(reviewer: User, claim: Claim) -> None:
    for address in ("http://127.0.0.1/", "http://localhost/", "https://[::1]/", "http://2130706433/", "file:///etc"):
        with pytest.raises(NotSo) as refused:
            prefer(
                by=reviewer,
                desk=[],
                mail=[],
                hook=[],
                digest_hour=7,
                hook_url=address,
                resolve=lambda *_: ["127.0.0.1"],
            )
        assert refused.value.field == "hook_url"
    hooked(reviewer)
    tell(reviewer, claim)
    assert hooks.send_hooks(resolve=lambda *_: ["10.0.0.1"]) == 0  # the name leads inside by now
    assert Delivery.objects.get().trouble == "The host of the address is not a public one."


def test_secret_is_in_no_table(reviewer: User) -> None:
    preferences = hooked(reviewer)
    row = Preferences.objects.filter(pk=preferences.pk).values()[0]
    assert hooks.secret_of(preferences) not in str(row)


def test_new_address_has_a_new_secret_and_the_same_address_keeps_it(reviewer: User) -> None:
    first, second = hooks.secret_of(hooked(reviewer)), hooks.secret_of(hooked(reviewer))
    assert first == second
    moved = prefer(by=reviewer, desk=[], mail=[], hook=[], digest_hour=7, hook_url=HOOK + "2", resolve=public)
    assert hooks.secret_of(moved) != first


# --- the queue --------------------------------------------------------------------------------------------


def test_f01_delivery_of_a_dead_worker_is_taken_again_after_its_lease(reviewer: User, claim: Claim) -> None:
    tell(reviewer, claim)
    assert len(due.take(Way.MAIL, limit=10)) == 1
    assert len(due.take(Way.MAIL, limit=10)) == 0
    Delivery.objects.update(taken_until=timezone.now() - timedelta(days=1))
    assert [delivery.attempts for delivery in due.take(Way.MAIL, limit=10)] == [2]


def test_f03_delivery_that_kills_its_worker_is_given_up(reviewer: User, claim: Claim) -> None:
    tell(reviewer, claim)
    taken = 0
    for _ in range(12):
        taken += len(due.take(Way.MAIL, limit=10))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE reviews_delivery SET taken_until = now() - interval '1 second'")
    assert taken == 8


# --- flags ------------------------------------------------------------------------------------------------


def test_flag_on_a_claim_of_mine_is_told_once(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    review = review_at("assigned", cast, ratings, claim=AttributionFactory(source=SourceFactory(unnamed=True)).claim)
    bystander = AttributionFactory(source=SourceFactory(unnamed=True)).claim
    sourcing.drain()
    for _ in range(2):
        notices.deliver()
    flags = review.claim.flags.count()
    assert flags > 0
    told = Notice.objects.filter(kind="flagged").values_list("person__username", "claim")
    assert sorted(told) == sorted(
        [(name, review.claim_id) for name in ("editor", "reviewer", "other_reviewer")] * flags
    )
    assert bystander.flags.count() > 0
