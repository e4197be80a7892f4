"""Whom the desk's rules suggest as reviewers, best first, each with the grounds. The rules are rows."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db.models import Count, Q

from claims.models import User
from reviews.enums import Criterion, State
from reviews.models import AssignmentRule, Review, ReviewerProfile
from reviews.workflow.duties import free_of_other_duties

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Without rows: whoever has room, knows the topic and reads the language; the last is required.
DEFAULT_RULES = (
    AssignmentRule(criterion=Criterion.WORKLOAD, weight=1, required=True),
    AssignmentRule(criterion=Criterion.TOPIC, weight=2),
    AssignmentRule(criterion=Criterion.LANGUAGE, weight=1, required=True),
)


class Suggestion(NamedTuple):
    """A person, how well he fits (0 to the sum of the weights), and why."""

    person: User
    score: float
    grounds: list[str]


class Candidate(NamedTuple):
    profile: ReviewerProfile
    held: int  # claims that he is asked to judge, whether or not he has: a blind round must not show in it
    review: Review


def suggest(review: Review) -> list[Suggestion]:
    """Everybody who may judge this claim and meets what is required, best first; at a tie whoever has less to do.

    Whoever was asked in this round is left out, judged or not: a blind round must not show in who is suggested.
    """
    rules = list(AssignmentRule.objects.filter(weight__gt=0).order_by("pk")) or list(DEFAULT_RULES)
    found = []
    for person, candidate in _candidates(review):
        weighed = [(rule, *CRITERIA[Criterion(rule.criterion)](candidate)) for rule in rules]
        if any(rule.required and share == 0 for rule, share, _ in weighed):
            continue
        score = sum(rule.weight * share for rule, share, _ in weighed)
        grounds = [words for _, share, words in weighed if share]
        found.append((-score, candidate.held, person.username, Suggestion(person, round(score, 2), grounds)))
    return [suggestion for *_, suggestion in sorted(found, key=lambda each: each[:3])]


def _candidates(review: Review) -> Iterable[tuple[User, Candidate]]:
    with_reviewers = Q(assignments__ended_at=None, assignments__review__state__in=(State.ASSIGNED, State.IN_REVIEW))
    people = (
        User.objects.with_perm("reviews.judge_review", include_superusers=False, backend=BACKEND)
        .filter(is_active=True)
        .exclude(pk__in=review.assignments.values("reviewer"))
        .annotate(held=Count("assignments", filter=with_reviewers, distinct=True))
        .select_related("reviewer_profile")
        .order_by("username")
    )
    for person in free_of_other_duties(review, people, "judge"):
        profile = getattr(person, "reviewer_profile", None) or ReviewerProfile(person=person)
        yield person, Candidate(profile, person.held, review)  # type: ignore[attr-defined] # annotated above


def _workload(candidate: Candidate) -> tuple[float, str]:
    most = candidate.profile.most_at_once
    room = max(0, most - candidate.held)
    return (room / most if most else 0), f"{candidate.held} of {most} claims at once"


def _topic(candidate: Candidate) -> tuple[float, str]:
    topic = candidate.review.claim.topic.casefold()
    knows = bool(topic) and topic in {each.casefold() for each in candidate.profile.topics}
    return float(knows), f"knows the topic “{candidate.review.claim.topic}”"


def _language(candidate: Candidate) -> tuple[float, str]:
    language = (candidate.review.claim.revision.article.language or "en").split("-")[0].casefold()
    reads = {each.split("-")[0].casefold() for each in candidate.profile.languages} or {"en"}
    return float(language in reads), f"reads “{language}”"


CRITERIA: dict[Criterion, Callable[[Candidate], tuple[float, str]]] = {
    Criterion.WORKLOAD: _workload,
    Criterion.TOPIC: _topic,
    Criterion.LANGUAGE: _language,
}
