"""P8, P9, P12: exports hold nothing, history tells no values, every reveal is on record first."""

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from claims import vault
from claims.models import Event, IdentityVault, VaultRecord
from claims.vault import Identity, opening
from tests.claims.admin.test_sources import signed_in
from tests.claims.vault.test_vault import REASON, held
from tests.conftest import make_cast
from tests.factories import SourceFactory
from tests.promises.encodings import NAMES, found_in
from tests.promises.logins import logged_in

JANE, ZOE = (Identity(name, contact=f"{name} at home") for name in NAMES)


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{}, {"use_base_manager": True}])
def test_p08_a_dump_of_all_data_holds_nothing_of_the_vault(options: dict[str, Any], cast: SimpleNamespace) -> None:
    source = held(cast, JANE)
    sealed = IdentityVault.sealed.get().ciphertext
    out = io.StringIO()
    call_command("dumpdata", stdout=out, **options)
    dumped = out.getvalue()
    assert source.name in dumped  # the rest is there
    assert sealed not in dumped
    assert found_in(dumped.encode()) == set()
    assert "claims.identityvault" not in {row["model"] for row in json.loads(dumped)}


def test_p08_the_fixtures_hold_no_identity_and_no_key() -> None:
    for file in (Path(settings.BASE_DIR) / "fixtures").iterdir():
        words = file.read_text(encoding="utf-8")
        assert "identityvault" not in words
        assert "gAAAA" not in words


@pytest.mark.django_db
def test_p09_history_says_that_an_identity_changed_never_from_what_to_what(cast: SimpleNamespace) -> None:
    source = held(cast, JANE)
    first = IdentityVault.sealed.get().ciphertext
    for identity in (ZOE, JANE):  # and back again
        vault.replace(source_id=source.pk, identity=identity, by=cast.custodian, reason="It was somebody else.")
    told = list(
        Event.objects.filter(subject=f"source:{source.pk}").order_by("position").values("what", "why", "details")
    )
    assert [entry["what"] for entry in told] == ["identity_entrusted", "identity_replaced", "identity_replaced"]
    assert [list(entry["details"]) for entry in told] == [["record"]] * 3  # a number, and nothing to compare
    assert {entry["why"] for entry in told} == {""}
    kept = json.dumps(told) + json.dumps(list(VaultRecord.objects.values("act", "reason", "source_id")))
    assert found_in(kept.encode()) == set()
    assert IdentityVault.sealed.get().ciphertext != first  # going back does not look like going back


@pytest.mark.django_db(transaction=True)
def test_p12_the_record_is_committed_before_anything_is_decrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast()
    source = held(cast, JANE)
    seen: list[Any] = []

    def looked_at_from_outside(*args: Any) -> Identity:
        with logged_in("owner") as database:
            rows = database.execute("SELECT act, who_id, source_id, reason FROM claims_vaultrecord ORDER BY id")
            seen.extend(rows.fetchall())
        raise ConnectionResetError("the reader is gone")  # nothing is ever answered

    monkeypatch.setattr(opening, "unseal", looked_at_from_outside)
    client = signed_in(Client(raise_request_exception=False), cast.custodian)
    client.post(reverse("admin:vault_act", args=[source.pk, "open"]), {"reason": REASON})
    assert client.get(reverse("admin:vault_identity", args=[source.pk])).status_code == 500
    who = (cast.custodian.pk, source.pk)
    assert seen == [("entrusted", cast.editor.pk, source.pk, ""), ("opened", *who, REASON), ("shown", *who, "")]
    assert [record.act for record in VaultRecord.objects.order_by("pk")] == ["entrusted", "opened", "shown"]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head"])
def test_p12_a_look_without_a_body_is_a_look(method: str, client: Client, cast: SimpleNamespace) -> None:
    source = held(cast, JANE)
    vault.open_identity(source_id=source.pk, by=cast.custodian, reason=REASON)
    getattr(signed_in(client, cast.custodian), method)(reverse("admin:vault_identity", args=[source.pk]))
    assert [record.act for record in VaultRecord.objects.order_by("pk")] == ["entrusted", "opened", "shown"]


@pytest.mark.django_db
def test_p06_a_fault_while_an_identity_is_entrusted_leaves_no_word_of_it(
    client: Client, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("claims.vault.holding.write", fails)
    client.raise_request_exception = False
    form = reverse("admin:vault_entrust", args=[SourceFactory(unnamed=True).pk])
    answer = signed_in(client, cast.editor).post(form, {"name": NAMES[0], "note": NAMES[1]})
    assert answer.status_code == 500
    assert "a fault" in caplog.text
    assert found_in(answer.content + caplog.text.encode()) == set()
    assert IdentityVault.sealed.count() == 0
