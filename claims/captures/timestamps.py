"""A timestamp of RFC 3161: an authority outside signs that a digest was there at a moment. Off without its address.

Only the sha256 leaves the desk. The token is kept as it came, and anybody checks it with
`openssl ts -verify -digest SHA256 -in TOKEN -token_in -CAfile AUTHORITY`. Here its answer is looked at as far as that
needs no certificate: granted, and about this digest and this question. https://www.rfc-editor.org/rfc/rfc3161
"""

import logging
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings

from claims import outbound

log = logging.getLogger(__name__)

SEQUENCE, INTEGER, OCTETS, BOOLEAN = 0x30, 0x02, 0x04, 0x01
SHA256 = bytes.fromhex("300d06096086480165030402010500")  # AlgorithmIdentifier of sha-256, its parameters NULL
GRANTED = (0, 1)  # PKIStatus: granted, granted with modifications
LONG = 0x80  # a length of this or more is told by the bytes that follow


class StampError(Exception):
    """No usable timestamp came back. The text says why."""


@dataclass(frozen=True)
class Stamp:
    """The token as DER, and the host name of the authority that signed it."""

    token: bytes
    authority: str


def stamp_if_configured(sha256: str) -> Stamp | None:
    """The timestamp of a digest, or None where no authority is configured or it does not answer: the copy is kept
    all the same, and says that it has none."""
    if not settings.TIMESTAMP_AUTHORITY:
        return None
    try:
        return stamp(sha256)
    except StampError as error:
        log.warning("No timestamp: %s", error)
        return None


def stamp(sha256: str) -> Stamp:
    """Ask the authority of the settings. Raises StampError."""
    nonce = secrets.randbits(63)
    try:
        answer = outbound.post(
            settings.TIMESTAMP_AUTHORITY,
            body=question(sha256, nonce),
            headers={"Content-Type": "application/timestamp-query"},
        )
    except outbound.RefusedError as error:
        raise StampError(str(error)) from None
    if answer.status != HTTPStatus.OK:
        raise StampError(f"The authority answers {answer.status}.")
    return Stamp(token(answer.body, sha256, nonce), (urlsplit(settings.TIMESTAMP_AUTHORITY).hostname or "")[:200])


def question(sha256: str, nonce: int) -> bytes:
    """TimeStampReq: version 1, the digest, a nonce, and the wish for the certificate."""
    imprint = _der(SEQUENCE, SHA256 + _der(OCTETS, bytes.fromhex(sha256)))
    return _der(SEQUENCE, _integer(1) + imprint + _integer(nonce) + _der(BOOLEAN, b"\xff"))


def token(answer: bytes, sha256: str, nonce: int) -> bytes:
    """The TimeStampToken in a TimeStampResp. Raises StampError for a refusal or an answer to another question."""
    try:
        (tag, inside), *rest = _parts(answer)
        if tag != SEQUENCE or rest:
            raise StampError("The answer of the authority is no timestamp.")
        (_, status), *signed = _parts(inside)
        state = int.from_bytes(next(_parts(status))[1], signed=True)
    except (ValueError, StopIteration):
        raise StampError("The answer of the authority is no timestamp.") from None
    if state not in GRANTED or not signed:
        raise StampError(f"The authority refuses (status {state}).")
    found = _der(*signed[0])
    if _der(OCTETS, bytes.fromhex(sha256)) not in found or _integer(nonce) not in found:
        raise StampError("The authority answers another question.")
    return found


def _integer(number: int) -> bytes:
    return _der(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def _der(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < LONG:
        return bytes([tag, size]) + content
    told = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, LONG | len(told)]) + told + content


def _parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements one after the other. Raises ValueError where a length leads past the end."""
    at = 0
    while at < len(content):
        if at + 2 > len(content):
            raise ValueError("cut off")
        tag, size = content[at], content[at + 1]
        at += 2
        if size >= LONG:
            told = size & 0x7F
            if not 1 <= told <= 4 or at + told > len(content):  # noqa: PLR2004 - four bytes tell more than is read
                raise ValueError("no length")
            size = int.from_bytes(content[at : at + told])
            at += told
        if at + size > len(content):
            raise ValueError("cut off")
        yield tag, content[at : at + size]
        at += size
