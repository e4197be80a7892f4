"""The embedded services: shared, restarted, refused in a sentence, and gone with their last user."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from factcheck.embedded import Places, desk, secret_key
from factcheck.embedded.supervisor import Child, Supervisor
from tests.conftest import free_port, wait_until

ATTACH = """
import sys, time
from pathlib import Path
from factcheck.embedded.cluster import attach
attach(Path(sys.argv[1]))
print("attached", flush=True)
time.sleep(60)
"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "var"
    wait_until(lambda: not running(tmp_path), seconds=30)


def running(data: Path) -> list[str]:
    """Programs whose command line names the folder."""
    found = subprocess.run(["pgrep", "-f", str(data)], capture_output=True, text=True, check=False)
    return found.stdout.split()


def attached(data: Path) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if name != "FACTCHECK_THROWAWAY"}
    process = subprocess.Popen(
        [sys.executable, "-c", ATTACH, str(data)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
        env=environment,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "attached\n"
    return process


def end(process: "subprocess.Popen[str]", number: int) -> None:
    process.send_signal(number)
    process.wait(10)
    assert process.stdout is not None
    process.stdout.close()


def test_two_processes_share_one_server_and_the_last_one_stops_it(data: Path) -> None:
    one, two = attached(data), attached(data)
    end(one, signal.SIGKILL)
    time.sleep(0.5)
    assert (data / "pg" / "postmaster.pid").exists()
    end(two, signal.SIGKILL)
    wait_until(lambda: not (data / "pg" / "postmaster.pid").exists())


def test_interrupted_first_start_is_done_again(data: Path) -> None:
    (data / "pg.new").mkdir(parents=True)
    (data / "pg.new" / "half").write_text("half", encoding="utf-8")
    end(attached(data), signal.SIGTERM)
    assert (data / "pg" / "PG_VERSION").exists()


def test_server_that_was_killed_is_started_again_over_its_data(data: Path) -> None:
    first = attached(data)
    pid = int((data / "pg" / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    inside = subprocess.run(
        ["pgrep", "-f", "--", f"-D {data}/pg"], capture_output=True, text=True, check=True
    ).stdout.split()
    assert inside
    assert pid > 0
    os.kill(int(inside[0]), signal.SIGKILL)
    time.sleep(0.5)
    second = attached(data)
    end(first, signal.SIGTERM)
    end(second, signal.SIGTERM)


def test_long_path_falls_back_to_a_short_one(tmp_path: Path) -> None:
    assert Places(tmp_path / ("x" * 120)).sockets.name.startswith("factcheck-")
    assert Places(Path("/srv/desk/var")).sockets == Path("/srv/desk/var/run")


def test_secret_key_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "var")
    assert key == secret_key(tmp_path / "var")
    assert len(key) >= 50
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_second_desk_in_the_same_folder_is_refused_by_name(tmp_path: Path) -> None:
    places = Places(tmp_path / "var")
    with desk.only_one(places), pytest.raises(desk.DeskError, match=f"running already \\(process {os.getpid()}\\)"):
        desk.only_one(places)
    desk.only_one(places).close()


@pytest.mark.enable_socket
def test_port_that_is_taken_is_named() -> None:
    import socket  # noqa: PLC0415 - one use

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(desk.DeskError, match=f"Port {port} is taken"):
            desk.port_is_free(port)


def test_child_that_dies_is_started_again_and_all_end_together(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    child = supervisor.add(Child("sleeper", ["sleep", "60"], tmp_path / "log"))
    assert child.process is not None
    first = child.process
    first.kill()
    first.wait()
    supervisor._look_after(child)
    assert said == [f"sleeper ended with status -9; starting it again in 0.5 s ({tmp_path / 'log'})."]
    wait_until(lambda: supervisor._look_after(child) or child.status is None)
    second = child.process
    supervisor.stop()
    assert second.poll() is not None


@pytest.mark.enable_socket
def test_whole_desk_starts_serves_and_stops_without_a_trace(data: Path) -> None:
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("FACTCHECK")},
        "FACTCHECK_DATA": str(data),
        "FACTCHECK_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_desk"],
        cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    said = ""
    while "Ctrl-C stops everything" not in said:  # the welcome ends so
        line = process.stdout.readline()
        assert line, said
        said += line
    assert desk.serves(port)
    process.send_signal(signal.SIGINT)
    out = said + process.communicate(timeout=30)[0]
    assert "demo-desk-only" in out
    assert out.rstrip().endswith("Stopped. The data stays for the next run.")
    assert process.returncode == 0
    wait_until(lambda: not running(data), seconds=20)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"FACTCHECK_PORT": "many"}, "FACTCHECK_PORT is “many”. Write a whole number."),
        ({"DEBUG": "perhaps"}, "DEBUG is “perhaps”. Write 1 or 0."),
    ],
)
def test_setting_that_cannot_be_used_stops_the_start(environment: dict[str, str], sentence: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "factcheck.settings", **environment},
    )  # fmt: skip
    assert done.returncode != 0
    assert sentence in done.stderr


def test_serve_names_what_is_missing(manage: Callable[..., Any]) -> None:
    done = manage("serve_desk")
    assert done.returncode == 2
    assert "Set DATABASE_URL, CELERY_BROKER_URL" in done.stderr
