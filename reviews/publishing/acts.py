"""Sign, publish, correct, retract: what the public is shown, from when to when."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from claims.identity import free_slug
from claims.models import User
from claims.refusals import NotNow, NotSo
from reviews import workflow
from reviews.enums import Announced, NoticeKind
from reviews.models import Approval, Correction, Publication, Review
from reviews.notices import notify
from reviews.publishing import showing
from reviews.publishing.claimreview import markup
from reviews.publishing.profiles import problems
from reviews.publishing.snapshot import Shown, digest, snapshot
from reviews.subscriptions import announce


@transaction.atomic
def sign(*, review: Review, by: User, seen: str, at: datetime | None = None) -> Approval:
    """Approve exactly what was seen: `seen` is the digest of the content that the approver was shown."""
    review = workflow.locked(review)
    refused = workflow.refusal("approve", review=review, by=by)
    if refused:
        raise refused
    if digest(snapshot(review)) != seen:
        raise NotNow("The content has changed since you looked at it; look at it again before you sign.")
    return workflow.approve(review=review, by=by, digest=seen, at=at)


@transaction.atomic
def publish(*, review: Review, by: User, at: datetime | None = None) -> Publication:
    """Show the public what was signed. An earlier round's page is replaced, and says so."""
    at = at or timezone.now()
    review = workflow.locked(review)
    refused = workflow.refusal("publish", review=review, by=by)
    if refused:
        raise refused
    shown = snapshot(review)
    if digest(shown) != review.approval.digest:
        raise NotNow("The content has changed since it was approved: return it to the desk for a new round.")
    before = _shown_now(Publication.objects.filter(review__claim=review.claim))
    if before:
        _end(before, at)
    publication = _show(review, shown, by=by, at=at, before=before)
    if before:
        _note(before, publication, by=by, at=at, reason=f"Reviewed again (round {review.round}).")
    workflow.move(review, "publish", by=by, publication=publication.pk, digest=publication.digest)
    notify(NoticeKind.PUBLISHED, review=review, by=by)
    announce(Announced.CORRECTED if before else Announced.PUBLISHED, publication, at=at)
    return publication


@transaction.atomic
def correct(
    *, publication: Publication, by: User, reason: str, explanation: str, at: datetime | None = None
) -> Publication:
    """Replace the words for readers on a published page, openly: with the reason, and the old words kept."""
    at = at or timezone.now()
    review = workflow.locked(publication.review)
    refused = workflow.refusal("correct", review=review, by=by)
    if refused:
        raise refused
    if not reason.strip():
        raise NotSo("Say why the page is corrected.", field="reason")
    before = _shown_now(Publication.objects.filter(pk=publication.pk))
    if before is None:
        raise NotNow("The page has been changed since; this version is no longer shown.")
    shown = {**before.shown, "explanation": explanation.strip()}
    if not explanation.strip() or shown == before.shown:
        raise NotSo("The explanation is empty or the same as before.", field="explanation")
    _end(before, at)
    after = _show(review, shown, by=by, at=at, before=before)
    _note(before, after, by=by, at=at, reason=reason.strip())
    workflow.move(review, "correct", by=by, why=reason.strip(), publication=after.pk, digest=after.digest)
    announce(Announced.CORRECTED, after, at=at)
    return after


@transaction.atomic
def retract(*, publication: Publication, by: User, reason: str, at: datetime | None = None) -> Publication:
    """Take a page back. A tombstone with the reason stays at its address."""
    review = workflow.locked(publication.review)
    refused = workflow.refusal("retract", review=review, by=by)
    if refused:
        raise refused
    if not reason.strip():
        raise NotSo("Say why the page is retracted.", field="reason")
    shown = _shown_now(Publication.objects.filter(pk=publication.pk))
    if shown is None:
        raise NotNow("This version is no longer shown.")
    shown.retracted_at, shown.retraction_reason = at or timezone.now(), reason.strip()
    shown.save(update_fields=["retracted_at", "retraction_reason"])
    showing.mark([shown])
    workflow.move(review, "retract", by=by, why=reason.strip(), publication=shown.pk)
    announce(Announced.RETRACTED, shown, at=shown.retracted_at)
    return shown


def _shown_now(publications: QuerySet[Publication]) -> Publication | None:
    return publications.filter(shown_until=None).select_for_update(of=("self",)).first()


def _end(publication: Publication, at: datetime) -> None:
    publication.shown_until = at
    publication.save(update_fields=["shown_until"])


def _note(before: Publication, after: Publication, *, by: User, at: datetime, reason: str) -> None:
    Correction.objects.create(before=before, after=after, reason=reason, corrected_by=by, corrected_at=at)


def _show(review: Review, shown: Shown, *, by: User, at: datetime, before: Publication | None) -> Publication:
    slug = before.slug if before else free_slug(Publication, shown["claim"]["statement"])
    publication = Publication(
        review=review,
        slug=slug,
        shown=shown,
        digest=digest(shown),
        first_published_at=before.first_published_at if before else at,
        shown_from=at,
        published_by=by,
    )
    if found := problems(markup(publication)):
        raise NotSo(" ".join(found))
    publication.save(force_insert=True)
    showing.mark([publication, before] if before else [publication])
    return publication
