"""The vault: sealed, opened with a reason for a limited time, on record before it is shown."""

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError

from claims import vault
from claims.models import Event, IdentityVault, Source, VaultRecord
from claims.refusals import NotNow, NotSo, NotYours, Refused
from claims.vault import Identity
from tests.factories import SourceFactory

pytestmark = pytest.mark.django_db
JANE = Identity("Jane Q. Whistleblower", "jane@example.org", "Met at the station.")
REASON = "The approver asks whether she was in the room."


def held(cast: SimpleNamespace, identity: Identity = JANE) -> Source:
    source: Source = SourceFactory(unnamed=True)
    vault.entrust(source=source, identity=identity, by=cast.editor)
    return source


def test_custodian_reads_what_an_editor_entrusted(cast: SimpleNamespace) -> None:
    source = held(cast)
    vault.open_identity(source_id=source.pk, by=cast.custodian, reason=REASON)
    assert vault.reveal(source_id=source.pk, by=cast.custodian) == JANE


@pytest.mark.parametrize("role", ["editor", "reviewer", "approver", "partner", "administrator", "outsider"])
def test_nobody_else_opens_replaces_or_destroys_not_even_a_superuser(role: str, cast: SimpleNamespace) -> None:
    source, person = held(cast), getattr(cast, role)
    for act in (
        lambda: vault.open_identity(source_id=source.pk, by=person, reason=REASON),
        lambda: vault.reveal(source_id=source.pk, by=person),
        lambda: vault.close(source_id=source.pk, by=person),
        lambda: vault.replace(source_id=source.pk, identity=JANE, by=person, reason=REASON),
        lambda: vault.destroy(source_id=source.pk, by=person, reason=REASON),
        lambda: vault.records_of(source.pk, by=person),
    ):
        with pytest.raises(NotYours):
            act()
    assert [record.act for record in VaultRecord.objects.all()] == ["entrusted"]


@pytest.mark.parametrize("role", ["reviewer", "approver", "partner", "outsider"])
def test_only_editors_and_custodians_entrust(role: str, cast: SimpleNamespace) -> None:
    source = SourceFactory(unnamed=True)
    with pytest.raises(NotYours):
        vault.entrust(source=source, identity=JANE, by=getattr(cast, role))
    vault.entrust(source=source, identity=JANE, by=cast.custodian)


def test_opening_needs_a_reason_and_an_identity(cast: SimpleNamespace) -> None:
    source = held(cast)
    with pytest.raises(NotSo) as refused:
        vault.open_identity(source_id=source.pk, by=cast.custodian, reason=" because ")
    assert refused.value.field == "reason"
    with pytest.raises(NotNow):
        vault.open_identity(source_id=source.pk + 1, by=cast.custodian, reason=REASON)


def test_nothing_is_shown_without_an_opening_after_its_time_or_once_it_is_closed(cast: SimpleNamespace) -> None:
    source = held(cast)
    show = {"source_id": source.pk, "by": cast.custodian}
    with pytest.raises(NotNow):
        vault.reveal(**show)
    vault.open_identity(**show, reason=REASON, lasts=timedelta(microseconds=1))
    with pytest.raises(NotNow):
        vault.reveal(**show)
    vault.open_identity(**show, reason=REASON)
    vault.reveal(**show)
    vault.close(**show)
    with pytest.raises(NotNow):
        vault.reveal(**show)


def test_an_opening_is_of_one_person_and_never_longer_than_the_desk_allows(
    cast: SimpleNamespace, settings: Any
) -> None:
    source = held(cast)
    settings.VAULT_OPEN_MINUTES = 5
    opened = vault.open_identity(source_id=source.pk, by=cast.custodian, reason=REASON, lasts=timedelta(days=1))
    assert opened.until is not None
    assert opened.until - opened.at < timedelta(minutes=5, seconds=5)
    cast.approver.groups.set(cast.custodian.groups.all())
    with pytest.raises(NotNow):
        vault.reveal(source_id=source.pk, by=cast.approver)


def test_every_act_is_on_record_with_its_person_and_reason_and_in_the_history_without(cast: SimpleNamespace) -> None:
    source = held(cast)
    who = {"source_id": source.pk, "by": cast.custodian}
    vault.open_identity(**who, reason=REASON)
    vault.reveal(**who)
    vault.close(**who)
    vault.replace(**who, identity=Identity("Another"), reason="It was somebody else.")
    vault.destroy(**who, reason="The promise has ended.")
    records = vault.records_of(source.pk, by=cast.custodian).order_by("pk")
    assert [(record.act, record.who, record.reason) for record in records] == [
        ("entrusted", cast.editor, ""),
        ("opened", cast.custodian, REASON),
        ("shown", cast.custodian, ""),
        ("closed", cast.custodian, ""),
        ("replaced", cast.custodian, "It was somebody else."),
        ("destroyed", cast.custodian, "The promise has ended."),
    ]
    events = Event.objects.filter(subject=f"source:{source.pk}").order_by("position")
    assert [(event.what, event.why, list(event.details)) for event in events] == [
        (f"identity_{record.act}", "", ["record"]) for record in records
    ]
    assert not vault.is_held(source.pk)


