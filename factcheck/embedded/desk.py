"""The programs of a running desk, and one lock so that a folder is run by one desk at a time."""

import fcntl
import os
import shutil
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

from factcheck.embedded import broker
from factcheck.embedded.places import Places
from factcheck.embedded.supervisor import Child

# Neither the rights nor the keys of the vault.
WORKER = {"DATABASE_ROLE": "worker", "VAULT_KEYS": "", "VAULT_KEYS_FILE": ""}


class DeskError(Exception):
    """The desk cannot be started here. The text says why and what to do."""


def only_one(places: Places) -> IO[str]:
    """Hold the folder until this process ends; refused with the number of the process that holds it."""
    places.make()
    lock = (places.locks / "desk.lock").open("a+", encoding="ascii")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        who = lock.read().strip() or "unknown"
        lock.close()
        raise DeskError(
            f"The desk in {places.data} is running already (process {who}). Stop it with Ctrl-C there, "
            "or set FACTCHECK_DATA and FACTCHECK_PORT to run another beside it."
        ) from None
    lock.seek(0)
    lock.truncate()
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise DeskError(
                f"Port {port} is taken by another program. Set FACTCHECK_PORT to a free one, for example "
                f"FACTCHECK_PORT={port + 1} make run."
            ) from None


def web(places: Places, port: int) -> Child:
    """Granian, one worker process with four blocking threads (docs/decisions tells why)."""
    return Child(
        "web",
        [
            *(_program("granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "1", "--blocking-threads", "4", "--no-ws"),
            "factcheck.wsgi:application",
        ],
        places.logs / "web.log",
        environment={"DATABASE_ROLE": "app"},
    )


def worker(places: Places) -> Child:
    return Child(
        "worker",
        [
            *(
                _program("celery"),
                "--app",
                "factcheck.celery",
                "worker",
                "--concurrency",
                "2",  # one of them may be reading a long article
                "--loglevel",
                "WARNING",
            ),
            *("--without-gossip", "--without-mingle", "--hostname", "desk@%h"),
        ],
        places.logs / "worker.log",
        environment=WORKER,
    )


def scheduler(places: Places) -> Child:
    return Child(
        "scheduler",
        [
            *(_program("celery"), "--app", "factcheck.celery", "beat", "--loglevel", "WARNING"),
            *("--pidfile=", "--max-interval", "5"),
        ],
        places.logs / "scheduler.log",
        environment=WORKER,
    )


def valkey(places: Places) -> Child:
    return Child("broker", broker.command(places), places.logs / "broker.log")


def answers(places: Places) -> bool:
    """Whether the embedded broker takes connections."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        try:
            probe.connect(str(places.broker_socket))
            probe.sendall(b"PING\r\n")
            return probe.recv(5) == b"+PONG"
        except OSError:
            return False


def serves(port: int) -> bool:
    """Whether the web process answers."""
    with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
        return bool(response.status)
    return False


def _program(name: str) -> str:
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else (shutil.which(name) or name)
