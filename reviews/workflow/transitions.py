"""The one function that follows the arrows of the transition table."""

from claims.models import Event, User
from claims.refusals import NotNow
from reviews.enums import State
from reviews.models import Review
from reviews.transitions import BY_EVENT


def locked(review: Review) -> Review:
    """The review as it is now, locked until the transaction ends."""
    return Review.objects.select_for_update(of=("self",)).select_related("claim").get(pk=review.pk)


def move(review: Review, event: str, *, by: User, why: str = "", **details: object) -> None:
    """Follow one arrow of the table and write it into the claim's history; part of the caller's transaction."""
    before, after = State(review.state), BY_EVENT[event].after
    if before not in BY_EVENT[event].before:
        raise NotNow(f"The review is {before.label.lower()}; “{event.replace('_', ' ')}” is not possible now.")
    review.state = after
    review.version += 1
    review.save(update_fields=["state", "version"])
    Event.record(
        subject=review.claim,
        what=event,
        by=by,
        why=why,
        review=review.pk,
        before=before.value,
        after=after.value,
        **details,
    )
