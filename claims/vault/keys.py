"""The keys of the vault: from the environment or a file, never in a table.

The first key seals; every key opens. `VAULT_KEYS` holds them with commas, `VAULT_KEYS_FILE` names a file with one a
line; the file is read anew each time, so that a changed key needs no restart. A key is 32 random bytes in URL-safe
base64, as `Fernet.generate_key` makes it.
"""

import hashlib
from pathlib import Path
from typing import NamedTuple

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from claims.refusals import NotNow


class KeyTrouble(Exception):  # noqa: N818 - it is told as a sentence
    """The keys cannot be used. The text says why; it never holds a key."""


class Ring(NamedTuple):
    """The keys in use; `current` is the id of the one that seals."""

    fernet: MultiFernet
    current: str
    ids: tuple[str, ...]


def key_id(key: str) -> str:
    """What names a key in the vault's table: 16 hex digits of its sha256, from which it cannot be found."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def read_ring() -> Ring:
    """The keys as configured now. Raises KeyTrouble when there are none, or one is no key."""
    keys = settings.VAULT_KEYS or _in_file(settings.VAULT_KEYS_FILE)
    if not keys:
        raise KeyTrouble("The vault has no key: set VAULT_KEYS or VAULT_KEYS_FILE.")
    try:
        fernets = [Fernet(key) for key in keys]
    except ValueError:
        raise KeyTrouble("A key of the vault is not 32 bytes in URL-safe base64.") from None
    return Ring(MultiFernet(fernets), key_id(keys[0]), tuple(map(key_id, keys)))


def ring() -> Ring:
    """The keys, or a refusal that a person can read."""
    try:
        return read_ring()
    except KeyTrouble:
        raise NotNow("The vault has no usable key here; an operator must look at its settings.") from None


def _in_file(name: str) -> list[str]:
    if not name:
        return []
    try:
        lines = Path(name).read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyTrouble(f"The file of the vault's keys cannot be read: {type(error).__name__}.") from None
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
