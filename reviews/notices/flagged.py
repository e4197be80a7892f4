"""Flags are raised by the sourcing rule, which knows nothing of reviews: whose claims they are on is found here."""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from claims.models import Flag, User
from reviews.enums import OPEN_STATES, NoticeKind
from reviews.models import Notice, Review
from reviews.notices.telling import notify

WITHIN = timedelta(days=1)  # older flags are no news


def tell_of_flags() -> int:
    """Tell whoever marked, brought into review or judges a claim that it was flagged. Telling again is no news."""
    open_rounds = Review.objects.filter(claim=OuterRef("claim"), state__in=OPEN_STATES)
    key = Concat(Value("flag-"), Cast(OuterRef("pk"), CharField()))
    flags = (
        Flag.objects.filter(cleared_at=None, dismissed_at=None, raised_at__gte=timezone.now() - WITHIN)
        .filter(Q(claim__added_by__isnull=False) | Exists(open_rounds))
        .exclude(Exists(Notice.objects.filter(kind=NoticeKind.FLAGGED, once=key)))
        .select_related("claim")
        .order_by("pk")
    )
    return sum(len(_tell(flag)) for flag in flags)


def _tell(flag: Flag) -> list[Notice]:
    rounds = Review.objects.filter(claim=flag.claim_id, state__in=OPEN_STATES)
    mine = Q(pk=flag.claim.added_by_id) | Q(pk__in=rounds.values("opened_by"))
    mine |= Q(pk__in=rounds.filter(assignments__ended_at=None).values("assignments__reviewer"))
    people = User.objects.filter(mine)
    return notify(NoticeKind.FLAGGED, claim=flag.claim, by=None, to=people, once=f"flag-{flag.pk}")
