"""The identities of confidential sources, sealed, and the record of every look at them.

Nothing points here and nothing here points at a source: the source's id is a plain number, so that no filter,
ordering, expansion or join of the ORM can reach an identity. `claims.vault` alone reads and writes these rows.
"""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class NobodysRows(models.Manager["IdentityVault"]):
    """What every general way in finds (dumpdata with and without --all, the admin, a shell): nothing."""

    def get_queryset(self) -> models.QuerySet["IdentityVault"]:
        return super().get_queryset().none()


class IdentityVault(models.Model):
    """One sealed identity. `ciphertext` is a Fernet token, `key_id` tells which key opens it (`claims.vault.keys`)."""

    source_id = models.BigIntegerField("source", primary_key=True)
    ciphertext = models.TextField()
    key_id = models.CharField(max_length=16)
    entrusted_at = models.DateTimeField(db_default=Now())

    objects: Any = NobodysRows()
    sealed: Any = models.Manager()

    class Meta:
        base_manager_name = "objects"
        default_permissions = ()
        permissions = [
            ("entrust_identity", "Can entrust the identity of a confidential source to the vault"),
            ("open_identity", "Can open, replace and destroy an identity in the vault; holds for custodians alone"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ciphertext__regex=r"^gAAAA[A-Za-z0-9_-]+={0,2}$"), name="identity_is_never_in_the_clear"
            ),
            models.CheckConstraint(condition=Q(key_id__regex=r"^[0-9a-f]{16}$"), name="sealed_identity_names_its_key"),
        ]

    def __str__(self) -> str:
        return f"the identity of source {self.source_id}"


class VaultRecord(models.Model):
    """What was done with one identity: written and committed before it is done. Read by custodians alone.

    The history says that it happened and names this row; the reason, which may say more, stands only here.
    """

    class Act(models.TextChoices):
        ENTRUSTED = "entrusted", "Entrusted"
        OPENED = "opened", "Opened, with a reason"
        SHOWN = "shown", "Shown"
        CLOSED = "closed", "Closed"
        REPLACED = "replaced", "Replaced"
        DESTROYED = "destroyed", "Destroyed"

    source_id = models.BigIntegerField("source")
    act = models.CharField(max_length=10, choices=Act.choices)
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    reason = models.TextField(blank=True, default="")
    until = models.DateTimeField(null=True, help_text="Until when an opened identity may be shown to this person.")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=["entrusted", "opened", "shown", "closed", "replaced", "destroyed"]),
                name="vault_act_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(act="opened") | (~Q(reason="") & Q(until__isnull=False)),
                name="opening_has_a_reason_and_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=["replaced", "destroyed"]) | ~Q(reason=""), name="vault_change_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["source_id", "-id"], name="vault_records_newest_first")]
        triggers = [
            pgtrigger.Protect(name="vault_record_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="vault_record_is_never_truncated",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from claims_vaultrecord table';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} by person {self.who_id}, source {self.source_id}"
