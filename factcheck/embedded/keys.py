"""The keys of a desk that was not given any: made once, kept in its data folder, readable by its owner alone."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key that signs sessions; made if there is none. Of two processes that make it at once both get the same."""
    return _made_once(data / "secret_key", lambda: secrets.token_urlsafe(50)).read_text(encoding="ascii")


def vault_keys(data: Path) -> Path:
    """The file of the vault's keys; made with one key if there is none."""
    return _made_once(data / "vault_keys", lambda: base64.urlsafe_b64encode(os.urandom(32)).decode("ascii") + "\n")


def _made_once(file: Path, make: Callable[[], str]) -> Path:
    if file.exists():
        return file
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
        out.write(make())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file
