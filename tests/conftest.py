"""The cast, the database, and the real services that a test may ask for."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.backends.postgresql.operations import DatabaseOperations
from pytest_socket import enable_socket, socket_allow_hosts

from claims.models import User
from factcheck.embedded import Places, desk
from factcheck.embedded.supervisor import Child
from reviews.enums import Role
from reviews.models import Rating, RatingScale
from reviews.permissions import apply_roles

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "a long test password"


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_triggers() -> Iterator[None]:
    """Between transactional tests the tables are emptied, which the triggers of the history refuse to everybody."""
    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: Any, **kwargs: Any) -> list[str]:
        statements = plain(self, *args, **kwargs)
        if not statements:
            return statements
        return ["SET session_replication_role = replica", *statements, "SET session_replication_role = DEFAULT"]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
    yield
    DatabaseOperations.sql_flush = plain  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database with the same grants as a desk's: web and worker of a test log in as app and worker."""
    with django_db_blocker.unblock():
        call_command("apply_database_roles", verbosity=0)


# --- the cast ---------------------------------------------------------------------------------------------


def make_cast() -> SimpleNamespace:
    """One person for every role, two reviewers, a third one, an administrator, and the outsider."""
    apply_roles()
    roles = {
        "editor": Role.EDITOR,
        "reviewer": Role.REVIEWER,
        "other_reviewer": Role.REVIEWER,
        "third_reviewer": Role.REVIEWER,
        "approver": Role.APPROVER,
        "custodian": Role.CUSTODIAN,
        "partner": Role.PARTNER,
    }
    cast = SimpleNamespace()
    for name, role in roles.items():
        person = User.objects.create_user(name, password=PASSWORD, is_staff=True, first_name=name.title())
        person.groups.set([Group.objects.get(name=role.value)])
        setattr(cast, name, person)
    cast.administrator = User.objects.create_superuser("administrator", password=PASSWORD)
    cast.outsider = User.objects.create_user("outsider", password=PASSWORD)
    return cast


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    return make_cast()


def make_scale() -> dict[str, Rating]:
    """The ratings of the default scale by slug; “unproven” is off the true–false line."""
    scale = RatingScale.objects.create(name="Test scale", is_default=True)
    steps = [("true", 5), ("half-true", 3), ("false", 1), ("unproven", None)]
    return {
        slug: Rating.objects.create(
            scale=scale, order=order, slug=slug, name=slug.title(), reader_words=f"It is {slug}.", value=value
        )
        for order, (slug, value) in enumerate(steps, start=1)
    }


@pytest.fixture
def ratings(db: None) -> dict[str, Rating]:
    return make_scale()


# --- the real services ------------------------------------------------------------------------------------


def _environment() -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "FACTCHECK_TEST_DATA": str(settings.FACTCHECK_DATA),
        "FACTCHECK_TEST_DATABASE": "test_desk",
        "PYTHONPATH": str(settings.BASE_DIR),
    }


@dataclass
class Service:
    """One program that a test started; `kill` is kill -9."""

    child: Child

    def kill(self) -> None:
        assert self.child.process is not None
        os.killpg(self.child.process.pid, signal.SIGKILL)
        self.child.process.wait()

    def stop(self) -> None:
        assert self.child.process is not None
        self.child.process.terminate()
        try:
            self.child.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def start(self) -> None:
        self.child.start()


def wait_until(ready: Callable[[], Any], *, seconds: float = 20.0, every: float = 0.05) -> Any:
    """What `ready` returns once it is true; fails the test when it does not become so."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = ready()
        if found:
            return found
        time.sleep(every)
    return pytest.fail(f"not so within {seconds} s")


@pytest.fixture(scope="session")
def broker() -> Iterator[Service]:
    places = Places(settings.FACTCHECK_DATA)
    places.make()
    service = Service(desk.valkey(places))
    service.start()
    wait_until(lambda: desk.answers(places))
    yield service
    service.stop()


@pytest.fixture
def worker(transactional_db: None, broker: Service) -> Iterator[Service]:
    """A real Celery worker on the test database."""
    child = desk.worker(Places(settings.FACTCHECK_DATA))
    child.environment = {**child.environment, **_environment()}
    service = Service(child)
    service.start()
    yield service
    service.stop()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def static_files() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)


@pytest.fixture
def live_desk(worker: Service, static_files: None) -> Iterator[str]:
    """The address of a real web process, with a real worker beside it."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    shutil.rmtree(settings.PAGES_ROOT, ignore_errors=True)  # what an earlier test has published
    port = free_port()
    child = desk.web(Places(settings.FACTCHECK_DATA), port)
    address = f"http://127.0.0.1:{port}"
    child.environment = {**child.environment, **_environment(), "TEST_PUBLIC_ORIGIN": address}
    service = Service(child)
    service.start()
    wait_until(lambda: desk.serves(port))
    yield address
    service.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A real browser. In CI it may not be missing."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing, and CI may not skip the browser tests")
        pytest.skip(f"{CHROMIUM} is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to load, and few tests need it

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), headless=True, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A fresh browser page; a console error or an uncaught exception in it fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def manage() -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Run a command of the desk as a person would, in a process of its own."""

    def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env={**os.environ, **_environment(), **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
