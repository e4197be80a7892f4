"""A custodian opens an identity with a written reason, for a limited time. The record is committed first."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.views.decorators.debug import sensitive_variables

from claims.models import IdentityVault, User, VaultRecord
from claims.refusals import NotNow
from claims.vault.holding import is_held, worded, write
from claims.vault.keys import ring
from claims.vault.people import require_custodian
from claims.vault.sealing import Identity, unseal

Act = VaultRecord.Act


@transaction.atomic(durable=True)
def open_identity(*, source_id: int, by: User, reason: str, lasts: timedelta | None = None) -> VaultRecord:
    """Put on record that this person opens this identity, why, and until when. Shows nothing by itself."""
    require_custodian(by)
    if not is_held(source_id):
        raise NotNow("The vault holds no identity of this source.")
    reason = worded(reason, "Say why you need to know who it is.")
    longest = timedelta(minutes=settings.VAULT_OPEN_MINUTES)
    until = Now() + min(lasts or longest, longest)
    record = write(Act.OPENED, source_id=source_id, by=by, reason=reason, until=until)
    record.refresh_from_db()
    return record


def opening_of(source_id: int, *, by: User) -> VaultRecord | None:
    """This person's opening of this identity that is still in force by the database's clock."""
    mine = VaultRecord.objects.filter(source_id=source_id, who=by, act__in=[Act.OPENED, Act.CLOSED])
    last = mine.order_by("-pk").first()
    if last is None or last.act == Act.CLOSED:
        return None
    return mine.filter(pk=last.pk, until__gt=Now()).first()


@sensitive_variables()
def reveal(*, source_id: int, by: User) -> Identity:
    """The identity, under an opening in force. That it is shown is committed before it is decrypted."""
    require_custodian(by)
    with transaction.atomic(durable=True):
        if opening_of(source_id, by=by) is None:
            raise NotNow("The time is over, or it was not opened: open it with a reason.")
        ciphertext = IdentityVault.sealed.filter(pk=source_id).values_list("ciphertext", flat=True).first()
        if ciphertext is None:
            raise NotNow("The vault holds no identity of this source any more.")
        write(Act.SHOWN, source_id=source_id, by=by)
    return unseal(source_id, ciphertext, ring())


@transaction.atomic
def close(*, source_id: int, by: User) -> None:
    """End one's own opening before its time."""
    require_custodian(by)
    if opening_of(source_id, by=by) is None:
        raise NotNow("You have not opened it, or the time is over.")
    write(Act.CLOSED, source_id=source_id, by=by)


def records_of(source_id: int, *, by: User) -> QuerySet[VaultRecord]:
    """All that was done with this identity, newest first; for custodians alone."""
    require_custodian(by)
    return VaultRecord.objects.filter(source_id=source_id).select_related("who").order_by("-pk")
