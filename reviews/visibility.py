"""What a person may see of a review. Reviewers are blind to each other until both verdicts are in."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.models import Claim, User
from reviews.enums import State
from reviews.models import Assignment, Comment, Review, Verdict

BLIND_STATES = (State.QUEUED, State.ASSIGNED, State.IN_REVIEW)


def verdicts_visible_to(user: User, review: Review) -> QuerySet[Verdict]:
    """The verdicts that this person may see now: while the round is blind, his own alone, superusers too."""
    verdicts = Verdict.objects.filter(review=review).select_related("rating", "reviewer", "withdrawal")
    return visible(verdicts, user).order_by("id")


def visible(verdicts: QuerySet[Verdict], user: User) -> QuerySet[Verdict]:
    """Of any verdicts those that this person may see; every list, count and filter starts from here."""
    return verdicts.exclude(Q(review__state__in=BLIND_STATES) & ~Q(reviewer=user)).exclude(
        Q(review__state=State.RETURNED) & ~Q(reviewer=user)
    )


def shown_state(review: Review) -> str:
    """The state in words. “Assigned” and “in review” read alike, since the difference tells that a verdict is in."""
    if review.state in (State.ASSIGNED, State.IN_REVIEW):
        return "With reviewers"
    return State(review.state).label


def has_judged(user: User, review: Review) -> bool:
    """Whether a verdict of his stands in this round; one that he withdrew does not count."""
    return Verdict.objects.standing().filter(review=review, reviewer=user).exists()


def comments_seen_by(user: User) -> QuerySet[Comment]:
    """Every comment that this person may read: none by another who judges its claim in the same blind round."""
    blind = Assignment.objects.filter(review__claim=OuterRef("claim"), review__state__in=BLIND_STATES)
    judge_both = Exists(blind.filter(reviewer=user)) & Exists(blind.filter(reviewer=OuterRef("author")))
    return Comment.objects.exclude(judge_both & ~Q(author=user))


def comments_visible_to(user: User, claim: Claim) -> QuerySet[Comment]:
    """Those of one claim, in order."""
    return comments_seen_by(user).filter(claim=claim).select_related("author").order_by("pk")


def are_blind_to_each_other(one: User, other: User, claim: Claim) -> bool:
    """Whether two people judge this claim in a round that is still blind."""
    judges = _blind_judges(claim).filter(reviewer__in=[one, other])
    return one != other and len(set(judges.values_list("reviewer", flat=True))) > 1


def _blind_judges(claim: Claim) -> QuerySet[Assignment]:
    """Everybody who was asked in the blind round, whoever has handed back included."""
    return Assignment.objects.filter(review__claim=claim, review__state__in=BLIND_STATES)
