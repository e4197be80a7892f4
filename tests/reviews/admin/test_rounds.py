"""Every act of a round through the workbench: the right person presses, the outsider reaches nothing."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim
from reviews.admin.rounds import ROUND_ACTS
from reviews.enums import DisputeRule
from reviews.models import ConflictOfInterest, DeskRules, PublicationException, Rating, Review
from tests.factories.reviews import anonymous_claim, disputed, review_at
from tests.reviews.admin.test_desk import act, signed_in

pytestmark = pytest.mark.django_db
Ratings = dict[str, Rating]


def page(client: Client, person: Any, claim: Claim) -> str:
    return signed_in(client, person).get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()


def offers(text: str, claim: Claim, name: str) -> bool:
    return reverse("admin:claim_act", args=[claim.pk, name]) in text


def judges(review: Review) -> list[str]:
    return list(review.assignments.filter(ended_at=None).order_by("pk").values_list("reviewer__username", flat=True))


def test_rules_suggest_with_grounds_and_fill_the_round_by_button(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = review_at("queued", cast, ratings)
    assert "0 of 5 claims at once" in page(client, cast.editor, review.claim)
    assert act(client, review.claim, "assign_by_rule") == "Assigned by the desk's rules."
    assert judges(review) == ["other_reviewer", "partner"]
    assert not offers(page(client, cast.editor, review.claim), review.claim, "assign_by_rule")


def test_reviewer_is_replaced_and_the_page_does_not_tell_whether_he_had_judged(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    words = []
    for step in ("assigned", "in_review"):
        review = review_at(step, cast, ratings)
        page(client, cast.editor, review.claim)
        given = {"reviewer": cast.reviewer.pk, "why": "On holiday."}
        said = act(client, review.claim, "take_off", instead=cast.third_reviewer.pk, **given)
        assert said == f"{cast.third_reviewer} is asked in place of {cast.reviewer}."
        assert judges(review) == ["other_reviewer", "third_reviewer"]
        act(client, review.claim, "take_off", reviewer=cast.third_reviewer.pk, why="Ill.")
        answer = client.get(reverse("admin:claims_claim_change", args=[review.claim_id]))
        words.append(
            (
                [entry["words"] for entry in answer.context["history"]],
                [each.person.username for each in answer.context["suggested"]],
                [(each["event"], each["refused"]) for each in answer.context["blocked"]],
            )
        )
    assert words[0] == words[1]


def test_reviewer_withdraws_his_own_verdict_and_judges_again(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = review_at("in_review", cast, ratings)
    assert not offers(page(client, cast.other_reviewer, review.claim), review.claim, "withdraw_verdict")
    assert offers(page(client, cast.reviewer, review.claim), review.claim, "withdraw_verdict")
    assert act(client, review.claim, "withdraw_verdict", why="I misread it.").startswith("Withdrawn.")
    again = page(client, cast.reviewer, review.claim)
    assert "withdrawn" in again
    assert offers(again, review.claim, "submit_verdict")


def test_panel_votes_at_the_workbench(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    DeskRules.objects.create(pk=1, disputes_go_to=DisputeRule.PANEL)
    review = disputed(cast, ratings)
    for voter in (cast.editor, cast.administrator):
        assert offers(page(client, voter, review.claim), review.claim, "vote")
        said = act(client, review.claim, "vote", rating="true", reasons=f"So {voter} reads it.")
        assert said == "Your vote is on record."
    assert "decided by the panel" in page(client, cast.editor, review.claim)
    assert f"So {cast.administrator} reads it." in page(client, cast.approver, review.claim)


def test_exception_is_asked_for_and_signed_by_another(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("settled", cast, ratings, claim=anonymous_claim())
    assert offers(page(client, cast.editor, review.claim), review.claim, "ask_exception")
    said = act(client, review.claim, "ask_exception", reason="The danger is urgent.")
    assert said == "Asked for; a second person must sign it."
    own = page(client, cast.editor, review.claim)
    assert (offers(own, review.claim, "sign_exception"), "a second person must sign" in own) == (False, True)
    assert offers(page(client, cast.approver, review.claim), review.claim, "sign_exception")
    act(client, review.claim, "sign_exception")
    assert PublicationException.objects.get().second_signer == cast.approver


def test_serious_allegation_is_marked_and_its_reply_is_logged(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = review_at("settled", cast, ratings)
    today = timezone.now().date().isoformat()
    page(client, cast.editor, review.claim)
    said = act(client, review.claim, "mark_serious", serious="yes", why="It alleges a crime.")
    assert said == "Marked as a serious allegation."
    assert act(client, review.claim, "ask_reply", asked="The mayor", means="email") == "Say when it was asked."
    days = {"asked_on": today, "reply_by": today}
    said = act(client, review.claim, "ask_reply", asked="The mayor", means="email", **days)
    assert said == "The question is on record."
    request = review.claim.reply_requests.get()
    said = act(client, review.claim, "record_reply", request=request.pk, answered_on=today, declined="on")
    assert said == "The answer is on record."
    assert "no comment" in page(client, cast.reviewer, review.claim)
    assert not offers(page(client, cast.reviewer, review.claim), review.claim, "ask_reply")


def test_reviewer_declares_a_tie_and_is_no_longer_asked(
    client: Client, cast: SimpleNamespace, ratings: Ratings
) -> None:
    review = review_at("assigned", cast, ratings)
    source = review.claim.attributions.get().source
    assert offers(page(client, cast.reviewer, review.claim), review.claim, "declare_conflict")
    act(client, review.claim, "declare_conflict", source=source.pk, reason="My brother works there.")
    assert ConflictOfInterest.objects.get().person == cast.reviewer
    assert judges(review) == ["other_reviewer"]


def test_outsider_reaches_no_act_of_a_round(client: Client, cast: SimpleNamespace, ratings: Ratings) -> None:
    review = review_at("in_review", cast, ratings)
    signed_in(client, cast.outsider)
    for name in ROUND_ACTS:
        answer = client.post(reverse("admin:claim_act", args=[review.claim_id, name]), {"why": "I want to."})
        assert answer.url.startswith(reverse("admin:login")), name
    review.refresh_from_db()
    assert (review.state, review.serious, judges(review)) == ("in_review", False, ["reviewer", "other_reviewer"])
