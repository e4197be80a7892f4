"""The desk's signature under what an expert said: Ed25519 over the sha256 of the content as canonical JSON.

The private key is derived from SECRET_KEY (HKDF, RFC 5869), so that it stands in no table; the public key stands
beside each signature and in the claim's history, so that a copy can be checked without the desk.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from reviews.models import Opinion


@dataclass(frozen=True)
class Signed:
    digest: str
    signature: str
    public_key: str


def _key() -> Ed25519PrivateKey:
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"reviews.opinions.signing")
    return Ed25519PrivateKey.from_private_bytes(seed.derive(settings.SECRET_KEY.encode()))


def digest_of(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def sign(content: dict[str, Any]) -> Signed:
    """Digest, signature and public key, in hexadecimal."""
    key, digest = _key(), digest_of(content)
    return Signed(digest, key.sign(bytes.fromhex(digest)).hex(), key.public_key().public_bytes_raw().hex())


def holds(opinion: Opinion) -> bool:
    """Whether the content is what was signed with the key that stands beside it."""
    if digest_of(opinion.content) != opinion.digest:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(opinion.public_key))
        key.verify(bytes.fromhex(opinion.signature), bytes.fromhex(opinion.digest))
    except (InvalidSignature, ValueError):
        return False
    return True
