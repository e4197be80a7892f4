"""A new key for the vault: put first into the file, then everything is sealed again under it."""

import os
from pathlib import Path

from cryptography.fernet import Fernet
from django.db import transaction

from claims.models import IdentityVault
from claims.vault.keys import KeyTrouble, read_ring

BATCH = 100


def add_key(file: Path) -> None:
    """Put a fresh key first into the file of keys; the old ones stay until everything is sealed again."""
    try:
        old = file.read_text(encoding="ascii")
    except FileNotFoundError:
        old = ""
    draft = file.with_name(f"{file.name}.new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(f"{Fernet.generate_key().decode('ascii')}\n{old}")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)


def rotate() -> tuple[int, str]:
    """Seal again whatever an older key sealed. Returns how many, and the id of the key that seals now.

    Small transactions, each row locked: an identity replaced meanwhile is not put back. Raises KeyTrouble when a row
    names a key that is not here; nothing is lost then.
    """
    keys = read_ring()
    done = 0
    while sealed := _rotate_some():
        done += sealed
    left = IdentityVault.sealed.exclude(key_id=keys.current).values_list("key_id", flat=True).distinct()
    if missing := sorted(left):
        raise KeyTrouble(f"Sealed under keys that are not here: {', '.join(missing)}. Add them behind the first.")
    return done, keys.current


@transaction.atomic
def _rotate_some() -> int:
    keys = read_ring()
    old = IdentityVault.sealed.select_for_update().exclude(key_id=keys.current).filter(key_id__in=keys.ids)
    rows = list(old.order_by("pk")[:BATCH])
    for row in rows:
        ciphertext = keys.fernet.rotate(row.ciphertext.encode("ascii")).decode("ascii")
        IdentityVault.sealed.filter(pk=row.pk).update(ciphertext=ciphertext, key_id=keys.current)
    return len(rows)
