"""The daily mail: one per person, with all that is due for him."""

import hashlib
import logging
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from claims.models import User
from reviews.enums import Way
from reviews.models import Delivery
from reviews.notices import queue
from reviews.notices.due import take
from reviews.notices.wording import line, may_be_told

log = logging.getLogger(__name__)

BATCH = 1000


def send_digests() -> int:
    """Write to everybody whose mail is due. Returns how many mails went out."""
    total = 0
    while taken := take(Way.MAIL, limit=BATCH):
        for person, deliveries in groupby(taken, key=lambda delivery: delivery.notice.person):
            total += _send(person, list(deliveries))
    return total


def _send(person: User, deliveries: list[Delivery]) -> bool:
    if not person.email or not may_be_told(person):
        queue.drop(deliveries)
        return False
    try:
        digest(person, deliveries).send()
    except Exception as error:  # noqa: BLE001 - whatever the mail server does, the rows are tried again
        # The class alone: the text may hold the address.
        log.warning("A mail could not be sent: %s", type(error).__name__)
        queue.later(deliveries, type(error).__name__)
        return False
    queue.sent(deliveries)
    return True


def digest(person: User, deliveries: list[Delivery]) -> EmailMessage:
    """The mail. Sent twice after a crash, it has the same Message-ID, by which mail programs know it."""
    number = len(deliveries)
    lines = [line(delivery.notice) for delivery in deliveries]
    ids = ",".join(str(delivery.pk) for delivery in deliveries)
    host = urlsplit(settings.PUBLIC_ORIGIN).hostname
    words = f"{number} notice{'' if number == 1 else 's'} from the desk"
    footer = "Which events are mailed, and at what hour, is your choice: sign in and open Notices, then Preferences."
    return EmailMessage(
        subject=words,
        body="\n".join([*lines, "", footer, ""]),
        to=[person.email],
        headers={
            "Message-ID": f"<{hashlib.sha256(ids.encode()).hexdigest()[:32]}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
