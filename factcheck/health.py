"""`/healthz`: whether the desk can work, for whoever watches over it. Numbers only."""

from django.db import OperationalError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.models.stale import MAX_ATTEMPTS

OLDEST_ALLOWED = 120.0  # seconds that a stale claim may wait before the worker counts as away

BACKLOG = """
SELECT count(*) FILTER (WHERE attempts < %(most)s), count(*) FILTER (WHERE attempts >= %(most)s),
       COALESCE(extract(epoch FROM now() - min(since) FILTER (WHERE attempts < %(most)s)), 0)::float
  FROM claims_staleclaim
"""


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when all is well; 503 when the database is away or decisions do not keep up."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(BACKLOG, {"most": MAX_ATTEMPTS})
            waiting, parked, oldest = cursor.fetchone()
    except OperationalError:
        return JsonResponse({"database": "away"}, status=503)
    well = oldest <= OLDEST_ALLOWED and not parked
    found = {"database": "there", "stale": waiting, "parked": parked, "oldest_seconds": round(oldest, 1)}
    return JsonResponse(found, status=200 if well else 503)
