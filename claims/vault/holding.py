"""Entrust, replace and destroy. The history says that it happened, never from what to what."""

from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from claims.enums import Naming
from claims.models import Event, IdentityVault, Source, User, VaultRecord
from claims.refusals import NotNow, NotSo, NotYours, Refused
from claims.vault.keys import ring
from claims.vault.people import is_custodian, require_custodian
from claims.vault.sealing import Identity, seal

Act = VaultRecord.Act
LONGEST = {"name": 200, "contact": 500, "note": 4000}  # characters


def is_held(source_id: int) -> bool:
    """Whether the vault holds an identity of this source; whose it is, nobody learns from that."""
    return bool(IdentityVault.sealed.filter(pk=source_id).exists())


def entrust_refusal(source: Source, *, by: User) -> Refused | None:
    """Why this person may not entrust an identity for this source now; None if he may."""
    if not (by.has_perm("claims.entrust_identity") or is_custodian(by)):
        return NotYours(f"{by} may not entrust identities.")
    if source.naming == Naming.NAMED:
        return NotNow("A named source has no identity to be kept.")
    if source.merged_into_id is not None:
        return NotNow("The source was merged into another; entrust the identity there.")
    if is_held(source.pk):
        return NotNow("The vault holds an identity of this source already; a custodian may replace it.")
    return None


@sensitive_variables("identity")
@transaction.atomic
def entrust(*, source: Source, identity: Identity, by: User) -> None:
    """Seal an identity into the vault. Whoever entrusts it cannot read it again."""
    source = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    refused = entrust_refusal(source, by=by)
    if refused:
        raise refused
    _put(source.pk, identity)
    write(Act.ENTRUSTED, source_id=source.pk, by=by)


@sensitive_variables("identity")
@transaction.atomic
def replace(*, source_id: int, identity: Identity, by: User, reason: str) -> None:
    """Another identity for the same source: what was believed was wrong, or a contact changed."""
    require_custodian(by)
    _held_and_locked(source_id)
    reason = worded(reason, "Say why the identity is replaced.")
    _put(source_id, identity)
    write(Act.REPLACED, source_id=source_id, by=by, reason=reason)


@transaction.atomic
def destroy(*, source_id: int, by: User, reason: str) -> None:
    """Take the identity out for good: the promise has ended, or the source asks. Backups keep what they have."""
    require_custodian(by)
    _held_and_locked(source_id)
    reason = worded(reason, "Say why the identity is destroyed.")
    IdentityVault.sealed.filter(pk=source_id).delete()
    write(Act.DESTROYED, source_id=source_id, by=by, reason=reason)


def write(act: str, *, source_id: int, by: User, reason: str = "", **more: Any) -> VaultRecord:
    """One row for the custodians, and one entry in the history that names it and says no more."""
    record = VaultRecord.objects.create(act=act, source_id=source_id, who=by, reason=reason, **more)
    Event.record(subject=Source(pk=source_id), what=f"identity_{act}", by=by, record=record.pk)
    return record


def worded(reason: str, otherwise: str) -> str:
    """A reason of at least a few words; raises NotSo with the sentence given."""
    reason = " ".join(reason.split())
    if len(reason) < 10:  # noqa: PLR2004 - “because” is no reason
        raise NotSo(f"{otherwise} A few words at least.", field="reason")
    return reason


def _held_and_locked(source_id: int) -> None:
    if not IdentityVault.sealed.select_for_update().filter(pk=source_id).exists():
        raise NotNow("The vault holds no identity of this source.")


@sensitive_variables()
def _put(source_id: int, identity: Identity) -> None:
    for field, most in LONGEST.items():
        if len(getattr(identity, field)) > most:
            raise NotSo(f"At most {most} characters.", field=field)
    if not identity.name.strip():
        raise NotSo("Say who the source is.", field="name")
    keys = ring()
    sealed = {"ciphertext": seal(source_id, identity, keys), "key_id": keys.current}
    if not IdentityVault.sealed.filter(pk=source_id).update(**sealed):
        IdentityVault.sealed.create(source_id=source_id, **sealed)
