"""Write the role table into the desk's groups. Run it after each migration; running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from reviews.permissions import ROLE_PERMISSIONS, apply_roles


class Command(BaseCommand):
    help = "Make the desk's groups hold exactly the permissions of the role table."

    def handle(self, *args: Any, **options: Any) -> None:
        apply_roles()
        self.stdout.write(f"{len(ROLE_PERMISSIONS)} roles hold what the table says.")
