"""Seal an identity and open it again.

Equal identities give different tokens (Fernet draws a fresh IV), all of one length as far as that goes (padded to
blocks of 1,024 bytes), without the time of sealing, and each bound to its source: a token that was moved to another
row does not open.
"""

import json
from dataclasses import asdict, dataclass

from cryptography.fernet import InvalidToken
from django.views.decorators.debug import sensitive_variables

from claims.refusals import NotNow
from claims.vault.keys import Ring

BLOCK = 1024  # bytes
NO_TIME = 0  # a Fernet token tells in clear when it was made; this one does not


@dataclass(frozen=True, repr=False)
class Identity:
    """Who a source is. It has no representation, so that no log and no error can print one."""

    name: str
    contact: str = ""
    note: str = ""


@sensitive_variables()
def seal(source_id: int, identity: Identity, ring: Ring) -> str:
    """The token to store; opens under the ring's first key."""
    words = json.dumps({"source": source_id, **asdict(identity)}, ensure_ascii=False).encode()
    padded = words + b" " * (-len(words) % BLOCK)
    return ring.fernet.encrypt_at_time(padded, NO_TIME).decode("ascii")


@sensitive_variables()
def unseal(source_id: int, ciphertext: str, ring: Ring) -> Identity:
    """The identity in a token. Raises NotNow when no key here opens it, or it belongs to another source."""
    try:
        words = json.loads(ring.fernet.decrypt(ciphertext.encode("ascii")))
    except InvalidToken:
        raise NotNow("No key of the vault opens this identity: it was sealed under another, or altered.") from None
    if words.pop("source") != source_id:
        raise NotNow("This sealed identity belongs to another source; somebody has moved it.")
    return Identity(**words)
