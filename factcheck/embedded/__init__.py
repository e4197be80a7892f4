"""The desk's own PostgreSQL and broker, for `make run` and `make test`; production uses its own.

Importing this starts nothing: a service starts with the first connection to it, is shared by every process of the
desk, and stops when the last of them ends, however it ends.
"""

from pathlib import Path

from factcheck.embedded.keys import secret_key, vault_keys
from factcheck.embedded.places import Places

__all__ = ["Places", "broker_url", "database", "secret_key", "vault_keys"]


def database(data: Path, *, user: str) -> dict[str, object]:
    """The DATABASES entry of the embedded PostgreSQL in this folder, for one of the cluster's users."""
    places = Places(data)
    return {
        "ENGINE": "factcheck.embedded.postgresql",
        "NAME": "desk",
        "USER": user,
        "HOST": str(places.sockets),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"embedded_data": str(data)},
    }


def broker_url(data: Path) -> str:
    """The address of the embedded broker in this folder; `run_desk` and the tests start it."""
    return f"redis+socket://{Places(data).broker_socket}?virtual_host=0"
