"""Separation of duties in the function and in the database, by every way of writing."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from claims.refusals import NotSo, NotYours
from reviews import workflow
from reviews.models import Approval, Assignment, ConflictOfInterest, Rating, Review, Verdict
from tests.factories import AttributionFactory, ClaimFactory, SourceFactory
from tests.factories.reviews import disputed, judge, review_at, sign

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]


def sql(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_f14_second_verdict_of_one_person_is_refused_by_the_database(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("in_review", cast, ratings)
    with pytest.raises(IntegrityError, match="nobody judges twice"):
        sql(
            "INSERT INTO reviews_verdict (review_id, reviewer_id, rating_id, rationale, confidence, no_evidence,"
            " statement_digest, attempt, submitted_at) VALUES (%s, %s, %s, 'x', 'low', true, %s, 2, now())",
            review.pk, cast.reviewer.pk, ratings["true"].pk, review.statement_digest,
        )  # fmt: skip


@pytest.mark.parametrize("state", ["agreed", "settled", "approved", "published", "corrected", "retracted"])
def test_p14_state_is_not_set_past_the_rule(state: str, cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("in_review", cast, ratings)
    with pytest.raises(IntegrityError):
        sql("UPDATE reviews_review SET state = %s WHERE id = %s", state, review.pk)
    assert Review.objects.get().state == "in_review"


def test_p14_signature_without_a_settlement_is_refused(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("in_review", cast, ratings)
    with pytest.raises(IntegrityError, match="not settled"), transaction.atomic():
        Approval.objects.create(review=review, approver=cast.approver, digest="0" * 64)


def test_p14_loaddata_brings_in_no_published_review(cast: SimpleNamespace, ratings: Ratings, tmp_path: Path) -> None:
    claim = ClaimFactory()
    fields = {"claim": claim.pk, "round": 1, "state": "published", "statement": "x", "statement_digest": "0" * 64}
    file = tmp_path / "reviews.json"
    file.write_text(json.dumps([{"model": "reviews.review", "pk": 1, "fields": fields}]))
    with pytest.raises(IntegrityError, match="a review begins in the queue"), transaction.atomic():
        call_command("loaddata", str(file), verbosity=0)
    assert not Review.objects.exists()


@pytest.mark.parametrize("person", ["editor", "administrator"])
def test_who_added_a_claim_has_no_other_duty(person: str, cast: SimpleNamespace, ratings: Ratings) -> None:
    claim = AttributionFactory(claim=ClaimFactory(added_by=getattr(cast, person))).claim
    review = workflow.open_review(claim=claim, by=cast.editor)
    for duty in ("judge", "decide", "vote", "approve", "except"):
        refused = workflow.bar(review, getattr(cast, person), duty)
        assert isinstance(refused, NotYours), duty
    with pytest.raises(IntegrityError, match="who added a claim"), transaction.atomic():
        Assignment.objects.create(review=review, reviewer=getattr(cast, person), assigned_by=cast.editor)


def test_conflict_with_a_merged_source_bars_too(cast: SimpleNamespace, ratings: Ratings) -> None:
    said = AttributionFactory()
    dropped = SourceFactory(merged_into=said.source)
    ConflictOfInterest.objects.create(person=cast.reviewer, source=dropped, reason="cousin")
    review = workflow.open_review(claim=said.claim, by=cast.editor)
    with pytest.raises(NotSo, match="conflict of interest"):
        workflow.assign(review=review, reviewers=[cast.reviewer], by=cast.editor)
    with pytest.raises(IntegrityError, match="conflict of interest"):
        sql(
            "INSERT INTO reviews_assignment (review_id, reviewer_id, assigned_by_id, assigned_at, by_rule)"
            " VALUES (%s, %s, %s, now(), '[]')", review.pk, cast.reviewer.pk, cast.editor.pk,
        )  # fmt: skip


def test_declared_conflict_ends_what_one_was_asked_to_judge(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("in_review", cast, ratings)
    source = review.claim.attributions.get().source
    workflow.declare_conflict(source=source, by=cast.reviewer, reason="Former employer.")
    review.refresh_from_db()
    assert (review.state, review.verdicts.standing().count()) == ("assigned", 0)
    with pytest.raises(NotYours):
        judge(review, cast.reviewer, ratings["true"])


def test_who_judged_does_not_decide_even_as_superuser(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("queued", cast, ratings)
    workflow.assign(review=review, reviewers=[cast.administrator, cast.reviewer], by=cast.editor)
    judge(review, cast.administrator, ratings["true"])
    judge(review, cast.reviewer, ratings["false"])
    with pytest.raises(NotYours, match="a third person must"):
        workflow.adjudicate(review=review, by=cast.administrator, rating=ratings["true"], explanation="I say so.")
    with pytest.raises(IntegrityError, match="nobody approves his own verdict"):
        sql(
            "INSERT INTO reviews_settlement (review_id, rating_id, explanation, adjudicator_id, settled_by, grounds,"
            " settled_at) VALUES (%s, %s, 'x', %s, 'adjudicator', '', now())",
            review.pk, ratings["true"].pk, cast.administrator.pk,
        )  # fmt: skip


def test_who_decided_does_not_sign(cast: SimpleNamespace, ratings: Ratings) -> None:
    review = disputed(cast, ratings)
    workflow.adjudicate(review=review, by=cast.administrator, rating=ratings["true"], explanation="It is so.")
    with pytest.raises(NotYours, match="nobody approves his own decision"):
        sign(review, cast.administrator)


@pytest.mark.parametrize("table", ["verdict", "settlement", "approval", "verdict_evidence"])
def test_what_was_judged_and_signed_is_never_emptied(table: str, cast: SimpleNamespace, ratings: Ratings) -> None:
    review_at("approved", cast, ratings)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError):
        sql(f"TRUNCATE reviews_{table} CASCADE")
    assert Verdict.objects.count() == 2


def test_p16_a_person_with_verdicts_is_not_deleted(cast: SimpleNamespace, ratings: Ratings) -> None:
    review_at("settled", cast, ratings)
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.reviewer.delete()
    assert Verdict.objects.count() == 2
