"""What follows for a published page when its claim moves on: a new round, the flags, and the note for readers.

Each function derives what should stand from the rows as they are and changes what differs, so that running it twice,
late or beside itself changes nothing. The page itself stays as it was signed.
"""

from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from claims import sourcing
from claims.enums import FlagRule
from claims.models import BasisChange, Claim, Flag
from reviews.enums import OPEN_STATES
from reviews.models import Publication, Review
from reviews.publishing import showing
from reviews.workflow import open_review

BATCH = 1000
OPEN = Review.objects.filter(claim=OuterRef("review__claim"), state__in=OPEN_STATES)
LATER_CHANGE = BasisChange.objects.filter(claim=OuterRef("review__claim"), at__gt=OuterRef("shown_from"))


def shown() -> QuerySet[Publication]:
    """What readers see now, with its claim."""
    return Publication.objects.filter(shown_until=None, retracted_at=None).select_related("review__claim")


def reworded() -> QuerySet[Publication]:
    return shown().exclude(review__claim__statement=F("review__statement"))


def follow_rewordings() -> int:
    """Open a new round on every published claim whose wording was changed since. Returns how many were opened."""
    opened = 0
    for page in reworded().filter(~Exists(OPEN), review__claim__discarded_at=None)[:BATCH]:
        with transaction.atomic():
            claim = Claim.objects.select_for_update(of=("self",)).get(pk=page.review.claim_id)
            if not Review.objects.filter(claim=claim, state__in=OPEN_STATES).exists():
                open_review(claim=claim, by=None, why="The wording was changed after publication.")
                opened += 1
    return opened


@transaction.atomic
def tell_readers() -> int:
    """Say on each page whether a new round is open on its claim. Returns how many pages changed."""
    begun = list(shown().filter(Exists(OPEN), under_review_since=None).select_for_update(of=("self",))[:BATCH])
    ended = list(
        shown().filter(~Exists(OPEN), under_review_since__isnull=False).select_for_update(of=("self",))[:BATCH]
    )
    for page in begun:
        since = Review.objects.filter(claim=page.review.claim_id, state__in=OPEN_STATES).values("opened_at")[:1]
        Publication.objects.filter(pk=page.pk).update(under_review_since=since)
    Publication.objects.filter(pk__in=[page.pk for page in ended]).update(under_review_since=None)
    showing.mark([*begun, *ended])
    return len(begun) + len(ended)


def flag_stale_verdicts() -> int:
    """Flag what was published about other words, or on other grounds, than stand there now. Returns what changed."""
    stale = {page.review.claim_id: page for page in reworded()[:BATCH]}
    stale |= {page.review.claim_id: page for page in shown().filter(Exists(LATER_CHANGE))[:BATCH]}
    return _flag(FlagRule.STALE_VERDICT, stale)


def flag_overdue(*, on: date | None = None) -> int:
    """Flag the pages whose re-check was due before this day. Returns what changed."""
    on = on or timezone.localdate()
    due = {page.review.claim_id: page for page in shown().filter(review__recheck_on__lt=on)[:BATCH]}
    return _flag(FlagRule.OVERDUE_RECHECK, due)


def _flag(rule: FlagRule, pages: dict[int, Publication]) -> int:
    """The flag of a rule stands on these claims, proven by their pages, and on no other."""
    changed = 0
    standing = set(Flag.objects.filter(rule=rule, cleared_at=None).values_list("claim_id", flat=True))
    for claim_id, page in pages.items():
        proof = {"publication": page.pk, "review": page.review_id}
        sourcing.raise_flag(claim=page.review.claim, rule=rule, proof=proof)
        changed += claim_id not in standing
    for claim in Claim.objects.filter(pk__in=standing - set(pages)):
        changed += sourcing.clear_flag(claim=claim, rule=rule)
    return changed


def follow() -> None:
    """Everything, in the order in which it follows."""
    follow_rewordings()
    tell_readers()
    flag_stale_verdicts()
    flag_overdue()
