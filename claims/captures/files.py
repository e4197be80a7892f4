"""The files of captured copies: outside the web root, named by their sha256, readable by the desk alone.

A name is made from a digest only, never from anything that somebody has sent.
"""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

DIGEST = re.compile(r"[0-9a-f]{64}")


class ChangedError(Exception):
    """The file is gone, or it is not what was kept. The message is a sentence that names the digest."""


def place(sha256: str) -> Path:
    """Where the copy with this digest stands. Raises ValueError for what is no digest."""
    if not DIGEST.fullmatch(sha256):
        raise ValueError("A copy is named by its sha256.")
    return Path(settings.CAPTURES_ROOT) / sha256[:2] / sha256


def write(content: bytes) -> str:
    """Keep these bytes; returns their sha256. The same bytes again are one file. A broken write leaves no copy."""
    sha256 = hashlib.sha256(content).hexdigest()
    to = place(sha256)
    if to.exists():
        return sha256
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=to.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o440)
        Path(name).replace(to)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return sha256


def read(sha256: str) -> bytes:
    """The bytes as they were kept. Raises ChangedError unless they still have that digest."""
    try:
        content = place(sha256).read_bytes()
    except OSError:
        raise ChangedError(f"The copy {sha256[:12]}… is missing from the desk’s files.") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ChangedError(f"The copy {sha256[:12]}… was changed: it has another sha256 than when it was kept.")
    return content
