"""Webhooks out, signed as the Standard Webhooks describe (standardwebhooks.com): HMAC-SHA256 over id, time and body.

`Webhook-Id` is the same at every attempt, so that a receiver knows a repetition; `Webhook-Timestamp` is of the
attempt, so that an old message cannot be played again. The address is checked anew before every request, redirects
are not followed, and what is answered is not read beyond its status.
"""

import base64
import hashlib
import hmac
import json
import logging
import time

from django.utils.crypto import salted_hmac

from claims import outbound
from reviews.enums import Way
from reviews.models import Delivery, Notice, Preferences
from reviews.notices import queue
from reviews.notices.wording import link, may_be_told

log = logging.getLogger(__name__)

BATCH = 10  # few, so that the slowest receivers together stay within the lease
PREFIX = "whsec_"


def secret_of(preferences: Preferences) -> str:
    """The receiver's secret. It stands in no table: without SECRET_KEY the salt tells nothing."""
    key = salted_hmac("reviews.notices.hooks", f"{preferences.person_id}:{preferences.hook_salt}", algorithm="sha256")
    return PREFIX + base64.b64encode(key.digest()).decode()


def signature(secret: str, *, id: str, timestamp: int, body: bytes) -> str:  # noqa: A002 - the standard's word
    """What stands in `Webhook-Signature`."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


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
    while taken := list(queue.take(Way.HOOK, limit=BATCH)):
        total += sum(_send(delivery, resolve) for delivery in taken)
    return total


def _send(delivery: Delivery, resolve: outbound.Resolve) -> bool:
    notice = delivery.notice
    preferences = Preferences.objects.filter(person=notice.person).exclude(hook_url="").first()
    if preferences is None or not may_be_told(notice.person):
        queue.drop([delivery])
        return False
    try:
        answer = outbound.post(
            preferences.hook_url, body=body_of(notice), headers=_headers(notice, preferences), resolve=resolve
        )
    except outbound.RefusedError as refused:
        queue.later([delivery], str(refused))
        return False
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - what HTTP calls success
        queue.later([delivery], f"The receiver answered {answer.status}.")
        return False
    queue.sent([delivery])
    return True


def _headers(notice: Notice, preferences: Preferences) -> dict[str, str]:
    id_, now = f"notice-{notice.pk}", int(time.time())
    signed = signature(secret_of(preferences), id=id_, timestamp=now, body=body_of(notice))
    return {
        "Content-Type": "application/json",
        "Webhook-Id": id_,
        "Webhook-Timestamp": str(now),
        "Webhook-Signature": signed,
    }
