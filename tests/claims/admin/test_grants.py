"""Grants at the desk: the page, the form, the buttons, the policies; and who sees none of it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import AnonymityGrant, Attribution, HousePolicy
from tests.claims.admin.test_sources import signed_in
from tests.factories import AttributionFactory
from tests.factories.grants import approved, complete, load_policies, requested, unnamed

pytestmark = pytest.mark.django_db
SEE = ("editor", "approver", "custodian", "administrator")


@pytest.fixture(autouse=True)
def _policies(db: None) -> None:
    load_policies()


def address(attribution: Attribution) -> str:
    return reverse("admin:grant_page", args=[attribution.pk])


def posted(cast: SimpleNamespace, **given: Any) -> dict[str, Any]:
    """The fields as the browser sends them."""
    words = {"attempt_on": "2026-03-01", "attempt_how": "By telephone", "identity_known_by": [cast.editor.pk],
             "jigsaw_checked": "on", **given}  # fmt: skip
    for name, value in complete(cast).items():
        words.setdefault(name, getattr(value, "pk", value))
    return {name: value for name, value in words.items() if value is not None}


def test_grant_is_asked_for_changed_approved_and_ended_on_its_page(client: Client, cast: SimpleNamespace) -> None:
    attribution = unnamed()
    signed_in(client, cast.editor)
    assert "No grant on record" in client.get(address(attribution)).content.decode()
    assert client.post(address(attribution), posted(cast)).status_code == 302
    grant = AnonymityGrant.objects.get()
    assert (grant.requested_by, grant.unmet, grant.attempts.count()) == (cast.editor, 1, 1)
    client.post(address(attribution), posted(cast, version=1, attempt_on=None, attempt_how=None, terms="No employer."))
    grant.refresh_from_db()
    assert (grant.terms, grant.version, grant.attempts.count()) == ("No employer.", 2, 1)
    signed_in(client, cast.approver)
    client.post(reverse("admin:grant_approve", args=[grant.pk]), {"version": 2})
    grant.refresh_from_db()
    assert (grant.approved_by, grant.unmet) == (cast.approver, 0)
    signed_in(client, cast.custodian)
    client.post(reverse("admin:grant_end", args=[grant.pk]), {"why": "Went public."})
    grant.refresh_from_db()
    assert (grant.ended_by, grant.end_reason) == (cast.custodian, "Went public.")


def test_button_that_refuses_says_why(client: Client, cast: SimpleNamespace) -> None:
    grant = requested(cast)
    page = signed_in(client, cast.editor).get(address(grant.attribution)).content.decode()
    assert "nobody approves his own grant" in page
    assert 'disabled aria-describedby="why-not"' in page
    page = signed_in(client, cast.approver).get(address(grant.attribution)).content.decode()
    assert 'id="why-not"' not in page


def test_form_says_at_the_field_what_is_wrong_and_saves_nothing(client: Client, cast: SimpleNamespace) -> None:
    attribution = unnamed()
    signed_in(client, cast.editor)
    answer = client.post(address(attribution), posted(cast, attempt_how="", weight="heavy", referred_on="2026-01-01"))
    errors = answer.context["form"].errors
    assert sorted(errors) == ["attempt_how", "weight"]
    answer = client.post(address(attribution), posted(cast, referred_on="2026-01-01"))
    assert sorted(answer.context["form"].errors) == ["referred_on"]
    assert not AnonymityGrant.objects.exists()


def test_form_opened_before_another_change_is_refused(client: Client, cast: SimpleNamespace) -> None:
    grant = requested(cast)
    signed_in(client, cast.editor)
    client.post(address(grant.attribution), posted(cast, version=1, terms="First."))
    answer = client.post(address(grant.attribution), posted(cast, version=1, terms="Second."))
    assert answer.context["form"].non_field_errors() == [
        "The grant has been changed since you opened it; look at it again."
    ]
    assert AnonymityGrant.objects.get().terms == "First."


def test_policies_are_compared_side_by_side(client: Client, cast: SimpleNamespace) -> None:
    grant = requested(cast, other_side="", people=None)
    reuters = HousePolicy.objects.get(publisher="Reuters")
    signed_in(client, cast.editor)
    context = client.get(address(grant.attribution), {"policy": reuters.pk}).context
    assert [each.clause.demand for each in context["in_force"]["unmet"]] == [
        "A second person has approved it, at the level that its weight demands."
    ]
    assert [each.clause.demand for each in context["compared"]["unmet"]] == [
        "What a single source says is corroborated.",
        "The other side was contacted.",
    ]
    assert client.get(address(grant.attribution), {"policy": "x"}).context["compared"] is None


def test_policy_is_put_in_force_by_who_may(client: Client, cast: SimpleNamespace) -> None:
    ap = HousePolicy.objects.get(publisher="AP")
    adopt = reverse("admin:policy_adopt", args=[ap.pk])
    for role in ("editor", "custodian"):
        signed_in(client, getattr(cast, role)).post(adopt, {"why": "x"})
        assert not HousePolicy.objects.get(pk=ap.pk).in_force
    signed_in(client, cast.approver).post(adopt, {"why": "We follow AP."})
    assert HousePolicy.objects.get(in_force=True) == ap
    assert "in force" in client.get(reverse("admin:claims_housepolicy_changelist")).content.decode()


def test_grants_that_wait_stand_first(client: Client, cast: SimpleNamespace) -> None:
    done, waits = approved(cast), requested(cast)
    signed_in(client, cast.approver)
    listed = reverse("admin:claims_anonymitygrant_changelist")
    assert [grant.pk for grant in client.get(listed).context["cl"].result_list] == [waits.pk, done.pk]
    assert [grant.pk for grant in client.get(listed, {"standing": "approved"}).context["cl"].result_list] == [done.pk]


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_the_same_queries_however_many_rows(
    number: int, client: Client, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    attribution = unnamed()
    for _ in range(number):
        requested(cast, AttributionFactory(source=attribution.source))
    signed_in(client, cast.approver)
    grant = AnonymityGrant.objects.first()
    assert grant is not None
    with django_assert_num_queries(7):
        client.get(reverse("admin:claims_anonymitygrant_changelist"))
    with django_assert_num_queries(21):
        client.get(address(grant.attribution))
    with django_assert_num_queries(7):
        client.get(reverse("admin:claims_housepolicy_changelist"))


def test_named_source_has_no_grant_page(client: Client, cast: SimpleNamespace) -> None:
    assert signed_in(client, cast.editor).get(address(AttributionFactory())).status_code == 404


@pytest.mark.parametrize("role", ["reviewer", "partner", "outsider"])
def test_grants_are_not_there_for_those_who_may_not_see_them(role: str, client: Client, cast: SimpleNamespace) -> None:
    grant = requested(cast)
    signed_in(client, getattr(cast, role))
    hidden = 302 if role == "outsider" else 404
    assert client.get(address(grant.attribution)).status_code == hidden
    assert client.post(address(grant.attribution), {}).status_code == hidden
    assert client.post(reverse("admin:grant_approve", args=[grant.pk]), {"version": 1}).status_code == hidden
    assert client.post(reverse("admin:grant_end", args=[grant.pk]), {"why": "x"}).status_code == hidden
    assert client.get(reverse("admin:claims_housepolicy_changelist")).status_code == hidden
    listed = client.get(reverse("admin:claims_anonymitygrant_changelist")).status_code
    assert listed == (302 if role == "outsider" else 403)
    assert AnonymityGrant.objects.get().version == 1


def test_size_of_a_group_is_recorded_by_an_editor(client: Client, cast: SimpleNamespace) -> None:
    add = reverse("admin:claims_groupsize_add")
    words = {"group": "safety team", "organisation": "", "about": 20, "as_of": "2024-05-01", "grounds": "a report"}
    for role in ("reviewer", "approver", "outsider"):
        assert signed_in(client, getattr(cast, role)).post(add, words).status_code in (302, 403)
    signed_in(client, cast.editor)
    assert client.post(add, {**words, "about": 0}).status_code == 200
    assert client.post(add, words).status_code == 302
    listed = client.get(reverse("admin:claims_groupsize_changelist")).context["cl"].result_list
    assert [(size.group, size.about, size.added_by) for size in listed] == [("safety team", 20, cast.editor)]
