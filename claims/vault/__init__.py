"""The vault: who a confidential source is. Everything that touches an identity is in this package.

An identity is sealed before it reaches the database, opened by a custodian with a written reason for a limited time,
and every act is on record before it is done.
"""

from claims.vault.holding import destroy, entrust, entrust_refusal, is_held, replace
from claims.vault.listing import held, label
from claims.vault.opening import close, open_identity, opening_of, records_of, reveal
from claims.vault.people import is_custodian
from claims.vault.sealing import Identity

__all__ = [
    "Identity",
    "close",
    "destroy",
    "entrust",
    "entrust_refusal",
    "held",
    "is_custodian",
    "is_held",
    "label",
    "open_identity",
    "opening_of",
    "records_of",
    "replace",
    "reveal",
]
