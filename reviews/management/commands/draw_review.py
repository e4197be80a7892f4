"""Write the reference pages that follow from tables."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reviews import drawing

PAGES = (
    ("review-states.md", drawing.states),
    ("roles.md", drawing.roles),
    ("house-policies.md", drawing.policies),
)


class Command(BaseCommand):
    help = "Write docs/reference: states of the review, roles and house policies, from their tables."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs" / "reference"
        for name, text in PAGES:
            (folder / name).write_text(text(), encoding="utf-8")
            self.stdout.write(f"docs/reference/{name}")
