"""Webhooks out, signed as the Standard Webhooks describe (standardwebhooks.com): HMAC-SHA256 over id, time and body.

`Webhook-Id` is the same at every attempt, so that a receiver knows a repetition; `Webhook-Timestamp` is of the
attempt, so that an old message cannot be played again. The address is checked anew before every request, redirects
are not followed, and what is answered is not read beyond its status.
"""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from claims import outbound
from reviews.enums import Way
from reviews.models import Delivery, Notice, Preferences
from reviews.notices import queue
from reviews.notices.due import take
from reviews.notices.wording import link, may_be_told

BATCH = 10  # few, so that the slowest receivers together stay within the lease
PREFIX = "whsec_"


@dataclass(frozen=True)
class Outcome:
    """What came of one try: the status that was answered, if any, and what went wrong, if anything."""

    answer: int | None
    trouble: str


def derived_secret(receiver: str, salt: str) -> str:
    """A receiver's secret. It stands in no table: without SECRET_KEY the salt tells nothing."""
    key = salted_hmac("reviews.notices.hooks", f"{receiver}:{salt}", algorithm="sha256")
    return PREFIX + base64.b64encode(key.digest()).decode()


def secret_of(preferences: Preferences) -> str:
    """The secret of a person's own webhook."""
    return derived_secret(str(preferences.person_id), preferences.hook_salt)


def signature(secret: str, *, id: str, timestamp: int, body: bytes) -> str:  # noqa: A002 - the standard's word
    """What stands in `Webhook-Signature`."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


def send(url: str, *, id: str, secret: str, body: bytes, resolve: outbound.Resolve) -> Outcome:  # noqa: A002
    """Sign and send one body, once. Whatever is not 2xx is trouble; its words name no address."""
    now = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "Webhook-Id": id,
        "Webhook-Timestamp": str(now),
        "Webhook-Signature": signature(secret, id=id, timestamp=now, body=body),
    }
    try:
        answer = outbound.post(url, body=body, headers=headers, resolve=resolve)
    except outbound.RefusedError as refused:
        return Outcome(None, str(refused))
    is_taken = 200 <= answer.status < 300  # noqa: PLR2004 - what HTTP calls success
    return Outcome(answer.status, "" if is_taken else f"The receiver answered {answer.status}.")


def body_of(notice: Notice) -> bytes:
    """The event's kind, the claim's number and its address at the desk."""
    return json.dumps(
        {
            "type": f"notice.{notice.kind}",
            "timestamp": notice.at.isoformat(),
            "claim": notice.claim_id,
            "link": link(notice),
        },
        separators=(",", ":"),
    ).encode()


def send_hooks(*, resolve: outbound.Resolve = outbound.resolve) -> int:
    """Send what is due. Returns how many were taken by their receivers."""
    total = 0
    while taken := take(Way.HOOK, limit=BATCH):
        total += sum(_send(delivery, resolve) for delivery in taken)
    return total


def _send(delivery: Delivery, resolve: outbound.Resolve) -> bool:
    notice = delivery.notice
    preferences = Preferences.objects.filter(person=notice.person).exclude(hook_url="").first()
    if preferences is None or not may_be_told(notice.person):
        queue.drop([delivery])
        return False
    outcome = send(
        preferences.hook_url,
        id=f"notice-{notice.pk}",
        secret=secret_of(preferences),
        body=body_of(notice),
        resolve=resolve,
    )
    if outcome.trouble:
        queue.later([delivery], outcome.trouble)
        return False
    queue.sent([delivery])
    return True
