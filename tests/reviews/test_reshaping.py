"""While a claim is judged its words stay; the refusal does not tell whether a verdict is in."""

from types import SimpleNamespace

import pytest

from claims.intake import Part
from claims.models import Claim, Event
from claims.refusals import NotNow
from reviews import workflow
from reviews.models import Rating
from tests.factories import ClaimFactory
from tests.factories.reviews import review_at

pytestmark = pytest.mark.django_db


def beside(claim: Claim) -> Claim:
    other: Claim = ClaimFactory(revision=claim.revision, start=claim.start, end=claim.end + 1)
    return other


def reshape(claim: Claim, cast: SimpleNamespace) -> list[str]:
    """What is said to each of the three acts."""
    words = claim.quote.split()
    parts = (Part(words[0], "One.", claim.start, claim.start + len(words[0])), Part(claim.quote, "Two."))
    said = []
    for act in (
        lambda: workflow.reanchor_claim(claim=claim, by=cast.editor, quote="mayor", start=4, end=9, why="x"),
        lambda: workflow.split_claim(claim=claim, parts=parts, by=cast.editor, why="x"),
        lambda: workflow.merge_claims(kept=claim, dropped=beside(claim), statement="A.", by=cast.editor, why="x"),
    ):
        with pytest.raises(NotNow) as refused:
            act()
        said.append(refused.value.sentence)
    return said


def test_claim_with_reviewers_keeps_its_words_whether_or_not_a_verdict_is_in(
    cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    claims = [review_at(step, cast, ratings).claim for step in ("assigned", "in_review", "settled", "approved")]
    for claim in claims:
        sentence = f"Claim {claim.pk} is being reviewed in these words: return the round to the desk first."
        assert reshape(claim, cast) == [sentence] * 3
    assert not Event.objects.filter(what__in=["reanchor_claim", "split_claim", "merge_claims"]).exists()


def test_claim_in_the_queue_is_changed_but_not_merged_away(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    claim = review_at("queued", cast, ratings).claim
    with pytest.raises(NotNow, match="is in the queue"):
        workflow.merge_claims(kept=beside(claim), dropped=claim, statement="A.", by=cast.editor, why="x")
    workflow.reanchor_claim(claim=claim, by=cast.editor, quote="mayor", start=4, end=9, why="x")
    assert Claim.objects.get(pk=claim.pk).quote == "mayor"


def test_published_claim_is_not_merged_away(cast: SimpleNamespace, ratings: dict[str, Rating]) -> None:
    claim = review_at("published", cast, ratings).claim
    other = beside(claim)
    with pytest.raises(NotNow, match="is public or was"):
        workflow.merge_claims(kept=other, dropped=claim, statement="A.", by=cast.editor, why="x")
    workflow.merge_claims(kept=claim, dropped=other, statement="A.", by=cast.editor, why="x")
    assert Claim.objects.filter(pk=other.pk, discarded_at=None).count() == 0
