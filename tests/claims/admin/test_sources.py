"""Sources, spellings and merges, evidence: every role, constant queries, buttons and refusals."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from claims.enums import MergeState
from claims.models import Source, SourceMerge
from tests.factories import AttributionFactory, EvidenceFactory, SourceFactory

pytestmark = pytest.mark.django_db
DESK = ("editor", "reviewer", "approver", "custodian", "partner", "administrator")


def signed_in(client: Client, person: Any) -> Client:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def proposal(**given: Any) -> SourceMerge:
    kept, dropped = SourceFactory(name="Jan Leike"), AttributionFactory(source__name="Reich").source
    words = {"grounds": ["“Reich” sounds like “Leike”."], **given}
    merge: SourceMerge = SourceMerge.objects.create(kept=kept, dropped=dropped, **words)
    return merge


def press(client: Client, merge: SourceMerge, act: str) -> Any:
    return client.post(reverse("admin:merge_act", args=[merge.pk, act]), follow=True)


def test_source_is_read_by_everybody_at_the_desk_and_not_by_the_outsider(
    client: Client, cast: SimpleNamespace
) -> None:
    source = AttributionFactory().source
    address = reverse("admin:claims_source_change", args=[source.pk])
    for role in DESK:
        assert signed_in(client, getattr(cast, role)).get(address).status_code == 200, role
    assert signed_in(client, cast.outsider).get(address).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_registers_take_the_same_queries_however_many_rows(
    number: int, client: Client, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    source = SourceFactory()
    for _ in range(number):
        AttributionFactory(source=source)
        EvidenceFactory().origins.add(SourceFactory())
        proposal()
    signed_in(client, cast.editor)
    with django_assert_num_queries(7):
        client.get(reverse("admin:claims_source_changelist"))
    with django_assert_num_queries(9):
        client.get(reverse("admin:claims_source_change", args=[source.pk]))
    with django_assert_num_queries(8):
        client.get(reverse("admin:claims_sourcemerge_changelist"))
    with django_assert_num_queries(8):
        client.get(reverse("admin:claims_evidence_changelist"))


def test_merge_is_confirmed_and_undone_by_buttons(client: Client, cast: SimpleNamespace) -> None:
    merge = proposal()
    signed_in(client, cast.editor)
    page = press(client, merge, "confirm").content.decode()
    assert "state-confirmed" in page
    assert Source.objects.get(pk=merge.dropped_id).merged_into_id == merge.kept_id
    assert "state-undone" in press(client, merge, "undo").content.decode()
    assert Source.objects.get(pk=merge.dropped_id).merged_into_id is None


def test_merge_that_was_rejected_offers_no_button_and_refuses_with_a_sentence(
    client: Client, cast: SimpleNamespace
) -> None:
    merge = proposal()
    signed_in(client, cast.editor)
    press(client, merge, "reject")
    page = press(client, merge, "confirm")
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert reverse("admin:merge_act", args=[merge.pk, "confirm"]) not in page.content.decode()
    assert SourceMerge.objects.get(pk=merge.pk).state == MergeState.REJECTED


def test_merges_that_wait_stand_first(client: Client, cast: SimpleNamespace) -> None:
    decided, waiting = proposal(), proposal()
    signed_in(client, cast.editor)
    press(client, decided, "reject")
    rows = client.get(reverse("admin:claims_sourcemerge_changelist")).context["rows"]
    assert [row["merge"].pk for row in rows] == [waiting.pk, decided.pk]


@pytest.mark.parametrize("role", ["reviewer", "approver", "custodian", "partner", "outsider"])
def test_only_editors_decide_merges(role: str, client: Client, cast: SimpleNamespace) -> None:
    merge = proposal()
    press(signed_in(client, getattr(cast, role)), merge, "confirm")
    assert SourceMerge.objects.get(pk=merge.pk).state == MergeState.PROPOSED
