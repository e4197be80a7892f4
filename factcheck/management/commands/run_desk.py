"""The whole desk in one foreground process group: what `make run` starts."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from factcheck import demo, granting
from factcheck.embedded import Places, desk
from factcheck.embedded.broker import BrokerError
from factcheck.embedded.supervisor import Child, Supervisor
from reviews.permissions import apply_roles


class Command(BaseCommand):
    help = "Start web, worker and scheduler, with an embedded PostgreSQL and broker where none is given."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-demo", action="store_true", help="do not load the demo desk")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._run(demo_wanted=not options["no_demo"])
        except (desk.DeskError, BrokerError) as error:
            raise CommandError(str(error), returncode=2) from None

    def _run(self, *, demo_wanted: bool) -> None:
        places = Places(settings.FACTCHECK_DATA)
        port = settings.FACTCHECK_PORT
        with desk.only_one(places):
            desk.port_is_free(port)
            supervisor = Supervisor(self._say)
            supervisor.listen()
            try:
                self._prepare(supervisor, places, demo_wanted=demo_wanted)
                if not supervisor.ending.is_set():
                    self._serve(supervisor, places, port)
            finally:
                supervisor.stop()
            self._say("Stopped. The data stays for the next run.")

    def _prepare(self, supervisor: Supervisor, places: Places, *, demo_wanted: bool) -> None:
        self._say("Starting the database …")
        try:
            connection.ensure_connection()
        except OperationalError as error:
            raise desk.DeskError(f"The database cannot be reached. {str(error).strip()}") from None
        if not os.environ.get("CELERY_BROKER_URL"):
            child = supervisor.add(desk.valkey(places))
            self._wait(supervisor, child, lambda: desk.answers(places))
        call_command("migrate", verbosity=0, interactive=False)
        if granting.are_apart(settings.DATABASE_USERS):
            call_command("apply_database_roles", verbosity=0)
        apply_roles()
        call_command("collectstatic", verbosity=0, interactive=False)
        if demo_wanted and not supervisor.ending.is_set():
            self._say("Loading the demo desk …")
            demo.load()
        call_command("rebuild_pages", mark_only=True, verbosity=0)

    def _serve(self, supervisor: Supervisor, places: Places, port: int) -> None:
        web = supervisor.add(desk.web(places, port))
        supervisor.add(desk.worker(places))
        supervisor.add(desk.scheduler(places))
        self._wait(supervisor, web, lambda: desk.serves(port))
        if not supervisor.ending.is_set():
            self._welcome(port)
        supervisor.run()

    def _wait(self, supervisor: Supervisor, child: Child, ready: Any) -> None:
        if not supervisor.wait_until(ready, timeout=60, child=child) and not supervisor.ending.is_set():
            raise desk.DeskError(f"The {child.name} did not start; {child.log} says why.")

    def _welcome(self, port: int) -> None:
        base = f"http://127.0.0.1:{port}"
        self._say(f"\n  Published reviews   {base}/")
        self._say(f"  The desk            {base}/desk/")
        self._say(f"  The REST API        {base}/api/v1/docs/\n")
        self._say(f"  {'sign in as':<14}{'password':<18}role")
        for login in demo.logins():
            self._say(f"  {login.username:<14}{login.password:<18}{login.role}")
        self._say("\n  Ctrl-C stops everything; the data stays.\n")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
