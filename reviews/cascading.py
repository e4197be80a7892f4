"""What follows for reviews and pages when a source proves wrong, or when a claim comes to rest on something else."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from claims import sourcing
from claims.models import BasisChange, Claim, Event, Source, User
from claims.refusals import NotNow, NotSo, NotYours
from reviews.enums import OPEN_STATES, State
from reviews.models import Publication, Review
from reviews.workflow import open_review

SHOWN = (State.PUBLISHED, State.CORRECTED)


class Resting(NamedTuple):
    """One claim that rests on a source, its page if readers see one, and whether a round is open."""

    falling: sourcing.Falling
    page: Publication | None
    under_review: bool

    @property
    def can_reopen(self) -> bool:
        return self.page is not None and not self.under_review


def resting_on(source: Source) -> list[Resting]:
    """Every claim that rests on the source; those that readers see first, and of those the ones that fall."""
    falling = sourcing.cascade(source)
    claims = [each.claim.pk for each in falling]
    pages = Publication.objects.filter(review__claim__in=claims, shown_until=None, retracted_at=None)
    by_claim = {page.review.claim_id: page for page in pages.select_related("review")}
    is_open = set(Review.objects.filter(claim__in=claims, state__in=OPEN_STATES).values_list("claim_id", flat=True))
    found = [Resting(each, by_claim.get(each.claim.pk), each.claim.pk in is_open) for each in falling]
    return sorted(found, key=lambda each: (each.page is None, not each.falling.falls, each.falling.claim.pk))


@transaction.atomic
def reopen(*, source: Source, by: User, why: str, claims: Collection[int] | None = None) -> list[Review]:
    """Open a new round on every published claim that rests on the source, or on those given. The pages stay as they
    are until the rounds are settled. Raises Refused without permission or reason, and where there is nothing to open.
    """
    if not by.has_perm("reviews.assign_review"):
        raise NotYours(f"{by} may not open a review: it takes the permission “reviews.assign_review”.")
    if not why.strip():
        raise NotSo("Say why the claims are reopened.", field="why")
    possible = [each.falling.claim for each in resting_on(source) if each.can_reopen]
    if claims is not None and (strange := set(claims) - {claim.pk for claim in possible}):
        raise NotSo(
            f"Claim {min(strange)} is not a published claim that rests on this source, or is under review already.",
            field="claims",
        )
    chosen = [claim for claim in possible if claims is None or claim.pk in claims]
    if not chosen:
        raise NotNow("No published claim rests on this source, or all of them are under review already.")
    words = f"It rests on {source}: {why.strip()}"
    reviews = [open_review(claim=claim, by=by, why=words) for claim in chosen]
    Event.record(subject=source, what="reopen_claims", by=by, why=why.strip(), claims=[claim.pk for claim in chosen])
    return reviews


def follow_basis_changes() -> int:
    """Reopen what is published and rests on something else since. Returns how many rounds were opened."""
    opened = 0
    waiting = BasisChange.objects.filter(followed_at=None).order_by("at", "pk").values_list("pk", flat=True)[:1000]
    for pk in list(waiting):
        opened += _follow(pk)
    return opened


@transaction.atomic
def _follow(pk: int) -> int:
    change = BasisChange.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if change is None or change.followed_at:
        return 0
    opened = 0
    claim = Claim.objects.get(pk=change.claim_id)
    last = Review.objects.filter(claim=claim).order_by("-round").first()
    if last is not None and last.state in SHOWN and not claim.discarded_at and _published_before(change, last):
        why = f"{change.get_before_display()} until {change.at:%-d %B %Y}; {change.get_after_display().lower()} since."
        open_review(claim=claim, by=None, why=why)
        opened = 1
    change.followed_at = timezone.now()
    change.save(update_fields=["followed_at"])
    return opened


def _published_before(change: BasisChange, review: Review) -> bool:
    return review.publications.filter(shown_until=None, shown_from__lte=change.at).exists()
