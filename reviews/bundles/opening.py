"""A bundle from somebody else, opened without trust: nothing is written, no more is unpacked than one holds."""

import json
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

MOST_MEMBERS = 10_000
MOST_UNPACKED = 256 * 1024 * 1024  # bytes of all members together
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
NEEDED = ("article.json", "article.txt", "claim.json", "history.jsonl", "manifest.json")
KNOWN = re.compile(
    r"(article\.json|article\.txt|claim\.json|claimreview\.json|history\.jsonl|manifest\.json"
    r"|publications/\d+\.json|evidence/\d+\.(json|txt)|copies/[0-9a-f]{64})"
)


class UnusableError(ValueError):
    """A file that is no bundle, or not whole; the message is a sentence."""


class Opened:
    """The members of a bundle in memory."""

    def __init__(self, members: dict[str, bytes]) -> None:
        self.members = members

    def json(self, name: str) -> dict[str, Any]:
        """A member as an object. Raises UnusableError, naming the member."""
        return as_object(self.members[name], name)

    def under(self, folder: str) -> list[str]:
        """The JSON members of a folder, by name."""
        return sorted(name for name in self.members if name.startswith(folder + "/") and name.endswith(".json"))


def as_object(content: bytes | str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise UnusableError(f"{name} is not JSON.") from None
    if not isinstance(value, dict):
        raise UnusableError(f"{name} is not a JSON object.")
    return value


def opened(path: Path) -> Opened:
    """Read the whole bundle. Raises UnusableError for what is no bundle, before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(path) as packed:
            found = packed.infolist()
            _check(found)
            members = {member.filename: packed.read(member) for member in found}
    except OSError as error:
        raise UnusableError(f"{path}: the file cannot be read: {error.strerror or error}.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise UnusableError(f"{path}: this is no zip, or it is damaged.") from None
    except UnusableError as unusable:
        raise UnusableError(f"{path}: {unusable}") from None
    return Opened(members)


def _check(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        raise UnusableError(f"{len(members):,} members of {unpacked:,} bytes are more than a bundle holds.")
    for member in members:
        if not KNOWN.fullmatch(member.filename):
            raise UnusableError(f"a bundle has no member “{member.filename[:100]}”.")
        if member.compress_type not in PACKED:
            raise UnusableError(f"{member.filename} is packed in a way that a bundle is not.")
    if len(set(names)) < len(names):
        raise UnusableError("a member is in it twice.")
    for name in NEEDED:
        if name not in names:
            raise UnusableError(f"{name} is missing.")
