"""The vault's pages: custodians alone, the reason first, the identity for a limited time."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from claims import vault
from claims.models import Source, VaultRecord
from tests.claims.admin.test_sources import signed_in
from tests.claims.vault.test_vault import JANE, REASON, held

pytestmark = pytest.mark.django_db
OTHERS = ("editor", "reviewer", "approver", "partner", "administrator")


def address(source: Source) -> str:
    return reverse("admin:vault_identity", args=[source.pk])


def press(client: Client, source: Source, act: str, **given: str) -> Any:
    return client.post(reverse("admin:vault_act", args=[source.pk, act]), given, follow=True)


def test_custodian_opens_with_a_reason_sees_the_identity_and_closes(client: Client, cast: SimpleNamespace) -> None:
    source = held(cast)
    signed_in(client, cast.custodian)
    assert JANE.name not in client.get(address(source)).content.decode()
    shown = press(client, source, "open", reason=REASON)
    assert JANE.name in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert 800 < int(shown["Refresh"]) < 902
    assert JANE.name not in press(client, source, "close").content.decode()
    acts = list(VaultRecord.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["entrusted", "opened", "shown", "closed"]


def test_without_a_reason_nothing_is_opened(client: Client, cast: SimpleNamespace) -> None:
    source = held(cast)
    page = press(signed_in(client, cast.custodian), source, "open", reason="")
    assert "Say why you need to know who it is." in page.content.decode()
    assert JANE.name not in page.content.decode()


def test_list_shows_public_labels_alone(client: Client, cast: SimpleNamespace) -> None:
    source = held(cast)
    page = signed_in(client, cast.custodian).get(reverse("admin:vault")).content.decode()
    assert source.name in page
    assert "Jane" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_the_same_queries_however_much_is_held(
    number: int, client: Client, cast: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        held(cast)
    signed_in(client, cast.custodian)
    with django_assert_num_queries(10):
        client.get(reverse("admin:vault"))


@pytest.mark.parametrize("role", OTHERS)
def test_for_everybody_else_the_pages_are_not_there(role: str, client: Client, cast: SimpleNamespace) -> None:
    source = held(cast)
    signed_in(client, getattr(cast, role))
    for path in (reverse("admin:vault"), address(source), reverse("admin:vault_replace", args=[source.pk])):
        assert client.get(path).status_code == 404, path
    for act in ("open", "close", "destroy", "other"):
        assert press(client, source, act, reason=REASON).status_code == 404
    assert vault.is_held(source.pk)
    assert VaultRecord.objects.count() == 1
    signed_in(client, cast.outsider)
    assert client.get(address(source)).status_code == 302


def test_editor_entrusts_and_cannot_read_it_again(client: Client, cast: SimpleNamespace) -> None:
    source = held(cast)
    vault.destroy(source_id=source.pk, by=cast.custodian, reason="The promise has ended.")
    signed_in(client, cast.editor)
    form = reverse("admin:vault_entrust", args=[source.pk])
    assert form in client.get(reverse("admin:claims_source_change", args=[source.pk])).content.decode()
    answer = client.post(form, {"name": JANE.name, "contact": JANE.contact, "note": JANE.note})
    assert answer.status_code == 302
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == ["The identity is in the vault. Only a custodian can read it from now on."]
    page = client.get(reverse("admin:claims_source_change", args=[source.pk])).content.decode()
    assert "Held in the vault." in page
    assert "Jane" not in page
    assert "holds an identity of this source already" in client.get(form).content.decode()
    vault.open_identity(source_id=source.pk, by=cast.custodian, reason=REASON)
    assert vault.reveal(source_id=source.pk, by=cast.custodian) == JANE


@pytest.mark.parametrize("role", ["reviewer", "approver", "partner"])
def test_who_may_not_entrust_is_not_told_whether_anything_is_held(
    role: str, client: Client, cast: SimpleNamespace
) -> None:
    source = held(cast)
    signed_in(client, getattr(cast, role))
    assert client.get(reverse("admin:vault_entrust", args=[source.pk])).status_code == 404
    page = client.get(reverse("admin:claims_source_change", args=[source.pk])).content.decode()
    assert "vault" not in page.lower()


def test_custodian_replaces_and_destroys_with_a_reason(client: Client, cast: SimpleNamespace) -> None:
    source = held(cast)
    signed_in(client, cast.custodian)
    form = reverse("admin:vault_replace", args=[source.pk])
    assert JANE.name not in client.get(form).content.decode()
    page = client.post(form, {"name": "Somebody Else", "reason": "short"})
    assert "Say why the identity is replaced." in page.content.decode()
    client.post(form, {"name": "Somebody Else", "reason": "It was somebody else."})
    assert "Somebody Else" in press(client, source, "open", reason=REASON).content.decode()
    assert "holds no identity" in press(client, source, "destroy", reason="The promise has ended.").content.decode()
    assert not vault.is_held(source.pk)


def test_nothing_of_the_vault_is_in_the_admins_own_log_or_lists(client: Client, cast: SimpleNamespace) -> None:
    source = held(cast)
    press(signed_in(client, cast.custodian), source, "open", reason=REASON)
    assert LogEntry.objects.count() == 0
    signed_in(client, cast.administrator)
    for path in ("identityvault/", "vaultrecord/"):
        assert client.get(f"/desk/claims/{path}").status_code == 404
