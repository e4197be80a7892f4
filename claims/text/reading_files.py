"""Documents from files: text files as they are, JSON lines with `id` and `text`.

Each error is one sentence that names the file and what is wrong with it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_BINARY_LOOKED_AT = 8192  # bytes


class UnreadableError(ValueError):
    """A file that cannot be read as a document; the message is a sentence for a person."""


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without a byte order mark."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableError(f"{path}: there is no such file.") from None
    except IsADirectoryError:
        raise UnreadableError(f"{path}: this is a folder, not a file.") from None
    except OSError as error:
        raise UnreadableError(f"{path}: the file cannot be read: {error.strerror}.") from None
    if b"\0" in raw[:_BINARY_LOOKED_AT]:
        raise UnreadableError(f"{path}: the file is binary, not text.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start + (3 if raw.startswith(b"\xef\xbb\xbf") else 0)
        raise UnreadableError(f"{path}: the file is not UTF-8: byte {at} is 0x{raw[at]:02x}.") from None
    if not text.strip():
        raise UnreadableError(f"{path}: the file is empty.")
    return text


def read_documents(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a JSON lines file, one a line, each with at least a text."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
        except ValueError as error:
            raise UnreadableError(f"{path}: line {number} is not JSON: {error}.") from None
        if not isinstance(document, dict) or not isinstance(document.get("text"), str):
            raise UnreadableError(f"{path}: line {number} is not an object with a text.")
        document.setdefault("id", f"{path.name}:{number}")
        yield document
