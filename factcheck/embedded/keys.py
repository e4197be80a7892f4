"""The secret key of a desk that was not given one: made once, kept in its data folder, readable by its owner."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key in this folder; made if there is none. Of two processes that make it at once both get the same."""
    file = data / "secret_key"
    try:
        return file.read_text(encoding="ascii")
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True)
    draft = data / f"secret_key.{os.getpid()}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text(encoding="ascii")
