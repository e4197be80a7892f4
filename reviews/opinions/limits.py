"""How often one address may come to the experts' page: counted in the database, the same for every web process."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from reviews.models import OpinionCalls

PER_MINUTE = 20
KEPT = timedelta(days=1)
COUNT = """
INSERT INTO reviews_opinioncalls AS c (caller, minute, calls) VALUES (%s, date_trunc('minute', now()), 1)
ON CONFLICT (caller, minute) DO UPDATE SET calls = c.calls + 1
RETURNING calls
"""


def is_too_often(address: str) -> bool:
    """Count a call of this address, and tell whether it is one too many in this minute."""
    caller = salted_hmac("reviews.opinions.limits", address, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [caller])
        return int(cursor.fetchone()[0]) > PER_MINUTE


def forget_old_calls() -> None:
    OpinionCalls.objects.filter(minute__lt=timezone.now() - KEPT).delete()
