"""The desk's rules on their pages, and a tie that is declared there."""

from types import SimpleNamespace

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from reviews import workflow
from reviews.models import AssignmentRule, ConflictOfInterest, DeskRules, Rating, ReviewerProfile
from tests.factories.reviews import review_at
from tests.reviews.admin.test_desk import signed_in

pytestmark = pytest.mark.django_db
PAGES = ("deskrules", "assignmentrule", "reviewerprofile")


@pytest.mark.parametrize("page", PAGES)
def test_rules_are_for_editors_and_administrators(page: str, client: Client, cast: SimpleNamespace) -> None:
    for address in (reverse(f"admin:reviews_{page}_changelist"), reverse(f"admin:reviews_{page}_add")):
        for role, code in (("editor", 200), ("administrator", 200), ("reviewer", 403), ("outsider", 302)):
            assert signed_in(client, getattr(cast, role)).get(address).status_code == code, role


def test_desk_has_one_set_of_rules_that_an_editor_sets_and_changes(client: Client, cast: SimpleNamespace) -> None:
    words = {
        "reviewers_needed": 1, "disputes_go_to": "panel", "days_to_judge": 4, "remind_days_before": 1,
        "days_to_reply": 2, "recheck_after_days": "",
    }  # fmt: skip
    signed_in(client, cast.editor)
    assert client.post(reverse("admin:reviews_deskrules_add"), words).status_code == 302
    assert (DeskRules.current().reviewers_needed, DeskRules.current().disputes_go_to) == (1, "panel")
    change = reverse("admin:reviews_deskrules_change", args=[1])
    assert client.post(reverse("admin:reviews_deskrules_add"), words).url == change
    assert client.post(change, {**words, "reviewers_needed": 2}).status_code == 302
    assert client.post(change, {**words, "reviewers_needed": 3}).status_code == 200
    assert DeskRules.objects.get().reviewers_needed == 2
    assert signed_in(client, cast.reviewer).post(change, words).status_code == 403


def test_editor_says_what_reviewers_know_and_what_counts(client: Client, cast: SimpleNamespace) -> None:
    signed_in(client, cast.editor)
    client.post(reverse("admin:reviews_assignmentrule_add"), {"criterion": "topic", "weight": 3, "required": "on"})
    rule = AssignmentRule.objects.get()
    assert (rule.criterion, rule.weight, rule.required) == ("topic", 3, True)
    words = {"person": cast.reviewer.pk, "topics": "traffic,health", "languages": "en", "most_at_once": 2}
    assert client.post(reverse("admin:reviews_reviewerprofile_add"), words).status_code == 302
    assert ReviewerProfile.objects.get().topics == ["traffic", "health"]
    assert client.post(reverse("admin:reviews_reviewerprofile_add"), {**words, "person": cast.approver.pk}).context
    assert ReviewerProfile.objects.count() == 1


def test_tie_declared_on_its_page_ends_the_assignment_and_is_declared_once(
    client: Client, cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    review = review_at("assigned", cast, ratings)
    words = {"source": review.claim.attributions.get().source_id, "reason": "My brother works there."}
    address = reverse("admin:reviews_conflictofinterest_add")
    assert signed_in(client, cast.outsider).post(address, words).status_code == 302
    assert ConflictOfInterest.objects.count() == 0
    signed_in(client, cast.reviewer).post(address, words)
    assert not review.assignments.filter(reviewer=cast.reviewer, ended_at=None).exists()
    again = client.post(address, words)
    assert "You have declared this already." in [str(each) for each in get_messages(again.wsgi_request)]
    assert ConflictOfInterest.objects.get().person == cast.reviewer


def test_ties_of_others_are_seen_by_those_who_assign_alone(
    client: Client, cast: SimpleNamespace, ratings: dict[str, Rating]
) -> None:
    source = review_at("queued", cast, ratings).claim.attributions.get().source
    workflow.declare_conflict(source=source, by=cast.approver, reason="We went to school together.")
    address = reverse("admin:reviews_conflictofinterest_changelist")
    for role, seen in (("editor", True), ("approver", True), ("reviewer", False), ("partner", False)):
        page = signed_in(client, getattr(cast, role)).get(address).content.decode()
        assert ("We went to school together." in page) is seen, role
