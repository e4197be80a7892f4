"""Production on one machine: web, worker and scheduler on your own PostgreSQL and broker. What `make serve` starts."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, SystemCheckError

from factcheck.embedded import Places, desk
from factcheck.embedded.supervisor import Supervisor

NEEDED = ("DATABASE_URL", "CELERY_BROKER_URL", "SECRET_KEY", "PUBLIC_ORIGIN", "ALLOWED_HOSTS")


class Command(BaseCommand):
    help = "Start web, worker and scheduler for production. Migrate first: manage.py migrate, then apply_roles."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        missing = [name for name in NEEDED if not os.environ.get(name)]
        if missing:
            raise CommandError(f"Set {', '.join(missing)}; docs/reference/settings.md explains each.", returncode=2)
        try:
            call_command("check", deploy=True, databases=["default"], fail_level="WARNING", stdout=self.stderr)
        except SystemCheckError as error:
            raise CommandError(str(error), returncode=2) from None
        call_command("collectstatic", verbosity=0, interactive=False)
        call_command("rebuild_pages", mark_only=True, verbosity=0)
        places = Places(settings.FACTCHECK_DATA)
        try:
            with desk.only_one(places):
                desk.port_is_free(settings.FACTCHECK_PORT)
                self._serve(places)
        except desk.DeskError as error:
            raise CommandError(str(error), returncode=2) from None

    def _serve(self, places: Places) -> None:
        supervisor = Supervisor(self.stdout.write)
        supervisor.listen()
        supervisor.add(desk.web(places, settings.FACTCHECK_PORT))
        supervisor.add(desk.worker(places))
        supervisor.add(desk.scheduler(places))
        self.stdout.write(f"Serving {settings.PUBLIC_ORIGIN} on 127.0.0.1:{settings.FACTCHECK_PORT}.")
        supervisor.run()
