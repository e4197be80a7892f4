"""Many claims assigned at once: each by the same guarded functions as at its workbench, and refused by itself."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import transaction

from claims.models import Claim, User
from claims.refusals import Refused
from reviews import workflow
from reviews.enums import OPEN_STATES

MOST = 200  # claims at once


class Outcome(NamedTuple):
    """What became of one claim; `refused` is empty where it was assigned."""

    claim: Claim
    refused: str


def assign_all(
    claims: Iterable[Claim], *, by: User, reviewers: list[User], by_rule: bool, due_on: date | None
) -> list[Outcome]:
    """Assign each claim to the reviewers, or by the desk's rules. A claim that is not queued is queued first.

    One refusal changes nothing of its own claim and nothing of the others.
    """
    return [Outcome(claim, _assign(claim, by, reviewers, by_rule=by_rule, due_on=due_on)) for claim in claims]


def _assign(claim: Claim, by: User, reviewers: list[User], *, by_rule: bool, due_on: date | None) -> str:
    try:
        with transaction.atomic():
            review = claim.reviews.filter(state__in=OPEN_STATES).first()
            review = review or workflow.open_review(claim=claim, by=by)
            if by_rule:
                workflow.assign_by_rule(review=review, by=by, due_on=due_on)
            else:
                workflow.assign(review=review, reviewers=reviewers, by=by, due_on=due_on)
    except Refused as refused:
        return refused.sentence
    return ""
