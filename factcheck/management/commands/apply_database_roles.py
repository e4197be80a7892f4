"""Grant each database role what its table says. Run it as the owner after each migration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from factcheck import granting


class Command(BaseCommand):
    help = "Make the database's grants exactly what factcheck.database_roles says. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            tables = granting.apply(settings.DATABASE_USERS)
        except granting.GrantTrouble as trouble:
            raise CommandError(str(trouble), returncode=2) from None
        if options["verbosity"]:
            users = ", ".join(settings.DATABASE_USERS.values())
            self.stdout.write(f"{users} hold what the table says on {tables} tables.")