def test_equal_identities_look_different_and_unequal_ones_are_of_one_length(cast: SimpleNamespace) -> None:
    for identity in (JANE, JANE, Identity("B")):
        held(cast, identity)
    sealed = list(IdentityVault.sealed.values_list("ciphertext", flat=True))
    assert len(set(sealed)) == 3
    assert len({len(token) for token in sealed}) == 1
    assert len({token[:12] for token in sealed}) == 1  # the time of sealing is not told


def test_sealed_identity_opens_for_its_own_source_alone(cast: SimpleNamespace) -> None:
    one, other = held(cast), held(cast, Identity("Other"))
    moved = IdentityVault.sealed.get(pk=one.pk)
    IdentityVault.sealed.filter(pk=other.pk).update(ciphertext=moved.ciphertext)
    vault.open_identity(source_id=other.pk, by=cast.custodian, reason=REASON)
    with pytest.raises(NotNow, match="another source"):
        vault.reveal(source_id=other.pk, by=cast.custodian)


def test_identity_in_the_clear_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="identity_is_never_in_the_clear"), transaction.atomic():
        IdentityVault.sealed.create(source_id=1, ciphertext="Jane Q. Whistleblower", key_id="0" * 16)


@pytest.mark.parametrize("act", ["UPDATE claims_vaultrecord SET reason = ''", "DELETE FROM claims_vaultrecord"])
def test_record_cannot_be_changed_or_taken_out(act: str, cast: SimpleNamespace) -> None:
    held(cast)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        connection.cursor().execute(act)


def test_named_source_and_second_identity_are_refused(cast: SimpleNamespace) -> None:
    with pytest.raises(NotNow):
        vault.entrust(source=SourceFactory(), identity=JANE, by=cast.editor)
    with pytest.raises(NotNow):
        vault.entrust(source=held(cast), identity=JANE, by=cast.editor)


@pytest.mark.parametrize("identity", [Identity(" "), Identity("x" * 201), Identity("x", note="x" * 4001)])
def test_identity_without_a_name_or_too_long_is_refused(identity: Identity, cast: SimpleNamespace) -> None:
    source = SourceFactory(unnamed=True)
    with pytest.raises(NotSo):
        vault.entrust(source=source, identity=identity, by=cast.editor)
    assert not vault.is_held(source.pk)


def test_rotation_seals_again_and_the_old_key_may_go(cast: SimpleNamespace, settings: Any, tmp_path: Path) -> None:
    settings.VAULT_KEYS_FILE = str(tmp_path / "keys")
    (tmp_path / "keys").write_bytes(Fernet.generate_key())
    source = held(cast)
    old = IdentityVault.sealed.get(pk=source.pk)
    call_command("rotate_vault_keys", "--new-key")
    new = IdentityVault.sealed.get(pk=source.pk)
    assert old.key_id != new.key_id
    lines = (tmp_path / "keys").read_text().split()
    assert len(lines) == 2
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o600
    (tmp_path / "keys").write_text(lines[0])
    vault.open_identity(source_id=source.pk, by=cast.custodian, reason=REASON)
    assert vault.reveal(source_id=source.pk, by=cast.custodian) == JANE


def test_rotation_names_a_key_that_is_missing_and_changes_nothing(
    cast: SimpleNamespace, settings: Any, tmp_path: Path
) -> None:
    source = held(cast)
    before = IdentityVault.sealed.get(pk=source.pk)
    settings.VAULT_KEYS_FILE = str(tmp_path / "keys")
    (tmp_path / "keys").write_bytes(Fernet.generate_key())
    with pytest.raises(CommandError, match=before.key_id):
        call_command("rotate_vault_keys")
    assert IdentityVault.sealed.get(pk=source.pk).ciphertext == before.ciphertext
    with pytest.raises(NotNow, match="No key of the vault"):
        vault.open_identity(source_id=source.pk, by=cast.custodian, reason=REASON)
        vault.reveal(source_id=source.pk, by=cast.custodian)


@pytest.mark.parametrize("keys", [[], ["no key"]])
def test_vault_without_a_usable_key_refuses_and_stores_nothing(
    keys: list[str], cast: SimpleNamespace, settings: Any
) -> None:
    settings.VAULT_KEYS, settings.VAULT_KEYS_FILE = keys, ""
    with pytest.raises(Refused):
        held(cast)
    assert IdentityVault.sealed.count() == 0


def test_an_identity_has_no_representation() -> None:
    assert "Jane" not in f"{JANE!r}{JANE}{[JANE]}"
    assert json.loads(json.dumps(repr(JANE))).startswith("<")
