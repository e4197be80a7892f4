"""A person keeps a copy of a piece of evidence; who may open one, and which leave the desk.

A copy that an unnamed source gave may tell who that is, by its wording, its letterhead or its file's own data. Such a
copy is opened only by whoever added it and by those who see the grants of anonymity, and it never leaves the desk.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from claims.captures import files, sniffing, timestamps
from claims.models import Capture, Event, Evidence, User
from claims.refusals import NotNow, NotSo, NotYours

MOST_COPIES = 20  # of one piece of evidence


def keep_copy(
    *,
    evidence: Evidence,
    by: User,
    content: bytes | None = None,
    words: str = "",
    address: str = "",
    at: datetime | None = None,
) -> Capture:
    """Keep one copy: a file's bytes, or pasted words. Raises Refused; then no row is written.

    `address` is where the bytes were fetched, where they were. The very same copy again is refused.
    """
    if not by.has_perm("claims.add_evidence"):
        raise NotYours(f"{by} may not add evidence.")
    if (content is None) == (not words.strip()):
        raise NotSo("Give a file, a link or the text: one of them.", field="copy")
    if content is None:
        content, media_type = sniffing.text(words), Capture.MediaType.TEXT
    else:
        media_type = sniffing.sniff(content)
    if evidence.captures.count() >= MOST_COPIES:
        raise NotNow(f"There are {MOST_COPIES} copies of this piece of evidence already.")
    sha256 = files.write(content)
    if evidence.captures.filter(sha256=sha256).exists():
        raise NotNow("This very copy is kept already.")
    stamped = timestamps.stamp_if_configured(sha256)
    try:
        with transaction.atomic():
            capture = Capture.objects.create(
                evidence=evidence,
                media_type=media_type,
                sha256=sha256,
                size=len(content),
                address=address,
                captured_by=by,
                captured_at=at or timezone.now(),
                timestamp=stamped.token if stamped else None,
                timestamp_authority=stamped.authority if stamped else "",
            )
            Event.record(subject=evidence, what="keep_copy", by=by, capture=capture.pk, sha256=sha256)
    except IntegrityError:
        raise NotNow("This very copy is kept already.") from None
    return capture


def may_open(user: User, capture: Capture) -> bool:
    """Whether this person may read the copy itself; that there is one, and its digest, everybody at the desk sees."""
    if not user.has_perm("claims.view_evidence"):
        return False
    if not capture.evidence.is_withheld or capture.captured_by_id == user.pk:
        return True
    return user.has_perm("claims.view_anonymitygrant")
